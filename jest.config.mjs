/**
 * Jest for src/**\/__tests__: pure functions, edit components, view stores.
 */
import { createRequire } from 'node:module';

const require = createRequire( import.meta.url );
const unit = require( '@wordpress/scripts/config/jest-unit.config.js' );

export default {
	...unit,
	rootDir: '.',
	roots: [ '<rootDir>/src' ],
	reporters: [ 'default' ],
	cacheDirectory: '<rootDir>/.cache/jest',
	testMatch: [ '**/__tests__/**/*.test.{ts,tsx}' ],
	setupFiles: [ ...( unit.setupFiles ?? [] ), '<rootDir>/tools/jest/text-encoder.js' ],
	setupFilesAfterEnv: [ '@testing-library/jest-dom' ],
	moduleNameMapper: {
		...unit.moduleNameMapper,
		'\\.(scss|css)$': '<rootDir>/tools/jest/empty.js',
		// The wp entry is ESM only.
		'^@wordpress/dataviews/wp$': '@wordpress/dataviews',
	},
	transform: {
		'\\.m?[jt]sx?$':
			require.resolve( '@wordpress/scripts/config/babel-transform' ),
	},
	transformIgnorePatterns: [
		'/node_modules/(?!(uuid|@wordpress/theme|marked|parsel-js)/)',
	],
};
