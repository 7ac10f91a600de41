import { registerPlugin } from '@wordpress/plugins';
import { registerEntities } from '../api/entities';
import { PostGatePanel } from './post-gate';

registerEntities();
registerPlugin( 'coop-credentials-post-gate', { render: PostGatePanel } );
