<?php
/**
 * Tells a client that the person has to prove again who they are.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Flow;

use CoopCredentials\Claims\Decision;
use CoopCredentials\Kernel\Front\Router;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Sign_In\Decider;
use CoopCredentials\Sign_In\Intent;
use CoopCredentials\Sign_In\Visitor;

/**
 * The step-up challenge of RFC 9470: 401 with `insufficient_user_authentication`, `max_age` and `acr_values` in the header
 * and in the body, and the form that asks for it.
 */
final class Challenge {

	private const ERROR = 'insufficient_user_authentication';

	/**
	 * Builds the challenge.
	 *
	 * @param Decider     $decider Words for the visitor.
	 * @param Intent_Form $forms   Forms.
	 * @param Router      $router  Addresses.
	 */
	public function __construct(
		private readonly Decider $decider,
		private readonly Intent_Form $forms,
		private readonly Router $router,
	) {
	}

	/**
	 * The refusal a decision means.
	 *
	 * @param Decision     $decision Decision that lets nobody in.
	 * @param Visitor|null $visitor  Visitor.
	 * @param string|null  $action   What the visitor was about to do.
	 */
	public function problem( Decision $decision, ?Visitor $visitor, ?string $action = null ): Problem {
		$data = array();
		if ( null !== $visitor && 'step_up' === $decision->outcome ) {
			$demand = Demand::of( $decision->step_up() );
			$data   = array(
				'error'      => self::ERROR,
				'max_age'    => $demand->max_age,
				'acr_values' => array() === $demand->acr_any ? null : implode( ' ', $demand->acr_any ),
				'step_up'    => $this->form( $visitor, $demand, '/', $action ),
			);
		}

		return new Problem( $decision->reason, $decision->http_status, $this->decider->sentence( $decision ), $decision->next_step, $data );
	}

	/**
	 * The form of a step-up, for a private page: its button says "Confirm with …".
	 *
	 * @param Visitor     $visitor   Visitor.
	 * @param Demand      $demand    What is asked.
	 * @param string      $return_to Path to come back to; a client puts its own in.
	 * @param string|null $action    What the visitor was about to do.
	 * @return array{url:string,fields:array<string,string>}
	 */
	public function form( Visitor $visitor, Demand $demand, string $return_to, ?string $action = null ): array {
		return array(
			'url'    => $this->router->url( 'sign_in', array( 'provider' => $visitor->provider ) ),
			'fields' => $this->forms->fields( Intent::Step_Up, $visitor->provider, $return_to, $demand, $action ),
		);
	}

	/**
	 * Adds the header to an answer that is such a challenge (RFC 9470 §3).
	 *
	 * @param \WP_REST_Response $response Answer.
	 */
	public static function add_header( \WP_REST_Response $response ): void {
		$body = $response->get_data();
		$data = is_array( $body ) && is_array( $body['data'] ?? null ) ? $body['data'] : array();
		if ( 401 !== $response->get_status() || self::ERROR !== ( $data['error'] ?? null ) ) {
			return;
		}
		$header = 'Bearer error="' . self::ERROR . '", error_description="A different authentication is needed"';
		if ( is_string( $data['acr_values'] ?? null ) ) {
			$header .= ', acr_values="' . addcslashes( $data['acr_values'], '"\\' ) . '"';
		}
		if ( is_int( $data['max_age'] ?? null ) ) {
			$header .= ', max_age="' . $data['max_age'] . '"';
		}
		$response->header( 'WWW-Authenticate', $header );
	}
}
