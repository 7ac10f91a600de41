<?php
/**
 * From a code or a refresh token to a verified answer.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In;

use CoopCredentials\Claims\Auth_Context;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\OpenID\Client;
use CoopCredentials\OpenID\Expected;
use CoopCredentials\OpenID\Id_Token;
use CoopCredentials\OpenID\Id_Token_Verifier;
use CoopCredentials\OpenID\Json;
use CoopCredentials\OpenID\Metadata;
use CoopCredentials\OpenID\Pkce;
use CoopCredentials\OpenID\Refresh_Grant;
use CoopCredentials\OpenID\Refused;
use CoopCredentials\OpenID\Token_Client;
use CoopCredentials\OpenID\Tokens;
use CoopCredentials\OpenID\Userinfo;

/**
 * Steps 9 to 13 of the callback: token, ID token, userinfo, echo, subject.
 */
final class Answer {

	/**
	 * Builds the exchange.
	 *
	 * @param Token_Client      $tokens    Token endpoint.
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
			return $this->without_id_token( $provider, $client, $metadata, $tokens );
		}
		$nonce = Pkce::nonce( $secret, $state );

		return $this->with_id_token( $provider, $client, $metadata, $tokens, new Expected( $nonce, $tokens->access_token, $transaction->max_age, $transaction->acr_any ) );
	}

	/**
	 * Uses a refresh token and verifies that the answer is about the same person.
	 *
	 * @param Provider                             $provider Provider.
	 * @param Client                               $client   Client.
	 * @param Metadata                             $metadata Metadata.
	 * @param Refresh_Grant                        $grant    Refresh token and what the answer is compared with.
	 * @param (\Closure( Refresh_Grant ): void) $keep     Told the token that replaces the used one, before anything can fail.
	 * @throws Problem The reason; `userinfo_sub` when a plain OAuth 2 provider names somebody else.
	 */
	public function renew( Provider $provider, Client $client, Metadata $metadata, Refresh_Grant $grant, \Closure $keep ): Verified {
		$tokens = $this->tokens->refresh( $client, $metadata, $grant->refresh_token );
		if ( null !== $tokens->refresh_token ) {
			$keep( $grant->with_token( $tokens->refresh_token ) );
		}
		if ( 'oauth2' === $client->kind ) {
			$verified = $this->without_id_token( $provider, $client, $metadata, $tokens );
			return $verified->subject === $grant->subject ? $verified : throw Refused::because( 'userinfo_sub' );
		}
		if ( null !== $tokens->id_token ) {
			return $this->with_id_token( $provider, $client, $metadata, $tokens, new Expected( '', $tokens->access_token, null, array(), $grant ) );
		}

		// Userinfo is bound to the first ID token by its subject, and that is all it can tell: no strategy, no context.
		$claims = (object) array(
			'iss' => $client->issuer,
			'sub' => $grant->subject,
		);

		return new Verified( $client->issuer, $grant->subject, '', $claims, $this->userinfo->fetch( $metadata, $tokens->access_token, $grant->subject ), new Auth_Context(), null, null );
	}

	/**
	 * OpenID Connect: the ID token says who it is, userinfo may say more.
	 *
	 * @param Provider $provider Provider.
	 * @param Client   $client   Client.
	 * @param Metadata $metadata Metadata.
	 * @param Tokens   $tokens   Tokens.
	 * @param Expected $expected What the ID token has to answer to.
	 * @throws Problem The reason.
	 */
	private function with_id_token( Provider $provider, Client $client, Metadata $metadata, Tokens $tokens, Expected $expected ): Verified {
		$id_token = $this->verifier->verify( (string) $tokens->id_token, $client, $metadata, $expected );
		$userinfo = $this->needs_userinfo( $provider, $metadata, $id_token->claims )
			? $this->userinfo->fetch( $metadata, $tokens->access_token, $id_token->subject )
			: null;
		self::check_echo( $provider, $id_token->claims );

		$strategy = $provider->text( 'subject' );
		$named    = str_starts_with( $strategy, 'claim:' );

		return new Verified(
			$id_token->issuer,
			// Never from userinfo alone: only the ID token is bound to this browser's attempt.
			$named ? self::subject( $id_token->claims, $strategy, 'id_token_sub' ) : $id_token->subject,
			$named ? $strategy : '',
			$id_token->claims,
			$userinfo,
			Auth_Context::from_claims( $id_token->claims ),
			$id_token->sid,
			$tokens->id_token,
			self::grant( $provider, $tokens, $id_token->subject, $id_token, $expected )
		);
	}

	/**
	 * Plain OAuth 2: the owner named the issuer and where the subject stands.
	 *
	 * @param Provider $provider Provider.
	 * @param Client   $client   Client.
	 * @param Metadata $metadata Metadata.
	 * @param Tokens   $tokens   Tokens.
	 * @throws Problem `userinfo_failed`, `userinfo_sub`, `echo_mismatch`.
	 */
	private function without_id_token( Provider $provider, Client $client, Metadata $metadata, Tokens $tokens ): Verified {
		$userinfo = $this->userinfo->fetch( $metadata, $tokens->access_token, null );
		$strategy = $provider->text( 'subject' );
		$named    = str_starts_with( $strategy, 'claim:' );
		$subject  = self::subject( $userinfo, $named ? $strategy : 'claim:sub', 'userinfo_sub' );
		$claims   = (object) array(
			'iss' => $client->issuer,
			'sub' => $subject,
		);
		self::check_echo( $provider, $userinfo );
		// Both sides of the claim map have to speak about the same subject.
		$userinfo->sub = $subject;

		return new Verified( $client->issuer, $subject, $named ? $strategy : '', $claims, $userinfo, new Auth_Context(), null, null, self::grant( $provider, $tokens, $subject, null, null ) );
	}

	/**
	 * The refresh token, if one came and the owner wants snapshots renewed with it; else it is dropped here.
	 *
	 * @param Provider      $provider Provider.
	 * @param Tokens        $tokens   Tokens.
	 * @param string        $subject  Subject as the provider states it.
	 * @param Id_Token|null $id_token ID token.
	 * @param Expected|null $expected What it answered to.
	 */
	private static function grant( Provider $provider, Tokens $tokens, string $subject, ?Id_Token $id_token, ?Expected $expected ): ?Refresh_Grant {
		if ( null === $tokens->refresh_token || 'refresh' !== $provider->text( 'recheck' ) || null !== $expected?->original ) {
			return null;
		}

		return new Refresh_Grant( $tokens->refresh_token, $subject, null !== $id_token ? Json::string( $id_token->claims, 'azp' ) : null, null !== $expected ? hash( 'sha256', $expected->nonce ) : null );
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
			default  => null !== $metadata->userinfo_endpoint
				&& ( array() === $this->admission->map( $provider, $claims, null )->memberships || ( 'none' !== $provider->text( 'email' ) && ! isset( $claims->email ) ) ),
		};
	}

	/**
	 * A parameter that chose the question must come back in the answer, or an easier question was answered. Only what is
	 * bound to this attempt counts: the ID token, or for plain OAuth 2 the userinfo.
	 *
	 * @param Provider  $provider Provider.
	 * @param \stdClass $claims   Claims.
	 * @throws Problem `echo_mismatch`.
	 */
	private static function check_echo( Provider $provider, \stdClass $claims ): void {
		$sent = $provider->map( 'extra_parameters' );
		foreach ( $provider->map( 'echo' ) as $parameter => $claim ) {
			$seen = self::at( $claims, Provider_Fields::subject_path( 'claim:' . $claim ) );
			if ( '' === ( $sent[ $parameter ] ?? '' ) || $seen !== $sent[ $parameter ] ) {
				throw Refused::because( 'echo_mismatch', array( 'claim' => $claim ) );
			}
		}
	}

	/**
	 * A nominated subject. An integer is read as decimal text; one too large for an exact number is refused.
	 *
	 * @param \stdClass $claims   Claims.
	 * @param string    $strategy `claim:…`.
	 * @param string    $reason   Reason when there is none.
	 * @throws Problem The reason.
	 */
	private static function subject( \stdClass $claims, string $strategy, string $reason ): string {
		$value = self::at( $claims, Provider_Fields::subject_path( $strategy ) );
		if ( is_int( $value ) && abs( $value ) <= Json::MAX_INTEGER ) {
			$value = (string) $value;
		}
		if ( ! is_string( $value ) || '' === $value || strlen( $value ) > 255 || 1 === preg_match( '/[\x00-\x1f\x7f]/', $value ) || 1 !== preg_match( '//u', $value ) ) {
			throw Refused::because( $reason );
		}

		return $value;
	}

	/**
	 * The value at a path of names, or null.
	 *
	 * @param \stdClass    $claims Claims.
	 * @param list<string> $path   Names.
	 */
	private static function at( \stdClass $claims, array $path ): mixed {
		$value = $claims;
		foreach ( $path as $step ) {
			$value = $value instanceof \stdClass ? Json::value( $value, $step ) : null;
		}

		return $value;
	}
}
