/**
 * Browser tests behind a page cache. Run them with `npm run test:cache`.
 */
import { defineConfig } from '@playwright/test';
import base from '../../playwright.config';

export default defineConfig( {
	...base,
	testDir: '.',
	outputDir: '../../artifacts/cache',
	reporter: [ [ 'list' ] ],
} );
