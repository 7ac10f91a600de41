<?php
/**
 * Builds sign-out.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Logout;

use CoopCredentials\Sign_In\Services as Sign_In;
use CoopCredentials\Sign_In\Sign_Out;

/**
 * The objects behind signing out, built on first use.
 */
final class Services {

	/** @var Sign_Out|null */
	private ?Sign_Out $sign_out = null;

	/**
	 * Builds the services.
	 *
	 * @param Sign_In $room The room.
	 */
	public function __construct( private readonly Sign_In $room ) {
	}

	/**
	 * Sign-out by the visitor.
	 */
	public function sign_out(): Sign_Out {
		return $this->sign_out ??= new Sign_Out(
			$this->room->sessions(),
			$this->session_ender(),
			new Provider_Logout(
				$this->room->providers(),
				$this->room->provider_secrets(),
				$this->room->kernel->secrets(),
				$this->room->openid->discovery(),
				$this->room->openid->http(),
				$this->room->kernel->router()
			),
			$this->room->cookies(),
			$this->room->current_visitor(),
			$this->room->pages(),
			$this->room->kernel->one_time_form(),
			$this->room->kernel->audit_log()
		);
	}

	/**
	 * Sign-out by the provider.
	 */
	public function back_channel(): Back_Channel {
		return new Back_Channel(
			$this->room->gate(),
			$this->room->provider_secrets(),
			$this->room->openid->discovery(),
			$this->room->openid->http(),
			$this->room->openid->logout_token_verifier(),
			$this->room->sessions(),
			$this->room->identities(),
			$this->session_ender(),
			$this->room->kernel->inbox(),
			$this->room->kernel->database(),
			$this->room->limits(),
			$this->room->refusals(),
			$this->room->kernel->audit_log()
		);
	}

	/**
	 * Ends sessions together with the WordPress sessions made for them.
	 */
	public function session_ender(): Session_Ender {
		return new Session_Ender( $this->room->sessions(), $this->room->identities(), new WordPress_Sessions(), $this->room->kernel->database() );
	}
}
