<?php
/**
 * From a code to a verified answer.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In;

use CoopCredentials\Claims\Auth_Context;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\OpenID\Client;
use CoopCredentials\OpenID\Expected;
use CoopCredentials\OpenID\Id_Token_Verifier;
use CoopCredentials\OpenID\Json;
use CoopCredentials\OpenID\Metadata;
use CoopCredentials\OpenID\Pkce;
use CoopCredentials\OpenID\Refused;
use CoopCredentials\OpenID\Token_Client;
use CoopCredentials\OpenID\Userinfo;

/**
 * Steps 9 to 13 of the callback: token, ID token, userinfo, echo, subject.
 */
final class Answer {

	/**
	 * Builds the exchange.
	 *
	 * @param Token_Client      $tokens    Code exchange.
	 * @param Id_Token_Verifier $verifier  ID tokens.
	 * @param Userinfo          $userinfo  Userinfo.
	 * @param Admission         $admission To know whether the ID token says enough.
	 */
	public function __construct(
		private readonly Token_Client $tokens,
		private readonly Id_Token_Verifier $verifier,
		private readonly Userinfo $userinfo,
		private readonly Admission $admission,
	) {
	}

	/**
	 * Exchanges and verifies.
	 *
	 * @param Provider    $provider     Provider.
	 * @param Client      $client       Client.
	 * @param Metadata    $metadata     Metadata.
	 * @param string      $code         Code.
	 * @param string      $state        State.
	 * @param string      $secret       Secret of the browser.
	 * @param string      $redirect_uri Our callback.
	 * @param Transaction $transaction  Transaction.
	 * @throws Problem The reason.
	 */
	public function verify( Provider $provider, Client $client, Metadata $metadata, #[\SensitiveParameter] string $code, string $state, #[\SensitiveParameter] string $secret, string $redirect_uri, Transaction $transaction ): Verified {
		$tokens = $this->tokens->exchange( $client, $metadata, $code, Pkce::verifier( $secret, $state ), $redirect_uri );
		if ( 'oauth2' === $client->kind ) {
			return $this->without_id_token( $provider, $client, $this->userinfo->fetch( $metadata, $tokens->access_token, null ) );
		}

		$id_token = $this->verifier->verify(
			(string) $tokens->id_token,
			$client,
			$metadata,
			new Expected( Pkce::nonce( $secret, $state ), $tokens->access_token, $transaction->max_age, $transaction->acr_any )
		);
		$userinfo = $this->needs_userinfo( $provider, $metadata, $id_token->claims )
			? $this->userinfo->fetch( $metadata, $tokens->access_token, $id_token->subject )
			: null;
		self::check_echo( $provider, $id_token->claims, $userinfo );

		$strategy = $provider->text( 'subject' );
		$named    = str_starts_with( $strategy, 'claim:' );

		return new Verified(
			$id_token->issuer,
			// Never from userinfo alone: only the ID token is bound to this browser's attempt.
			$named ? self::subject( $id_token->claims, $strategy ) : $id_token->subject,
			$named ? $strategy : '',
			$id_token->claims,
			$userinfo,
			Auth_Context::from_claims( $id_token->claims ),
			$id_token->sid,
			$tokens->id_token
		);
	}

	/**
	 * Plain OAuth 2: the owner named the issuer and where the subject stands.
	 *
	 * @param Provider  $provider Provider.
	 * @param Client    $client   Client.
	 * @param \stdClass $userinfo Userinfo.
	 */
	private function without_id_token( Provider $provider, Client $client, \stdClass $userinfo ): Verified {
		$strategy = $provider->text( 'subject' );
		$named    = str_starts_with( $strategy, 'claim:' );
		$subject  = self::subject( $userinfo, $named ? $strategy : 'claim:sub' );
		$claims   = (object) array(
			'iss' => $client->issuer,
			'sub' => $subject,
		);
		// Both sides of the claim map have to speak about the same subject.
		$userinfo->sub = $subject;

		return new Verified( $client->issuer, $subject, $named ? $strategy : '', $claims, $userinfo, new Auth_Context(), null, null );
	}

	/**
	 * Whether userinfo has to be asked.
	 *
	 * @param Provider  $provider Provider.
	 * @param Metadata  $metadata Metadata.
	 * @param \stdClass $claims   Claims of the ID token.
	 */
	private function needs_userinfo( Provider $provider, Metadata $metadata, \stdClass $claims ): bool {
		return match ( $provider->text( 'userinfo' ) ) {
			'always' => true,
			'never'  => false,
			default  => null !== $metadata->userinfo_endpoint && array() === $this->admission->map( $provider, $claims, null )->memberships,
		};
	}

	/**
	 * A parameter that chose the question must come back in the answer, or an easier question was answered.
	 *
	 * @param Provider       $provider Provider.
	 * @param \stdClass      $claims   Claims of the ID token.
	 * @param \stdClass|null $userinfo Userinfo.
	 * @throws Problem `echo_mismatch`.
	 */
	private static function check_echo( Provider $provider, \stdClass $claims, ?\stdClass $userinfo ): void {
		$sent = $provider->map( 'extra_parameters' );
		foreach ( $provider->map( 'echo' ) as $parameter => $claim ) {
			$seen = Json::value( $claims, $claim ) ?? ( null !== $userinfo ? Json::value( $userinfo, $claim ) : null );
			if ( '' === ( $sent[ $parameter ] ?? '' ) || $seen !== $sent[ $parameter ] ) {
				throw Refused::because( 'echo_mismatch', array( 'claim' => $claim ) );
			}
		}
	}

	/**
	 * A nominated subject.
	 *
	 * @param \stdClass $claims   Claims.
	 * @param string    $strategy `claim:…`.
	 * @throws Problem `id_token_sub`.
	 */
	private static function subject( \stdClass $claims, string $strategy ): string {
		$value = $claims;
		foreach ( Provider_Fields::subject_path( $strategy ) as $step ) {
			$value = $value instanceof \stdClass ? Json::value( $value, $step ) : null;
		}
		if ( is_int( $value ) ) {
			$value = (string) $value;
		}
		if ( ! is_string( $value ) || '' === $value || strlen( $value ) > 255 || 1 === preg_match( '/[\x00-\x1f\x7f]/', $value ) ) {
			throw Refused::because( 'id_token_sub' );
		}

		return $value;
	}
}
