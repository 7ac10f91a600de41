<?php
/**
 * Form Post RP: oidcc-client-formpost-basic-certification-test-plan.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Sign_In;

/**
 * The modules of Basic RP once more, the answer posted as a form (OAuth 2.0 Form Post Response Mode).
 */
final class Conformance_Form_Post_Test extends Conformance_Basic_Case {

	protected function mode(): string {
		return 'form_post';
	}

	/** Not part of the plan, but the Foundation's one module about errors in this mode: oidcc-client-test-form-post-error. */
	public function test_the_client_takes_an_error_posted_as_a_form(): void {
		$this->hostile->misbehave( 'B14-login-required' );
		$this->assert_refused( 'provider_login_required', $this->run_module() );
		self::assertSame( 0, $this->hostile->calls( '/token' ) );
	}
}
