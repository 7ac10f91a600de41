<?php
declare( strict_types=1 );

namespace CoopCredentials\Admin;

use CoopCredentials\Kernel\Audit_Log;
use CoopCredentials\Kernel\Front\Router;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Sign_In\Identity_Repository;
use CoopCredentials\Sign_In\Provider;
use CoopCredentials\Sign_In\Provider_Repository;
use CoopCredentials\Sign_In\Provider_Secrets;
use CoopCredentials\Sign_In\Setup\Test_Memory;

/**
 * The way from no provider to the first sign-in, in five steps. Each is read from what is there: the record, the secret,
 * the last test, the log. A step that has to wait for an earlier one has no button, so that there is one thing to do next.
 *
 * @phpstan-import-type Check from Onboarding_Check
 */
final class Onboarding_Sign_In {

	public const STEPS = array( 'provider', 'provider_details', 'provider_test', 'provider_on', 'sign_in' );

	public function __construct(
		private readonly Provider_Repository $providers,
		private readonly Provider_Secrets $secrets,
		private readonly Test_Memory $tests,
		private readonly Identity_Repository $identities,
		private readonly Audit_Log $audit,
		private readonly Router $router
	) {
	}

	/**
	 * The steps.
	 *
	 * @return list<Check>
	 */
	public function checks(): array {
		if ( defined( 'COOP_CREDENTIALS_DISABLE_SIGN_IN' ) && constant( 'COOP_CREDENTIALS_DISABLE_SIGN_IN' ) ) {
			return array( Onboarding_Check::line( 'provider', 'no', __( 'Sign-in is switched off', 'coop-credentials' ), __( 'A line in wp-config.php does that. Remove it when the provider works again:', 'coop-credentials' ), 'COOP_CREDENTIALS_DISABLE_SIGN_IN' ) );
		}
		$all = $this->providers->all();
		if ( array() === $all ) {
			return array(
				Onboarding_Check::line( 'provider', 'todo', __( 'There is no way in yet', 'coop-credentials' ), __( 'A provider is a service where members already have a log-in: your federation, your own membership system, another co-op. Choose what runs there; every question is explained.', 'coop-credentials' ), '', Onboarding_Check::link( __( 'Add provider', 'coop-credentials' ), 'sign-in', '', 'new' ) ),
				self::later( 'provider_details', __( 'The provider’s people know this site', 'coop-credentials' ), __( 'You send them one text, which is made for you. They send back a client ID and a secret.', 'coop-credentials' ) ),
				self::later( 'provider_test', __( 'The connection is tested', 'coop-credentials' ), __( 'Every part is tried, and what does not fit is said in words.', 'coop-credentials' ) ),
				self::later( 'provider_on', __( 'The provider is switched on', 'coop-credentials' ), __( 'Until then no visitor sees it.', 'coop-credentials' ) ),
				self::later( 'sign_in', __( 'Somebody has signed in', 'coop-credentials' ), __( 'Best you, with your own membership.', 'coop-credentials' ) ),
			);
		}
		$provider = $this->focus( $all );
		$missing  = $this->missing( $provider );
		// One thing to do next: what is tested and switched on makes members.
		$is_complete = array() === $missing && ( $provider->vouches() || $provider->enabled() );

		return array(
			$this->added( $all, $provider ),
			$this->details( $provider, $missing ),
			$this->tested( $provider, $is_complete ),
			$this->switched_on( $provider, $is_complete ),
			$this->signed_in( $provider ),
		);
	}

	/**
	 * The provider whose steps are shown: one that visitors meet and that is not complete, or makes nobody a member; else one
	 * that is being set up, which nobody has signed in with; else one with a step to do; else the first they meet.
	 *
	 * @param non-empty-list<Provider> $all Providers.
	 */
	private function focus( array $all ): Provider {
		$enabled = array_values( array_filter( $all, static fn( Provider $provider ): bool => $provider->enabled() ) );
		foreach ( $enabled as $provider ) {
			if ( array() !== $this->missing( $provider ) || ! $provider->vouches() ) {
				return $provider;
			}
		}
		foreach ( $all as $provider ) {
			if ( ! $provider->enabled() && ! $provider->from_network && ! $this->has_sign_in( $provider ) ) {
				return $provider;
			}
		}
		foreach ( $enabled as $provider ) {
			if ( ! $this->has_sign_in( $provider ) || ( ! $provider->from_network && true !== ( $this->tests->last( $provider )['current'] ?? false ) ) ) {
				return $provider;
			}
		}
		return $enabled[0] ?? $all[0];
	}

	/**
	 * Whether somebody has signed in with it.
	 */
	private function has_sign_in( Provider $provider ): bool {
		return $this->identities->count_of( $provider->slug ) > 0 || $this->sign_ins( $provider )['total'] > 0; // The log forgets sooner.
	}

	/**
	 * Sign-ins with it, the newest first.
	 *
	 * @return array{items: list<array<string, mixed>>, total: int}
	 */
	private function sign_ins( Provider $provider ): array {
		return $this->audit->query(
			array(
				'event'    => 'sign_in',
				'outcome'  => 'ok',
				'provider' => $provider->slug,
			),
			1,
			1
		);
	}

	/**
	 * @return list<string> Fields.
	 */
	private function missing( Provider $provider ): array {
		try {
			return $this->secrets->missing( $provider );
		} catch ( Problem ) {
			return array( 'secret' );
		}
	}

	/**
	 * @param list<Provider> $all      Providers.
	 * @param Provider       $provider The one whose steps follow.
	 * @return Check
	 */
	private function added( array $all, Provider $provider ): array {
		return Onboarding_Check::line(
			'provider',
			'ok',
			/* translators: %s: name of a provider. */
			sprintf( __( '%s is added as a provider', 'coop-credentials' ), $provider->label ),
			1 === count( $all )
				? __( 'You can add more at any time.', 'coop-credentials' )
				: implode( ', ', array_map( self::standing( ... ), $all ) ),
			'',
			Onboarding_Check::link( __( 'Providers', 'coop-credentials' ), 'sign-in' )
		);
	}

	/**
	 * @param Provider     $provider Provider.
	 * @param list<string> $missing  Fields.
	 * @return Check
	 */
	private function details( Provider $provider, array $missing ): array {
		if ( array() === $missing && ! $provider->vouches() ) {
			return Onboarding_Check::line(
				'provider_details',
				$provider->enabled() ? 'attention' : 'todo',
				__( 'Nobody is a member yet', 'coop-credentials' ),
				$provider->from_network
					? __( 'The network has not said whose members this provider may vouch for. Ask whoever looks after it.', 'coop-credentials' )
					: __( 'People can sign in, but count as members of nothing. Say whose members this provider may vouch for.', 'coop-credentials' ),
				'',
				$provider->from_network ? null : Onboarding_Check::link( __( 'Say whose', 'coop-credentials' ), 'sign-in', '', $provider->slug )
			);
		}
		if ( array() === $missing ) {
			return Onboarding_Check::line( 'provider_details', 'ok', __( 'The provider’s details are entered', 'coop-credentials' ), '', $provider->from_network ? '' : $provider->text( 'issuer' ), Onboarding_Check::link( __( 'Settings', 'coop-credentials' ), 'sign-in', '', $provider->slug ) );
		}
		if ( $provider->from_network ) {
			return Onboarding_Check::line( 'provider_details', 'todo', __( 'The network has not finished this provider', 'coop-credentials' ), __( 'Ask whoever looks after the network.', 'coop-credentials' ) );
		}
		$what = implode( ', ', array_map( array( self::class, 'word' ), $missing ) );
		if ( $provider->enabled() ) {
			return Onboarding_Check::line(
				'provider_details',
				'no',
				/* translators: %s: name of a provider. */
				sprintf( __( '%s is not complete', 'coop-credentials' ), $provider->label ),
				/* translators: %s: list of what is missing. */
				sprintf( __( 'Nobody can sign in with it until this is back: %s.', 'coop-credentials' ), $what ),
				'',
				Onboarding_Check::link( __( 'Finish', 'coop-credentials' ), 'sign-in', '', $provider->slug )
			);
		}
		return Onboarding_Check::line(
			'provider_details',
			'todo',
			__( 'The provider’s people do not know this site yet', 'coop-credentials' ),
			/* translators: %s: list of what is missing. */
			sprintf( __( 'Open the provider and send its people the text “Tell the provider”. Then enter what they send back: %s.', 'coop-credentials' ), $what ),
			'',
			Onboarding_Check::link( __( 'Finish', 'coop-credentials' ), 'sign-in', '', $provider->slug )
		);
	}

	/**
	 * @return Check
	 */
	private function tested( Provider $provider, bool $is_complete ): array {
		if ( ! $is_complete ) {
			return self::later( 'provider_test', __( 'The connection is tested', 'coop-credentials' ), __( 'When the provider’s details are entered.', 'coop-credentials' ) );
		}
		if ( $provider->from_network ) {
			return Onboarding_Check::line( 'provider_test', 'ok', __( 'The connection is looked after by the network', 'coop-credentials' ), __( 'It is set up once for all sites of the network.', 'coop-credentials' ) );
		}
		$last = $this->tests->last( $provider );
		if ( null === $last || ! $last['current'] ) {
			return Onboarding_Check::line(
				'provider_test',
				'todo',
				/* translators: %s: name of a provider. */
				sprintf( null === $last ? __( 'The connection to %s is not tested yet', 'coop-credentials' ) : __( 'The settings of %s have changed since its last test', 'coop-credentials' ), $provider->label ),
				__( 'The test asks the provider everything short of a log-in. Nothing is stored, nobody is signed in.', 'coop-credentials' ),
				'',
				Onboarding_Check::action( __( 'Test connection', 'coop-credentials' ), 'test_provider', $provider->slug )
			);
		}
		if ( 'fail' === $last['status'] ) {
			return Onboarding_Check::line(
				'provider_test',
				'no',
				/* translators: %s: what was tested, e.g. "Issuer". */
				sprintf( __( 'The test found something that stops sign-in: %s', 'coop-credentials' ), $last['label'] ),
				$last['remedy'],
				'',
				Onboarding_Check::link( __( 'Look at it', 'coop-credentials' ), 'sign-in', '', $provider->slug )
			);
		}
		return Onboarding_Check::line(
			'provider_test',
			'ok',
			__( 'The connection works', 'coop-credentials' ),
			/* translators: %s: date and time. */
			sprintf( __( 'Last test: %s.', 'coop-credentials' ), wp_date( get_option( 'date_format' ) . ' ' . get_option( 'time_format' ), (int) strtotime( $last['at'] ) ) ),
			'',
			Onboarding_Check::action( __( 'Test again', 'coop-credentials' ), 'test_provider', $provider->slug )
		);
	}

	/**
	 * @return Check
	 */
	private function switched_on( Provider $provider, bool $is_complete ): array {
		if ( $provider->enabled() ) {
			return Onboarding_Check::line( 'provider_on', 'ok', __( 'Visitors can sign in with it', 'coop-credentials' ), __( 'The button is wherever the sign-in block or an offer is shown.', 'coop-credentials' ) );
		}
		$last    = $this->tests->last( $provider );
		$is_good = $provider->from_network || ( null !== $last && $last['current'] && 'fail' !== $last['status'] );
		if ( ! $is_complete || ! $is_good ) {
			return self::later( 'provider_on', __( 'The provider is switched on', 'coop-credentials' ), __( 'When the test finds nothing that stops sign-in.', 'coop-credentials' ) );
		}
		return Onboarding_Check::line( 'provider_on', 'todo', __( 'The provider is switched off', 'coop-credentials' ), __( 'Everything is ready. Switch it on, and visitors find the button.', 'coop-credentials' ), '', Onboarding_Check::action( __( 'Switch on', 'coop-credentials' ), 'enable_provider', $provider->slug ) );
	}

	/**
	 * @return Check
	 */
	private function signed_in( Provider $provider ): array {
		if ( ! $provider->enabled() ) {
			return self::later( 'sign_in', __( 'Somebody has signed in', 'coop-credentials' ), __( 'When the provider is switched on. Best you, with your own membership.', 'coop-credentials' ) );
		}
		$found = $this->sign_ins( $provider );
		if ( $found['total'] > 0 ) {
			$at = $found['items'][0]['occurred_at'] ?? '';
			return Onboarding_Check::line(
				'sign_in',
				'ok',
				__( 'Sign-in works', 'coop-credentials' ),
				/* translators: %s: date and time. */
				sprintf( __( 'Last sign-in: %s.', 'coop-credentials' ), wp_date( get_option( 'date_format' ) . ' ' . get_option( 'time_format' ), (int) strtotime( is_string( $at ) ? $at : '' ) ) )
			);
		}
		return Onboarding_Check::line(
			'sign_in',
			'todo',
			/* translators: %s: name of a provider. */
			sprintf( __( 'Nobody has signed in with %s yet', 'coop-credentials' ), $provider->label ),
			__( 'Open the sign-in page as a visitor would, best in a private window, and sign in with your own membership.', 'coop-credentials' ),
			'',
			Onboarding_Check::page( __( 'Open the sign-in page', 'coop-credentials' ), $this->router->url( 'sign_in', array( 'provider' => $provider->slug ) ) )
		);
	}

	/**
	 * A provider and whether visitors meet it.
	 */
	private static function standing( Provider $provider ): string {
		return $provider->enabled()
			? $provider->label
			/* translators: %s: name of a provider. */
			: sprintf( __( '%s (switched off)', 'coop-credentials' ), $provider->label );
	}

	/**
	 * A step that waits for an earlier one.
	 *
	 * @return Check
	 */
	private static function later( string $id, string $title, string $detail ): array {
		return Onboarding_Check::line( $id, 'todo', $title, $detail );
	}

	/**
	 * What a field is called in a sentence.
	 */
	private static function word( string $field ): string {
		return match ( $field ) {
			'discovery_url'          => __( 'discovery address', 'coop-credentials' ),
			'issuer'                 => __( 'issuer', 'coop-credentials' ),
			'authorization_endpoint' => __( 'authorization address', 'coop-credentials' ),
			'token_endpoint'         => __( 'token address', 'coop-credentials' ),
			'userinfo_endpoint'      => __( 'user info address', 'coop-credentials' ),
			'client_id'              => __( 'client ID', 'coop-credentials' ),
			'secret'                 => __( 'client secret', 'coop-credentials' ),
			default                  => $field,
		};
	}
}
