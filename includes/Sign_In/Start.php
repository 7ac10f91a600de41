<?php
/**
 * Begins a sign-in.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In;

use CoopCredentials\Claims\Claims_Request;
use CoopCredentials\Claims\Rule;
use CoopCredentials\Kernel\Audit_Log;
use CoopCredentials\Kernel\Clock;
use CoopCredentials\Kernel\Front\Front_Request;
use CoopCredentials\Kernel\Front\One_Time_Form;
use CoopCredentials\Kernel\Front\Page;
use CoopCredentials\Kernel\Front\Plain;
use CoopCredentials\Kernel\Front\Redirect;
use CoopCredentials\Kernel\Front\Router;
use CoopCredentials\Kernel\Front\Same_Origin;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Kernel\Rate_Limiter;
use CoopCredentials\OpenID\Authorization_Request;
use CoopCredentials\OpenID\Base64_Url;
use CoopCredentials\OpenID\Discovery;
use CoopCredentials\OpenID\Metadata;
use CoopCredentials\OpenID\Pkce;

/**
 * The press on the button: makes a transaction and a cookie, and sends the browser to the provider. GET only shows the
 * button, so nothing a crawler or a prefetch does begins anything.
 */
final class Start {

	private const VALID = 3600;

	/** A snapshot older than this is worth a new question to the provider, seconds. */
	private const FRESH = 86400;

	/**
	 * Builds the start.
	 *
	 * @param Gate                   $gate         Providers that may be used.
	 * @param Provider_Secrets       $secrets      Secrets.
	 * @param Discovery              $discovery    Metadata.
	 * @param Transaction_Repository $transactions Open sign-ins.
	 * @param Cookies                $cookies      Cookies.
	 * @param Current_Visitor        $visitor      Visitor.
	 * @param Decider                $decider      For the words of `require`.
	 * @param Rule_Repository        $rules        Rules, for the claims to ask for.
	 * @param Admission              $admission    Claim maps.
	 * @param Pages                  $pages        Pages.
	 * @param One_Time_Form          $once         Confirmations.
	 * @param Router                 $router       Addresses.
	 * @param Limits                 $limits       Limits.
	 * @param Rate_Limiter           $limiter      Hash of the address.
	 * @param Audit_Log              $audit        Audit log.
	 * @param Clock                  $clock        Time.
	 */
	public function __construct(
		private readonly Gate $gate,
		private readonly Provider_Secrets $secrets,
		private readonly Discovery $discovery,
		private readonly Transaction_Repository $transactions,
		private readonly Cookies $cookies,
		private readonly Current_Visitor $visitor,
		private readonly Decider $decider,
		private readonly Rule_Repository $rules,
		private readonly Admission $admission,
		private readonly Pages $pages,
		private readonly One_Time_Form $once,
		private readonly Router $router,
		private readonly Limits $limits,
		private readonly Rate_Limiter $limiter,
		private readonly Audit_Log $audit,
		private readonly Clock $clock,
	) {
	}

	/**
	 * Answers `/coop-credentials/sign-in/{provider}`.
	 *
	 * @param Front_Request $request Request.
	 */
	public function handle( Front_Request $request ): Page|Redirect|Plain {
		if ( $request->is_prefetch() ) {
			return new Plain( '', 'text/plain; charset=utf-8', 503, array( 'Retry-After' => '1' ) + Pages::private_headers() );
		}

		$slug = $request->params['provider'] ?? '';

		return 'POST' === $request->method ? $this->post( $request, $slug ) : $this->get( $request, $slug );
	}

	/**
	 * The button page.
	 *
	 * @param Front_Request $request Request.
	 * @param string        $slug    Provider.
	 */
	private function get( Front_Request $request, string $slug ): Page {
		$reason = $request->query( 'reason' ) ?? '';
		$reason = Reasons::is_known( $reason ) ? $reason : '';
		$retry  = null;
		try {
			$this->gate->provider( $slug );
		} catch ( Problem $problem ) {
			$reason = $problem->reason;
			$retry  = $problem->retry_after;
		}
		$number = $request->query( 'ref' ) ?? '';
		$action = $request->query( 'action' );

		return $this->pages->start(
			$slug,
			$this->gate->label( $slug ),
			$reason,
			'' === $reason || 'provider_unknown' === $reason ? array() : $this->decider->labels( $slug ),
			Return_Target::check( $request->query( 'return_to' ) ),
			$action,
			1 === preg_match( '/\A[0-9A-Za-z-]{6,40}\z/', $number ) ? $number : '',
			$retry
		);
	}

	/**
	 * The press.
	 *
	 * @param Front_Request $request Request.
	 * @param string        $slug    Provider.
	 */
	private function post( Front_Request $request, string $slug ): Page|Redirect {
		$return_to = Return_Target::check( $request->post( 'return_to' ) );
		$action    = Return_Target::is_action( $request->post( 'action' ) ) ? $request->post( 'action' ) : null;
		try {
			$provider = $this->gate->provider( $slug );
			$origin   = Same_Origin::check();
			if ( Same_Origin::FOREIGN === $origin ) {
				throw new Problem( 'foreign_origin', 403 );
			}
			if ( Same_Origin::UNKNOWN === $origin && ! $this->once->accept( 'sign_in:' . $slug, $request->post( 'once' ) ?? '' ) ) {
				return $this->pages->confirm( $slug, $provider->label, $return_to, $action );
			}
			if ( 'sign_in' !== ( $request->post( 'intent' ) ?? 'sign_in' ) ) {
				throw new Problem( 'parameter_invalid', 400 );
			}
			$visitor = $this->visitor->get();
			if ( null !== $visitor && '1' !== $request->post( 'renew' ) && $visitor->provider === $slug && $this->is_fresh( $visitor ) ) {
				return null !== $action ? new Redirect( Return_Target::url( $return_to, $action ), 303, Pages::private_headers() ) : $this->pages->already( $visitor, $return_to );
			}
			$this->limits->hit( 'sign_in_start' );

			return $this->begin( $provider, $return_to, $action, $visitor );
		} catch ( Problem $problem ) {
			$this->audit->record(
				'sign_in_start',
				'refused',
				$problem->reason,
				array(
					'provider' => $slug,
					'details'  => $problem->data,
				)
			);

			return $this->pages->start( $slug, $this->gate->label( $slug ), $problem->reason, array(), $return_to, $action, $this->audit->request_id(), $problem->retry_after );
		}
	}

	/**
	 * Makes the transaction and the way to the provider.
	 *
	 * @param Provider     $provider  Provider.
	 * @param string       $return_to Checked path.
	 * @param string|null  $action    Action.
	 * @param Visitor|null $visitor   Visitor of a live session.
	 */
	private function begin( Provider $provider, string $return_to, ?string $action, ?Visitor $visitor ): Redirect {
		$client   = $this->secrets->client( $provider );
		$metadata = $this->discovery->get( $client );
		$now      = $this->clock->now();
		$state    = Base64_Url::encode( random_bytes( 32 ) );
		$secret   = bin2hex( random_bytes( 32 ) );

		$this->transactions->add(
			new Transaction(
				0,
				hash( 'sha256', $state ),
				hash( 'sha256', $secret ),
				$provider->slug,
				$provider->digest(),
				'sign_in',
				get_current_user_id() > 0 ? get_current_user_id() : null,
				$visitor?->session_id,
				$return_to,
				null,
				array(),
				0,
				$action,
				$this->limiter->address_hash(),
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
			array_merge( $provider->items( 'extra_scopes' ), 'none' === $provider->text( 'email' ) ? array() : array( 'email' ) ),
			self::strings( $extra ),
			$this->claims( $provider, $metadata ),
			self::locales()
		);

		return new Redirect( $request->url( $client, $metadata ), 303, Pages::private_headers(), true );
	}

	/**
	 * The `claims` parameter: what the rules need, nothing more.
	 *
	 * @param Provider $provider Provider.
	 * @param Metadata $metadata Metadata.
	 */
	private function claims( Provider $provider, Metadata $metadata ): ?string {
		if ( ! $metadata->claims_parameter || 'oidc' !== $provider->text( 'kind' ) ) {
			return null;
		}
		$rules = array();
		foreach ( $this->rules->all() as $stored ) {
			if ( null !== $stored->rule && ( ! $stored->template || $stored->uid === $provider->text( 'require' ) ) ) {
				// A condition on the authentication is asked for by a step-up, not by every sign-in.
				$rules[] = null === $stored->rule->auth ? $stored->rule : null;
			}
		}

		return Claims_Request::build( array_values( array_filter( $rules, static fn( ?Rule $rule ): bool => null !== $rule ) ), $this->admission->claim_map( $provider ), true )->parameter();
	}

	/**
	 * Whether asking the provider again would tell nothing new.
	 *
	 * @param Visitor $visitor Visitor.
	 */
	private function is_fresh( Visitor $visitor ): bool {
		return $this->clock->now()->getTimestamp() - $visitor->memberships_at < self::FRESH;
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
