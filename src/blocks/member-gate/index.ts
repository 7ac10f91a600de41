import { registerEntities } from '../../api/entities';
import { register } from '../../components/editor';
import metadata from './block.json';
import { Edit, type Attributes } from './edit';
import { Save } from './save';
import { transforms } from './transforms';
import './editor.scss';

registerEntities();

register< Attributes >( metadata, {
	edit: Edit,
	save: Save,
	transforms,
} );
