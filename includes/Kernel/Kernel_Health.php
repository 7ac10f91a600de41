<?php
/**
 * The Kernel's health tests.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Kernel;

/**
 * One closure a test: id => label and what it finds.
 */
final class Kernel_Health {

	public function __construct( private readonly Services $kernel ) {}

	/**
	 * @return list<Health_Test>
	 */
	public function tests(): array {
		return array(
			new Simple_Health_Test( 'schema', fn(): string => __( 'Co-op Credentials tables', 'coop-credentials' ), fn(): Health_Result => $this->schema() ),
			new Simple_Health_Test( 'unique_keys', fn(): string => __( 'Co-op Credentials double-entry protection', 'coop-credentials' ), fn(): Health_Result => $this->unique_keys(), true ),
			new Simple_Health_Test( 'site_key', fn(): string => __( 'Co-op Credentials site key', 'coop-credentials' ), fn(): Health_Result => $this->site_key() ),
			new Simple_Health_Test( 'https', fn(): string => __( 'Co-op Credentials needs HTTPS', 'coop-credentials' ), fn(): Health_Result => $this->https() ),
			new Simple_Health_Test( 'outbound', fn(): string => __( 'Co-op Credentials outbound requests', 'coop-credentials' ), fn(): Health_Result => $this->outbound() ),
		);
	}

	private function schema(): Health_Result {
		$this->kernel->schema_manager()->ensure( true );
		$sql   = array();
		$error = '';
		foreach ( $this->kernel->schema_manager()->status() as $status ) {
			if ( ! $status['ready'] ) {
				array_push( $sql, ...$status['sql'] );
				$error = $status['error'];
			}
		}
		if ( array() === $sql && $this->kernel->schema_manager()->is_current() ) {
			return new Health_Result( Health_Result::GOOD, __( 'All tables of Co-op Credentials are in place', 'coop-credentials' ), __( 'The database has every table and key the plugin needs.', 'coop-credentials' ) );
		}
		return new Health_Result(
			Health_Result::CRITICAL,
			__( 'Tables of Co-op Credentials are missing', 'coop-credentials' ),
			'<p>' . esc_html__( 'WordPress could not create or change them. Parts of the plugin are off until somebody with the right to CREATE and ALTER runs these statements:', 'coop-credentials' ) . '</p>'
				. ( '' === $error ? '' : '<p><code>' . esc_html( $error ) . '</code></p>' )
				. '<pre>' . esc_html( implode( "\n\n", $sql ) ) . '</pre>'
		);
	}

	private function unique_keys(): Health_Result {
		$leaking = array();
		foreach ( array_keys( $this->kernel->schema_manager()->schemas() ) as $room ) {
			if ( $this->kernel->schema_manager()->is_ready( $room ) ) {
				array_push( $leaking, ...$this->kernel->schema_manager()->leaking_keys( $room ) );
			}
		}
		if ( array() === $leaking ) {
			return new Health_Result( Health_Result::GOOD, __( 'The database refuses double entries', 'coop-credentials' ), __( 'A second row with the same key was refused by every table that must refuse it.', 'coop-credentials' ) );
		}
		return new Health_Result(
			Health_Result::CRITICAL,
			__( 'The database accepts double entries', 'coop-credentials' ),
			'<p>' . esc_html__( 'These keys let a second row in. Coupons could be used twice, so redemption is off until the keys are repaired:', 'coop-credentials' ) . '</p><p><code>' . esc_html( implode( ', ', $leaking ) ) . '</code></p>'
		);
	}

	private function site_key(): Health_Result {
		$status = $this->kernel->secrets()->status();
		if ( 'environment' === $status || 'constant' === $status ) {
			return new Health_Result( Health_Result::GOOD, __( 'The site key is kept outside the database', 'coop-credentials' ), __( 'A copy of the database reveals no coupon code and no stored secret.', 'coop-credentials' ) );
		}
		if ( 'option' === $status ) {
			return new Health_Result(
				Health_Result::RECOMMENDED,
				__( 'The site key lies in the database', 'coop-credentials' ),
				__( 'Put it into the environment or wp-config.php as COOP_CREDENTIALS_KEY, so that a copy of the database alone reveals nothing.', 'coop-credentials' )
			);
		}
		return new Health_Result(
			Health_Result::CRITICAL,
			'missing' === $status ? __( 'The site key is missing', 'coop-credentials' ) : __( 'The site key has changed', 'coop-credentials' ),
			__( 'Codes and secrets made with the first key cannot be read. Claiming and redeeming are off. Enter the first key again as COOP_CREDENTIALS_KEY; nothing is lost.', 'coop-credentials' )
		);
	}

	private function https(): Health_Result {
		$home = (string) wp_parse_url( home_url(), PHP_URL_SCHEME );
		$host = (string) wp_parse_url( home_url(), PHP_URL_HOST );
		if ( 'https' === $home && 'https' === wp_parse_url( site_url(), PHP_URL_SCHEME ) ) {
			return new Health_Result( Health_Result::GOOD, __( 'The site\'s addresses use HTTPS', 'coop-credentials' ), __( 'Sign-in cookies travel encrypted.', 'coop-credentials' ) );
		}
		$local = in_array( $host, array( 'localhost', '127.0.0.1' ), true );
		return new Health_Result(
			$local ? Health_Result::RECOMMENDED : Health_Result::CRITICAL,
			__( 'The site\'s addresses do not use HTTPS', 'coop-credentials' ),
			__( 'Providers refuse to send people back to an address without HTTPS. Set both addresses under Settings, General.', 'coop-credentials' )
		);
	}

	private function outbound(): Health_Result {
		if ( ! \WpOrg\Requests\Transport\Curl::test( array( 'ssl' => true ) ) ) {
			return new Health_Result(
				Health_Result::CRITICAL,
				__( 'PHP has no cURL', 'coop-credentials' ),
				__( 'Co-op Credentials calls providers only over a connection it can pin to a checked address. Without the cURL extension of PHP it makes no call and nobody can sign in.', 'coop-credentials' )
			);
		}
		$insecure = $this->kernel->secrets()->from_environment( 'COOP_CREDENTIALS_INSECURE_HOSTS' );
		if ( null !== $insecure && ! in_array( wp_get_environment_type(), array( 'local', 'development' ), true ) ) {
			return new Health_Result(
				Health_Result::RECOMMENDED,
				__( 'COOP_CREDENTIALS_INSECURE_HOSTS is set on a live site', 'coop-credentials' ),
				__( 'It has no effect here: it counts only where the environment type is local or development. Remove it.', 'coop-credentials' )
			);
		}
		return new Health_Result( Health_Result::GOOD, __( 'Outbound requests are pinned and fenced', 'coop-credentials' ), __( 'Only hosts you have configured are called.', 'coop-credentials' ) );
	}
}
