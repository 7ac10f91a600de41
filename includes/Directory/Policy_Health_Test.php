<?php
/**
 * Is the trust policy readable?
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Directory;

use CoopCredentials\Kernel\Health_Result;
use CoopCredentials\Kernel\Health_Test;

/**
 * An unreadable policy allows nothing; somebody must know.
 */
final class Policy_Health_Test implements Health_Test {

	public function __construct( private readonly Trust_Policy_Repository $policies ) {}

	public function id(): string {
		return 'directory_policy';
	}

	public function label(): string {
		return __( 'Trust policy', 'coop-credentials' );
	}

	public function is_async(): bool {
		return false;
	}

	public function run(): Health_Result {
		if ( array() === $this->policies->current()->categories ) {
			return new Health_Result( Health_Result::CRITICAL, __( 'The trust policy cannot be read', 'coop-credentials' ), __( 'Until it is repaired nothing is listed, badged, signs in, offers or redeems. Save it again under Co-op Credentials.', 'coop-credentials' ) );
		}
		/* translators: %s: name and version of the policy. */
		return new Health_Result( Health_Result::GOOD, __( 'The trust policy is readable', 'coop-credentials' ), sprintf( __( 'In use: %s', 'coop-credentials' ), $this->policies->current()->stamp() ) );
	}
}
