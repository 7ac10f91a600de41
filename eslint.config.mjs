/**
 * ESLint: WordPress's rules, the names of this plugin, and the arrows between the parts of src/.
 */
import { createRequire } from 'node:module';

const wp = createRequire( import.meta.url )( '@wordpress/eslint-plugin' );

/** Folders of src/ that may be imported by each part; nobody imports blocks or admin. */
const zones = [
	{
		target: './src/lib',
		from: './src',
		except: [ './lib' ],
		message: 'lib imports nothing.',
	},
	{
		target: './src/view',
		from: './src',
		except: [ './view', './lib' ],
		message: 'view imports lib only.',
	},
	{
		target: './src/types',
		from: './src',
		except: [ './types' ],
		message: 'types import nothing.',
	},
	{
		target: './src/api',
		from: './src',
		except: [ './api', './lib', './types' ],
		message: 'api imports lib and types only.',
	},
	{
		target: './src/components',
		from: './src',
		except: [ './components', './api', './lib', './types' ],
		message: 'components import api, lib and types only.',
	},
	{
		target: './src/admin',
		from: './src/blocks',
		message: 'Nobody imports blocks.',
	},
	{
		target: './src/admin',
		from: './src/view',
		message: 'view is for the front end.',
	},
	{
		target: './src/blocks',
		from: './src/admin',
		message: 'Nobody imports admin.',
	},
	{
		target: './src/blocks/*/view.ts',
		from: './src',
		except: [ './view', './lib' ],
		message: 'View modules import view and lib only.',
	},
	{
		target: './src/blocks/*/!(view).{ts,tsx}',
		from: './src/view',
		message: 'view is for view modules.',
	},
];

const DEEP = {
	regex: '^@wordpress/(?!dataviews/wp$)[^/]+/',
	message: 'Import the package, not a file inside it.',
};
const ABILITIES = {
	regex: '^@wordpress/abilities',
	message: 'No classic script handle in WordPress 7.1.',
};
const DATAVIEWS = {
	regex: '^@wordpress/dataviews',
	message:
		'Only src/components/data-list imports DataViews, so that it stays in its own chunk.',
};
const restrict = ( ...patterns ) => [ 'error', { patterns } ];

export default [
	{
		ignores: [
			'build/**',
			'vendor/**',
			'vendor-prefixed/**',
			'node_modules/**',
			'.cache/**',
			'.site/**',
			'artifacts/**',
		],
	},
	...wp.configs.recommended,
	{
		settings: { react: { version: '18.3' } },
		rules: {
			'@wordpress/i18n-text-domain': [
				'error',
				{ allowedTextDomain: 'coop-credentials' },
			],
			'@wordpress/data-no-store-string-literals': 'error',
			'@wordpress/no-unsafe-wp-apis': 'error',
			'jsdoc/require-param': 'off',
			'jsdoc/require-returns': 'off',
			'jsdoc/check-tag-names': 'off',
			'jsdoc/no-undefined-types': 'off',
		},
	},
	{
		files: [ 'src/**/*.{ts,tsx}' ],
		ignores: [ 'src/**/__tests__/**' ],
		rules: {
			'no-console': 'error',
			'import/no-restricted-paths': [ 'error', { zones } ],
			'no-restricted-imports': restrict( DEEP, ABILITIES, DATAVIEWS ),
			'no-restricted-syntax': [
				'error',
				{
					selector:
						'JSXAttribute[name.name="id"][value.type="Literal"]',
					message:
						'Two instances would share the id: use useInstanceId() or useId().',
				},
			],
			'@typescript-eslint/no-explicit-any': 'error',
			'@typescript-eslint/ban-ts-comment': [
				'error',
				{ 'ts-expect-error': 'allow-with-description' },
			],
		},
	},
	{
		files: [ 'src/components/data-list/**/*.{ts,tsx}' ],
		ignores: [ 'src/**/__tests__/**' ],
		rules: { 'no-restricted-imports': restrict( DEEP, ABILITIES ) },
	},
	{
		files: [ 'src/blocks/*/*.{ts,tsx}' ],
		rules: {
			'no-restricted-imports': restrict( DEEP, ABILITIES, DATAVIEWS, {
				regex: '^\\.\\./(?!\\.\\./)',
				message: 'Nobody imports blocks.',
			} ),
		},
	},
	{
		files: [ 'src/blocks/*/view.ts', 'src/view/**/*.ts' ],
		ignores: [ 'src/**/__tests__/**' ],
		rules: {
			'no-restricted-imports': restrict( {
				regex: '^(?!\\.{1,2}/|@wordpress/interactivity(-router)?$|@wordpress/a11y$)',
				message:
					'View modules know only the Interactivity API; strings come from PHP.',
			} ),
		},
	},
	{
		files: [ 'src/lib/**/*.ts' ],
		ignores: [ 'src/**/__tests__/**' ],
		rules: {
			'no-restricted-imports': restrict( {
				regex: '^(?!\\.{1,2}/)',
				message: 'lib imports no package.',
			} ),
		},
	},
	...wp.configs[ 'test-unit' ].map( ( config ) => ( {
		...config,
		files: [ '**/__tests__/**/*.{ts,tsx}' ],
	} ) ),
	{
		files: [ '**/__tests__/**/*.{ts,tsx}' ],
		rules: {
			'@wordpress/data-no-store-string-literals': 'off',
			'import/no-extraneous-dependencies': 'off',
		},
	},
	...wp.configs[ 'test-playwright' ].map( ( config ) => ( {
		...config,
		files: [ 'tests/e2e/**/*.ts' ],
	} ) ),
	{
		files: [ 'tests/e2e/**/*.ts', 'playwright.config.ts' ],
		rules: {
			'import/no-extraneous-dependencies': 'off',
			'playwright/no-conditional-in-test': 'off',
			'playwright/expect-expect': 'off',
			'@wordpress/i18n-text-domain': 'off',
		},
	},
	{
		files: [ 'tools/**/*.mjs', 'tests/providers/**/*.mjs', '*.mjs' ],
		languageOptions: {
			ecmaVersion: 2024,
			sourceType: 'module',
			globals: Object.fromEntries(
				[
					'process',
					'console',
					'Buffer',
					'URL',
					'URLSearchParams',
					'fetch',
					'AbortSignal',
					'AbortController',
					'setTimeout',
					'clearTimeout',
					'setInterval',
					'clearInterval',
					'setImmediate',
					'structuredClone',
					'crypto',
					'TextEncoder',
					'TextDecoder',
					'Response',
					'Request',
					'Headers',
					'performance',
				].map( ( name ) => [ name, 'readonly' ] )
			),
		},
		rules: {
			'no-console': 'off',
			'import/no-extraneous-dependencies': 'off',
			'import/no-unresolved': 'off',
			'import/named': 'off',
			'jsdoc/require-jsdoc': 'off',
			'no-nested-ternary': 'off',
			'@wordpress/no-unused-vars-before-return': 'off',
			'react-hooks/rules-of-hooks': 'off',
		},
	},
];
