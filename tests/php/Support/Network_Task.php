<?php
/**
 * A script that runs in a network of sites.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Support;

use PHPUnit\Framework\Assert;

/**
 * For tests of a single site that need a network for a moment: a process and a database of their own.
 */
final class Network_Task {

	/**
	 * Runs a script. It begins with the bootstrap of the integration tests and prints its finding as JSON between two
	 * record separators.
	 *
	 * @param string $file Script.
	 * @return array{0: mixed, 1: string} What was found, and all that was printed.
	 */
	public static function run( string $file ): array {
		$environment                      = array_diff_key(
			array_merge( getenv(), Environment::current()->variables() ),
			array(
				'COOP_TEST_FOLDER' => 1,
				'COOP_TEST_NAME'   => 1,
			)
		);
		$environment['COOP_TEST_NETWORK'] = '1';
		$child                            = proc_open(
			array( PHP_BINARY, '-d', 'error_reporting=-1', '-d', 'display_errors=stderr', $file ),
			array( array( 'file', '/dev/null', 'r' ), array( 'pipe', 'w' ), array( 'pipe', 'w' ) ),
			$pipes,
			Environment::root(),
			$environment
		);
		Assert::assertIsResource( $child );
		$output = (string) stream_get_contents( $pipes[1] );
		$errors = (string) stream_get_contents( $pipes[2] );
		Assert::assertSame( 0, proc_close( $child ), $output . $errors );

		return array( json_decode( explode( "\x1e", $output )[1] ?? '', true ), $output . $errors );
	}
}
