/**
 * PHPStan: level 8 over the plugin, level 9 over Claims and OpenID, level 2 over what
 * calls the plugin in browser tests, benchmarks and the demonstration.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cli, ROOT, run } from './lib/run.mjs';
import { ensurePrefixed } from './lib/prefixed.mjs';

await cli( async () => {
	await ensurePrefixed();
	let failed = 0;
	for ( const config of [
		'phpstan.neon.dist',
		'phpstan-strict.neon.dist',
		'phpstan-support.neon.dist',
	] ) {
		console.log( `PHPStan with ${ config }` );
		const paths = config.includes( 'strict' )
			? [ 'includes/Claims', 'includes/OpenID' ].filter( ( folder ) =>
					existsSync( join( ROOT, folder ) )
				)
			: [];
		const { status } = await run(
			'php',
			[
				'-d',
				'memory_limit=1G',
				'vendor/bin/phpstan',
				'analyse',
				'--no-progress',
				'--memory-limit=1G',
				'-c',
				config,
				...paths,
				...process.argv.slice( 2 ),
			],
			{
				allowFail: true,
			}
		);
		failed += status ? 1 : 0;
	}
	return failed ? 1 : 0;
} );
