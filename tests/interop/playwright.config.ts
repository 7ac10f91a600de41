/**
 * Browser tests against a second provider. Run them with `npm run test:interop`.
 */
import { defineConfig } from '@playwright/test';
import base from '../../playwright.config';

export default defineConfig( {
	...base,
	testDir: '.',
	outputDir: '../../artifacts/interop',
	reporter: [ [ 'list' ] ],
} );
