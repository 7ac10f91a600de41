/**
 * What only one tool of a clone does at a time.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, test } from 'node:test';
import { alone, CACHE } from '../../tools/lib/run.mjs';

const name = `test-${ process.pid }`;
const folder = join( CACHE, `lock-${ name }` );

afterEach( () => rmSync( folder, { recursive: true, force: true } ) );

test( 'a lock whose process was killed is taken over at once', async () => {
	const { pid } = spawnSync( process.execPath, [ '--eval', '' ] );
	mkdirSync( folder, { recursive: true } );
	writeFileSync( join( folder, 'pid' ), String( pid ) );
	assert.equal( await alone( name, async () => 'done' ), 'done' );
	assert.equal( existsSync( folder ), false );
} );

test( 'what is done alone is done one after the other', async () => {
	const told = [];
	const work = ( who ) =>
		alone( name, async () => {
			told.push( `${ who } begins` );
			await new Promise( ( done ) => setImmediate( done ) );
			told.push( `${ who } ends` );
		} );
	await Promise.all( [ work( 'one' ), work( 'two' ) ] );
	assert.deepEqual( told, [
		'one begins',
		'one ends',
		'two begins',
		'two ends',
	] );
} );
