/**
 * A zip writer whose output depends on nothing but the files: sorted names, one fixed time, fixed rights.
 */
import { crc32 as native, deflateRawSync } from 'node:zlib';

const TABLE = Array.from( { length: 256 }, ( _, n ) => {
	let c = n;
	for ( let k = 0; k < 8; k++ ) {
		// eslint-disable-next-line no-bitwise -- CRC-32 is made of bits.
		c = c & 1 ? 0xedb88320 ^ ( c >>> 1 ) : c >>> 1;
	}
	return c;
} );

/* eslint-disable no-bitwise -- CRC-32 is made of bits. */
function crc32( buffer ) {
	if ( native ) {
		return native( buffer );
	}
	let c = 0xffffffff;
	for ( const byte of buffer ) {
		c = TABLE[ ( c ^ byte ) & 0xff ] ^ ( c >>> 8 );
	}
	return ( c ^ 0xffffffff ) >>> 0;
}
/* eslint-enable no-bitwise */

// 1 January 2020, 00:00 in the format of DOS.
const DATE = ( 2020 - 1980 ) * 512 + 1 * 32 + 1;

/**
 * @param {Map<string, Buffer>} files Content by name.
 * @return {Buffer} The zip.
 */
export function zip( files ) {
	const parts = [];
	const directory = [];
	let offset = 0;
	for ( const name of [ ...files.keys() ].sort() ) {
		const content = files.get( name );
		const packed = deflateRawSync( content, { level: 9 } );
		const title = Buffer.from( name, 'utf8' );
		const common = Buffer.alloc( 26 );
		common.writeUInt16LE( 20, 0 ); // Version needed.
		common.writeUInt16LE( 0x0800, 2 ); // Names are UTF-8.
		common.writeUInt16LE( 8, 4 ); // Deflate.
		common.writeUInt16LE( 0, 6 );
		common.writeUInt16LE( DATE, 8 );
		common.writeUInt32LE( crc32( content ), 10 );
		common.writeUInt32LE( packed.length, 14 );
		common.writeUInt32LE( content.length, 18 );
		common.writeUInt16LE( title.length, 22 );
		common.writeUInt16LE( 0, 24 );
		parts.push(
			Buffer.from( 'PK\x03\x04', 'latin1' ),
			common,
			title,
			packed
		);
		const rest = Buffer.alloc( 14 );
		rest.writeUInt16LE( 0, 0 );
		rest.writeUInt16LE( 0, 2 );
		rest.writeUInt16LE( 0, 4 );
		rest.writeUInt32LE( 0o100644 * 65536, 6 );
		rest.writeUInt32LE( offset, 10 );
		directory.push(
			Buffer.from( 'PK\x01\x02', 'latin1' ),
			Buffer.from( [ 20, 3 ] ),
			common,
			rest,
			title
		);
		offset += 4 + common.length + title.length + packed.length;
	}
	const index = Buffer.concat( directory );
	const end = Buffer.alloc( 22 );
	end.write( 'PK\x05\x06', 0, 'latin1' );
	end.writeUInt16LE( files.size, 8 );
	end.writeUInt16LE( files.size, 10 );
	end.writeUInt32LE( index.length, 12 );
	end.writeUInt32LE( offset, 16 );
	return Buffer.concat( [ ...parts, index, end ] );
}
