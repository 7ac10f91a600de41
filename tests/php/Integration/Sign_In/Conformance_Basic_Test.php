<?php
/**
 * Basic RP: oidcc-client-basic-certification-test-plan.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Sign_In;

/**
 * The answer comes in the address.
 */
final class Conformance_Basic_Test extends Conformance_Basic_Case {

	protected function mode(): string {
		return 'query';
	}
}
