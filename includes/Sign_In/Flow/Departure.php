<?php
/**
 * Sends a browser to its provider.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Flow;

use CoopCredentials\Kernel\Clock;
use CoopCredentials\Kernel\Front\Redirect;
use CoopCredentials\Kernel\Front\Router;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Kernel\Rate_Limiter;
use CoopCredentials\OpenID\Authorization_Request;
use CoopCredentials\OpenID\Base64_Url;
use CoopCredentials\OpenID\Discovery;
use CoopCredentials\OpenID\Pkce;
use CoopCredentials\Sign_In\Cookies;
use CoopCredentials\Sign_In\Intent;
use CoopCredentials\Sign_In\Pages;
use CoopCredentials\Sign_In\Provider;
use CoopCredentials\Sign_In\Provider_Secrets;
use CoopCredentials\Sign_In\Transaction;
use CoopCredentials\Sign_In\Transaction_Repository;
use CoopCredentials\Sign_In\Visitor;
use CoopCredentials\Sign_In\Visitor_Session_Repository;

/**
 * Makes the transaction, its cookie and the authorization request. Everything about who may leave was decided before.
 */
final class Departure {

	private const VALID = 3600;

	/**
	 * Builds the departure.
	 *
	 * @param Provider_Secrets       $secrets      Secrets.
	 * @param Discovery              $discovery    Metadata.
	 * @param Transaction_Repository $transactions Open sign-ins.
	 * @param Visitor_Session_Repository $sessions Sessions.
	 * @param Cookies                $cookies      Cookies.
	 * @param Asked_Claims           $claims       Claims to ask for.
	 * @param Router                 $router       Addresses.
	 * @param Rate_Limiter           $limiter      Hash of the caller's network.
	 * @param Clock                  $clock        Time.
	 */
	public function __construct(
		private readonly Provider_Secrets $secrets,
		private readonly Discovery $discovery,
		private readonly Transaction_Repository $transactions,
		private readonly Visitor_Session_Repository $sessions,
		private readonly Cookies $cookies,
		private readonly Asked_Claims $claims,
		private readonly Router $router,
		private readonly Rate_Limiter $limiter,
		private readonly Clock $clock,
	) {
	}

	/**
	 * Makes the transaction and the way to the provider.
	 *
	 * @param Provider     $provider  Provider.
	 * @param Intent       $intent    What for.
	 * @param string       $return_to Checked path.
	 * @param string|null  $action    Action.
	 * @param Visitor|null $visitor   Visitor of a live session.
	 * @param Demand       $demand    What a step-up asks.
	 * @param bool         $another   Whether the visitor wants to choose another account there.
	 * @throws Problem When the provider's metadata cannot be used.
	 */
	public function to( Provider $provider, Intent $intent, string $return_to, ?string $action, ?Visitor $visitor, Demand $demand, bool $another = false ): Redirect {
		$client   = $this->secrets->client( $provider );
		$metadata = $this->discovery->get( $client );
		$now      = $this->clock->now();
		$state    = Base64_Url::encode( random_bytes( 32 ) );
		$secret   = bin2hex( random_bytes( 32 ) );

		$this->sessions->purge( $now ); // No cron is needed: whoever begins takes along what is over.
		$this->transactions->add(
			new Transaction(
				0,
				hash( 'sha256', $state ),
				hash( 'sha256', $secret ),
				$provider->slug,
				$provider->digest(),
				$intent->value,
				get_current_user_id() > 0 ? get_current_user_id() : null,
				$visitor?->session_id,
				$return_to,
				$demand->max_age,
				$demand->acr_any,
				Intent::Step_Up === $intent ? 1 : 0,
				$action,
				$this->limiter->network_hash(),
				$now,
				$now->modify( '+' . self::VALID . ' seconds' )
			)
		);
		$this->cookies->open_transaction( $state, $secret, $now->getTimestamp() );

		/**
		 * Filters extra parameters of the authorization request. Parameters of the protocol are left out again.
		 *
		 * @since 0.1.0
		 *
		 * @param array<string,string> $parameters Name → value.
		 * @param string               $slug       Provider.
		 */
		$extra   = apply_filters( 'coop_credentials_authorization_parameters', $provider->map( 'extra_parameters' ), $provider->slug );
		$request = new Authorization_Request(
			$this->router->url( 'callback', array( 'provider' => $provider->slug ) ),
			$state,
			Pkce::challenge( Pkce::verifier( $secret, $state ) ),
			Pkce::nonce( $secret, $state ),
			self::scopes( $provider ),
			self::strings( $extra ),
			$this->claims->of( $provider, $metadata, $demand )?->parameter(),
			self::locales(),
			$demand->max_age,
			$demand->acr_any,
			$another
		);

		return new Redirect( $request->url( $client, $metadata ), 303, Pages::private_headers(), true );
	}

	/**
	 * Scopes besides `openid`. `offline_access` asks for power over an absent person: only where it is used.
	 *
	 * @param Provider $provider Provider.
	 * @return list<string>
	 */
	public static function scopes( Provider $provider ): array {
		$scopes = $provider->items( 'extra_scopes' );
		if ( 'refresh' !== $provider->text( 'recheck' ) ) {
			$scopes = array_values( array_diff( $scopes, array( 'offline_access' ) ) );
		}

		return 'none' === $provider->text( 'email' ) ? $scopes : array_merge( $scopes, array( 'email' ) );
	}

	/**
	 * The page's language for the provider's pages (OpenID Connect Core 1.0 §3.1.2.1, `ui_locales`).
	 */
	private static function locales(): string {
		$locale = str_replace( '_', '-', determine_locale() );
		$tags   = array( (string) preg_replace( '/-(?:formal|informal|ao90)\z/', '', $locale ) );
		$tags[] = explode( '-', $locale )[0];

		return implode( ' ', array_unique( array_filter( $tags, static fn( string $tag ): bool => 1 === preg_match( '/\A[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})?\z/', $tag ) ) ) );
	}

	/**
	 * The strings of a map.
	 *
	 * @param mixed $value Filtered value.
	 * @return array<string,string>
	 */
	private static function strings( mixed $value ): array {
		$strings = array();
		foreach ( is_array( $value ) ? $value : array() as $name => $text ) {
			if ( is_string( $name ) && is_string( $text ) ) {
				$strings[ $name ] = $text;
			}
		}

		return $strings;
	}
}
