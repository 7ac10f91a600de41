<?php
/**
 * Forms that ask for more than a sign-in.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Flow;

use CoopCredentials\Kernel\Front\Front_Request;
use CoopCredentials\Sign_In\Cookies;
use CoopCredentials\Sign_In\Intent;
use CoopCredentials\Sign_In\Return_Target;

/**
 * Hidden fields of `link`, `step_up` and `test`, with a nonce over all of them that matter. Only private pages may carry
 * them. A step-up belongs to the visitor's session: a nonce of WordPress says nothing about somebody without an account.
 */
final class Intent_Form {

	private const NONCE = 'intent_nonce';

	/**
	 * Builds the forms.
	 *
	 * @param Cookies $cookies Cookies.
	 */
	public function __construct( private readonly Cookies $cookies ) {
	}

	/**
	 * Hidden fields of a form posted to the `sign_in` route of a provider.
	 *
	 * @param Intent      $intent    What for.
	 * @param string      $slug      Provider.
	 * @param string      $return_to Path to come back to.
	 * @param Demand|null $demand    What a step-up asks.
	 * @param string|null $action    What the visitor was about to do.
	 * @return array<string,string>
	 */
	public function fields( Intent $intent, string $slug, string $return_to, ?Demand $demand = null, ?string $action = null ): array {
		$demand ??= new Demand();
		$fields   = array(
			'intent'    => $intent->value,
			'return_to' => $return_to,
		) + $demand->fields();
		if ( Return_Target::is_action( $action ) ) {
			$fields['action'] = $action;
		}

		return $fields + array( self::NONCE => $this->nonce( $intent, $slug, $demand ) );
	}

	/**
	 * Whether a post carries the nonce of this visitor for exactly this.
	 *
	 * @param Front_Request $request Post.
	 * @param Intent        $intent  What for.
	 * @param string        $slug    Provider.
	 * @param Demand        $demand  What is asked.
	 */
	public function accepts( Front_Request $request, Intent $intent, string $slug, Demand $demand ): bool {
		$given = $request->post( self::NONCE ) ?? '';
		if ( Intent::Step_Up === $intent ) {
			$expected = $this->nonce( $intent, $slug, $demand );

			return '' !== $expected && hash_equals( $expected, $given );
		}

		return is_user_logged_in() && false !== wp_verify_nonce( $given, self::name( $intent, $slug, $demand ) );
	}

	/**
	 * The nonce; '' when there is nobody it could belong to.
	 *
	 * @param Intent $intent What for.
	 * @param string $slug   Provider.
	 * @param Demand $demand What is asked.
	 */
	private function nonce( Intent $intent, string $slug, Demand $demand ): string {
		if ( Intent::Step_Up !== $intent ) {
			return is_user_logged_in() ? wp_create_nonce( self::name( $intent, $slug, $demand ) ) : '';
		}
		$secret = $this->cookies->session();

		return null !== $secret ? hash_hmac( 'sha256', self::name( $intent, $slug, $demand ), $secret ) : '';
	}

	/**
	 * What the nonce stands for.
	 *
	 * @param Intent $intent What for.
	 * @param string $slug   Provider.
	 * @param Demand $demand What is asked.
	 */
	private static function name( Intent $intent, string $slug, Demand $demand ): string {
		return 'coop_credentials_intent|' . $intent->value . '|' . $slug . '|' . implode( '|', $demand->fields() );
	}
}
