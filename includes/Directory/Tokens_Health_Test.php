<?php
/**
 * Were the search tokens made by the present rules?
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Directory;

use CoopCredentials\Kernel\Health_Result;
use CoopCredentials\Kernel\Health_Test;

/**
 * Tokens of records and queries must be made alike.
 */
final class Tokens_Health_Test implements Health_Test {

	public const OPTION = 'coop_credentials_directory_tokens';

	public function __construct( private readonly Search_Tokens $tokens ) {}

	public function id(): string {
		return 'directory_tokens';
	}

	public function label(): string {
		return __( 'Search in the directory', 'coop-credentials' );
	}

	public function is_async(): bool {
		return false;
	}

	public function run(): Health_Result {
		$stored = get_option( self::OPTION, '' );
		if ( '' !== $stored && $stored !== $this->tokens->fingerprint() ) {
			return new Health_Result( Health_Result::RECOMMENDED, __( 'The directory should be reindexed', 'coop-credentials' ), __( 'The rules of the search, or the PHP extension intl, have changed since the entries were stored, so some entries may not be found. Run: wp coop-credentials directory reindex', 'coop-credentials' ) );
		}
		return new Health_Result( Health_Result::GOOD, __( 'The directory search is up to date', 'coop-credentials' ), __( 'Entries and searches are read by the same rules.', 'coop-credentials' ) );
	}
}
