<?php
/**
 * Uploads that nobody may fetch.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Directory;

use CoopCredentials\Kernel\Problem;

/**
 * Files with random names in a folder that web servers are told not to serve. They go when the run ends, or after a day.
 */
final class Private_Files {

	public function __construct( private readonly ?string $folder = null ) {}

	/**
	 * Path of a new, empty file.
	 *
	 * @return array{0: string, 1: string} Reference and path.
	 * @throws Problem With reason storage_failed (503).
	 */
	public function make(): array {
		$folder = $this->folder();
		if ( ! wp_mkdir_p( $folder ) ) {
			throw new Problem( 'storage_failed', 503, __( 'The folder for uploads cannot be written.', 'coop-credentials' ) );
		}
		foreach ( array( '.htaccess' => "Require all denied\nDeny from all\n", 'index.php' => "<?php\n" ) as $name => $text ) { // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
			if ( ! is_file( $folder . '/' . $name ) ) {
				file_put_contents( $folder . '/' . $name, $text ); // phpcs:ignore WordPress.WP.AlternativeFunctions -- a private folder of ours.
			}
		}
		$ref = bin2hex( random_bytes( 16 ) );
		return array( $ref, $folder . '/' . $ref . '.csv' );
	}

	public function path( string $ref ): string {
		return $this->folder() . '/' . preg_replace( '/[^0-9a-f]/', '', $ref ) . '.csv';
	}

	public function delete( string $ref ): void {
		foreach ( '' === $ref ? array() : array( $this->path( $ref ), $this->path( $ref ) . '.ids' ) as $path ) {
			if ( is_file( $path ) ) {
				wp_delete_file( $path );
			}
		}
	}

	private function folder(): string {
		return $this->folder ?? wp_upload_dir( null, false )['basedir'] . '/coop-credentials-private';
	}
}
