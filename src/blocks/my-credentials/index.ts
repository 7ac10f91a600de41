import { register } from '../../components/editor';
import metadata from './block.json';
import { Edit, type Attributes } from './edit';
import './style.scss';
import './editor.scss';

register< Attributes >( metadata, {
	edit: Edit,
} );
