/**
 * Browser tests. Run them with `npm run test:e2e`: it makes a site and a provider of their own and tells their addresses.
 */
import { defineConfig } from '@playwright/test';

// Runs on two versions of WordPress may overlap.
const kind =
	( process.env.COOP_E2E_WP ?? '7.1' ) === '7.1'
		? 'e2e'
		: `e2e-${ process.env.COOP_E2E_WP }`;
const url = process.env.COOP_E2E_URL ?? 'http://localhost:8888';

export default defineConfig( {
	testDir: 'tests/e2e',
	// Later versions of WordPress wait for every view module before they draw.
	testIgnore: kind === 'e2e' ? '**/late-script.spec.ts' : [],
	outputDir: `artifacts/${ kind }`,
	fullyParallel: false,
	workers: 1,
	retries: 0,
	timeout: 90000,
	expect: { timeout: 15000 },
	forbidOnly: true,
	reporter: [
		[ 'list' ],
		[ 'json', { outputFile: `artifacts/${ kind }-report.json` } ],
	],
	use: {
		baseURL: url,
		actionTimeout: 15000,
		locale: 'en-GB',
		screenshot: 'only-on-failure',
		trace: 'retain-on-failure',
		launchOptions: {
			executablePath: process.env.COOP_E2E_BROWSER ?? '/usr/bin/chromium',
			args: [
				'--no-sandbox',
				'--disable-gpu',
				'--disable-quic',
				'--no-first-run',
				'--disable-background-networking',
				'--disable-component-update',
				'--disable-sync',
			],
		},
	},
} );
