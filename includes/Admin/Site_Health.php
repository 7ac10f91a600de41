<?php
declare( strict_types=1 );

namespace CoopCredentials\Admin;

use CoopCredentials\Kernel\Health_Result;
use CoopCredentials\Kernel\Health_Test;
use CoopCredentials\Kernel\Schema_Manager;
use CoopCredentials\Kernel\Secrets;
use CoopCredentials\Kernel\Settings;
use CoopCredentials\Sign_In\Provider_Repository;

/**
 * Lists every room's health tests in WordPress's Site Health, and a section of facts without secrets.
 */
final class Site_Health {

	private const PREFIX = 'coop_credentials_';

	/**
	 * @param list<Health_Test>   $tests     Of every room.
	 * @param Schema_Manager      $schemas   Tables.
	 * @param Secrets             $secrets   Site key.
	 * @param Settings            $settings  Switches.
	 * @param Provider_Repository $providers Providers.
	 */
	public function __construct(
		private readonly array $tests,
		private readonly Schema_Manager $schemas,
		private readonly Secrets $secrets,
		private readonly Settings $settings,
		private readonly Provider_Repository $providers
	) {
	}

	/**
	 * @param array<array-key, mixed> $tests Core's, by kind.
	 * @return array<array-key, mixed>
	 */
	public function add_tests( array $tests ): array {
		foreach ( $this->tests as $test ) {
			$kind = $test->is_async() ? 'async' : 'direct';
			$run  = fn(): array => $this->result( $test );
			$list = is_array( $tests[ $kind ] ?? null ) ? $tests[ $kind ] : array();

			$list[ self::PREFIX . $test->id() ] = array( 'label' => $test->label() ) + ( $test->is_async()
				? array(
					'test'              => rest_url( 'coop-credentials/v1/health/' . $test->id() ),
					'has_rest'          => true,
					'headers'           => array( 'X-Coop-Credentials' => '1' ),
					'async_direct_test' => $run,
				)
				: array( 'test' => $run ) );

			$tests[ $kind ] = $list;
		}
		return $tests;
	}

	public function find( string $id ): ?Health_Test {
		foreach ( $this->tests as $test ) {
			if ( $test->id() === $id ) {
				return $test;
			}
		}
		return null;
	}

	/**
	 * A test's answer as core wants it. A test that breaks is an answer too: Site Health must go on.
	 *
	 * @return array<string, mixed>
	 */
	public function result( Health_Test $test ): array {
		try {
			$result = $test->run();
		} catch ( \Throwable $error ) {
			$result = new Health_Result(
				Health_Result::RECOMMENDED,
				$test->label(),
				__( 'This could not be checked just now. Please look again in a few minutes.', 'coop-credentials' )
			);
		}
		return array(
			'label'       => $result->label,
			'status'      => $result->status,
			'badge'       => array(
				'label' => __( 'Co-op Credentials', 'coop-credentials' ),
				'color' => Health_Result::GOOD === $result->status ? 'blue' : 'orange',
			),
			'description' => wp_kses_post( wpautop( $result->description ) ),
			'actions'     => wp_kses_post( $result->action_html ),
			'test'        => self::PREFIX . $test->id(),
		);
	}

	/**
	 * @param array<array-key, mixed> $info Sections.
	 * @return array<array-key, mixed>
	 */
	public function add_information( array $info ): array {
		$fields = array(
			'version'    => self::field( __( 'Version', 'coop-credentials' ), COOP_CREDENTIALS_VERSION ),
			'site_key'   => self::field( __( 'Where the site key is kept', 'coop-credentials' ), $this->secrets->status() ),
			'remove'     => self::field( __( 'Uninstalling removes the data', 'coop-credentials' ), true === $this->settings->get( 'remove_data', false ) ? 'yes' : 'no' ),
			'packages'   => self::field( __( 'Signature checks available', 'coop-credentials' ), is_dir( dirname( COOP_CREDENTIALS_FILE ) . '/vendor-prefixed/Firebase' ) ? 'yes' : 'no' ),
			'sign_in'    => self::field( __( 'Sign-in switched off by a constant', 'coop-credentials' ), defined( 'COOP_CREDENTIALS_DISABLE_SIGN_IN' ) && constant( 'COOP_CREDENTIALS_DISABLE_SIGN_IN' ) ? 'yes' : 'no' ),
			'extensions' => self::field( __( 'PHP extensions', 'coop-credentials' ), implode( ', ', array_filter( array( 'curl', 'intl', 'mbstring', 'openssl', 'sodium' ), 'extension_loaded' ) ) ),
		);
		foreach ( $this->schemas->status() as $room => $status ) {
			$fields[ 'schema_' . $room ] = self::field(
				/* translators: %s: name of a part of the plugin. */
				sprintf( __( 'Tables: %s', 'coop-credentials' ), $room ),
				$status['ready'] ? (string) $status['have'] : sprintf( '%1$d → %2$d %3$s', $status['have'], $status['wanted'], $status['error'] )
			);
		}
		foreach ( $this->providers->all() as $provider ) {
			// No client id, no secret, no address with a query: this section is pasted into public forums.
			$fields[ 'provider_' . $provider->slug ] = self::field(
				/* translators: %s: short name of a provider. */
				sprintf( __( 'Provider: %s', 'coop-credentials' ), $provider->slug ),
				$provider->text( 'kind' ) . ', ' . ( $provider->enabled() ? 'on' : 'off' ) . ', ' . (string) wp_parse_url( $provider->text( 'issuer' ), PHP_URL_HOST )
			);
		}
		$info['coop-credentials'] = array(
			'label'  => __( 'Co-op Credentials', 'coop-credentials' ),
			'fields' => $fields,
		);
		return $info;
	}

	/**
	 * @return array{label: string, value: string}
	 */
	private static function field( string $label, string $value ): array {
		return array(
			'label' => $label,
			'value' => $value,
		);
	}
}
