/** jsdom has no TextEncoder, which @wordpress/core-data wants while it loads. */
const { TextDecoder, TextEncoder } = require( 'node:util' );

globalThis.TextEncoder ??= TextEncoder;
globalThis.TextDecoder ??= TextDecoder;
