import { act, render, screen } from '@testing-library/react';

import { Notices, useTell } from '..';

let tell: ReturnType< typeof useTell >;

function Teller() {
	tell = useTell();
	return <Notices />;
}

it( 'shows only the newest of several successes', async () => {
	render( <Teller /> );
	for ( const word of [ 'Paused.', 'Goes on.', 'Ended.' ] ) {
		act( () => tell.done( word ) );
	}
	const shown = ( word: string ) =>
		screen
			.queryAllByText( word )
			.some( ( node ) => node.closest( '.components-snackbar' ) );
	expect( shown( 'Ended.' ) ).toBe( true );
	expect( shown( 'Goes on.' ) ).toBe( false );
	expect( shown( 'Paused.' ) ).toBe( false );
} );
