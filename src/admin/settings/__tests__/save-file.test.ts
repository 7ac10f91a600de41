import { saveFile } from '../../save-file';

describe( 'saving a file', () => {
	it( 'marks CSV as UTF-8, names it and lets the address go', async () => {
		const made: Blob[] = [];
		const gone: string[] = [];
		const clicked: string[] = [];
		Object.assign( URL, {
			createObjectURL: ( blob: Blob ) => {
				made.push( blob );
				return 'blob:x';
			},
			revokeObjectURL: ( url: string ) => gone.push( url ),
		} );
		const click = jest
			.spyOn( HTMLAnchorElement.prototype, 'click' )
			.mockImplementation( function pressed( this: HTMLAnchorElement ) {
				clicked.push( `${ this.download } ${ this.href }` );
			} );
		saveFile( 'log.csv', 'a,b', 'text/csv' );
		expect( clicked ).toEqual( [ 'log.csv blob:x' ] );
		expect( gone ).toEqual( [ 'blob:x' ] );
		// The mark is three bytes.
		expect( made[ 0 ]?.size ).toBe( 6 );
		expect( made[ 0 ]?.type ).toBe( 'text/csv;charset=utf-8' );
		click.mockRestore();
	} );
} );
