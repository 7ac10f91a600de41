import { createRoot, StrictMode } from '@wordpress/element';

import { registerEntities } from '../api/entities';
import { App } from './app';

import './style.scss';

const root = document.getElementById( 'coop-credentials-admin' );
if ( root ) {
	registerEntities();
	createRoot( root ).render(
		<StrictMode>
			<App />
		</StrictMode>
	);
}
