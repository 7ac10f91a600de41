<?php
/**
 * `GET me`.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In;

use CoopCredentials\Claims\Context;
use CoopCredentials\Claims\Membership;
use CoopCredentials\Kernel\Clock;
use CoopCredentials\Kernel\Request_Guard;
use CoopCredentials\Kernel\Rest_Controller;

/**
 * Tells a page once who is asking and what that allows. Everything per visitor on a cached page comes from here.
 */
final class Me_Controller extends Rest_Controller {

	/**
	 * Builds the controller.
	 *
	 * @param Request_Guard   $guard   Refusals.
	 * @param Current_Visitor $visitor Visitor.
	 * @param Decider         $decider Words for the visitor.
	 * @param Clock           $clock   Time.
	 * @param (\Closure( string ): (string|null)) $profile_url Address of an organisation's page here, by its id.
	 */
	public function __construct(
		Request_Guard $guard,
		private readonly Current_Visitor $visitor,
		private readonly Decider $decider,
		private readonly Clock $clock,
		private readonly \Closure $profile_url,
	) {
		parent::__construct( $guard );
	}

	/**
	 * Registers the route.
	 */
	public function register_routes(): void {
		$this->route(
			'/me',
			array(
				array(
					'methods'    => \WP_REST_Server::READABLE,
					'callback'   => $this->get_me( ... ),
					'permission' => $this->anyone(),
					'access'     => self::ACCESS_VISITOR,
					'foreign'    => 'anonymous',
					'limit'      => array(
						'bucket' => 'me',
						'limit'  => 240,
						'window' => 60,
					),
					'args'       => array(
						'offers' => array(
							'type'      => 'string',
							'maxLength' => 700,
							'pattern'   => '^[0-9A-Za-z]{1,40}(,[0-9A-Za-z]{1,40}){0,19}$',
						),
					),
				),
			)
		);
	}

	/**
	 * Schema of the answer.
	 *
	 * @return array<string,mixed>
	 */
	public function get_item_schema(): array {
		$text = array( 'type' => 'string' );

		return array(
			'$schema'    => 'http://json-schema.org/draft-04/schema#',
			'title'      => 'coop-credentials-me',
			'type'       => 'object',
			'properties' => array(
				'signed_in'      => array( 'type' => 'boolean' ),
				'nonce'          => $text,
				'token'          => $text,
				'provider'       => array( 'type' => 'object' ),
				'account'        => array( 'type' => 'object' ),
				'memberships'    => array( 'type' => 'array' ),
				'memberships_at' => array( 'type' => array( 'string', 'null' ) ),
				'state'          => array(
					'type' => 'string',
					'enum' => array( 'ok', 'stale', 'none' ),
				),
				'reason'         => $text,
				'message'        => $text,
				'next_step'      => array( 'type' => array( 'object', 'null' ) ),
				'offers'         => array( 'type' => 'object' ),
				'display'        => array( 'type' => 'object' ),
			),
		);
	}

	/**
	 * Who is asking.
	 *
	 * @param \WP_REST_Request $request Request.
	 * @return array<string,mixed>
	 */
	private function get_me( \WP_REST_Request $request ): array {
		$foreign = $this->is_foreign( $request );
		$visitor = $foreign ? null : $this->visitor->get();
		$answer  = array(
			'signed_in'      => null !== $visitor,
			'memberships'    => array(),
			'memberships_at' => null,
			'state'          => 'none',
		);
		if ( ! $foreign ) {
			$answer += $this->account();
		}
		if ( null !== $visitor ) {
			$answer = array_merge( $answer, $this->describe( $visitor ) );
		} elseif ( ! $foreign && null !== $this->visitor->ended() ) {
			$answer['reason']  = (string) $this->visitor->ended();
			$answer['message'] = __( 'You have been signed out.', 'coop-credentials' );
		}

		/**
		 * Filters the answer of `GET me`, so that rooms above can add what the visitor may do with their things.
		 *
		 * @since 0.1.0
		 *
		 * @param array<string,mixed> $answer  Answer.
		 * @param Visitor|null        $visitor Visitor; null for a stranger.
		 * @param \WP_REST_Request    $request Request.
		 */
		$filtered = apply_filters( 'coop_credentials_me', $answer, $visitor, $request );

		return is_array( $filtered ) ? $filtered : $answer;
	}

	/**
	 * The logged-in account. Core ignores the login cookie without a nonce, so the cookie is validated here, and the
	 * nonce for later writes is handed out.
	 *
	 * @return array<string,mixed>
	 */
	private function account(): array {
		$user_id = get_current_user_id();
		if ( 0 === $user_id ) {
			$valid   = wp_validate_auth_cookie( '', 'logged_in' );
			$user_id = is_int( $valid ) ? $valid : 0;
			if ( $user_id > 0 ) {
				wp_set_current_user( $user_id );
			}
		}
		$user = $user_id > 0 ? get_userdata( $user_id ) : false;

		return false === $user ? array() : array(
			'nonce'   => wp_create_nonce( 'wp_rest' ),
			'account' => array( 'name' => $user->display_name ),
		);
	}

	/**
	 * A visitor's answer.
	 *
	 * @param Visitor $visitor Visitor.
	 * @return array<string,mixed>
	 */
	private function describe( Visitor $visitor ): array {
		$now    = $this->clock->now()->getTimestamp();
		$answer = array(
			'token'          => $this->visitor->session_token(),
			'provider'       => array(
				'slug'  => $visitor->provider,
				'label' => $visitor->provider_label,
			),
			'memberships'    => array_map( fn( Membership $membership ): array => $this->membership( $membership, $now ), $visitor->memberships ),
			'memberships_at' => gmdate( 'Y-m-d\TH:i:s\Z', $visitor->memberships_at ),
			'state'          => $now - $visitor->memberships_at > Context::CLAIMING ? 'stale' : 'ok',
		);

		foreach ( $visitor->memberships as $membership ) {
			if ( true === $membership->member_at( $now ) ) {
				return $answer;
			}
		}
		// Whoever has no membership in force is told why, and what to do, once for the whole page.
		$decision = $this->decider->decide( $visitor, 'any_listed_member', '' );
		if ( ! $decision->is_allowed() ) {
			$answer['reason']    = $decision->reason;
			$answer['message']   = $this->decider->sentence( $decision );
			$answer['next_step'] = $this->decider->next_step( $decision );
		}

		return $answer;
	}

	/**
	 * A membership as its holder may see it.
	 *
	 * @param Membership $membership Membership.
	 * @param int        $now        UTC seconds.
	 * @return array<string,mixed>
	 */
	private function membership( Membership $membership, int $now ): array {
		return array(
			'organisation_id'   => $membership->organisation_id,
			'organisation_name' => $membership->organisation_name ?? $membership->organisation_id,
			'organisation_url'  => ( $this->profile_url )( $membership->organisation_id ),
			'category'          => $membership->category,
			'class'             => $membership->class,
			'roles'             => $membership->roles ?? array(),
			'status'            => $membership->status,
			'valid_until'       => $membership->valid_until,
			'member'            => $membership->member_at( $now ),
		);
	}
}
