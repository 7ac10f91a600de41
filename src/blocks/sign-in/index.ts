import { register } from '../../components/editor';
import metadata from './block.json';
import { Edit, type Attributes } from './edit';
import { joinNavigation } from './navigation';
import { transforms } from './transforms';
import { variations } from './variations';
import './style.scss';
import './editor.scss';

joinNavigation();
register< Attributes >( metadata, {
	edit: Edit,
	variations,
	transforms,
} );
