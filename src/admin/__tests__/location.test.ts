import { placeOf, urlOf } from '../location';

const ADMIN = 'https://harbour.example/wp-admin/admin.php';

describe( 'location', () => {
	it( 'keeps a place and its URL the same', () => {
		const place = {
			room: 'offers' as const,
			screen: 'redemptions',
			item: '',
			query: { p: '2', f_status: 'voided' },
		};
		expect( placeOf( urlOf( place, ADMIN ), ADMIN ) ).toEqual( place );
	} );

	it( 'leaves empty parts out', () => {
		expect( urlOf( { room: 'overview', query: { s: '' } }, ADMIN ) ).toBe(
			`${ ADMIN }?page=coop-credentials`
		);
	} );

	it.each( [
		'https://harbour.example/wp-admin/plugins.php',
		`${ ADMIN }?page=another`,
		`${ ADMIN }?page=coop-credentials-nowhere`,
		'https://stranger.example/wp-admin/admin.php?page=coop-credentials',
	] )( 'leads out of the app: %s', ( url ) => {
		expect( placeOf( url, ADMIN ) ).toBeNull();
	} );
} );
