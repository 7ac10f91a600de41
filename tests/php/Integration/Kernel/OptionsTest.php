<?php
/**
 * Documents, settings and the site key.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Kernel;

use CoopCredentials\Kernel\Option_Repository;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Kernel\Secrets;
use CoopCredentials\Kernel\Settings;
use CoopCredentials\Tests\Integration\Test_Case;
use CoopCredentials\Tests\Support\Processes;

final class OptionsTest extends Test_Case {

	private Option_Repository $options;

	private Settings $settings;

	protected function set_up(): void {
		$this->options  = $this->plugin()->kernel->options();
		$this->settings = $this->plugin()->kernel->settings();
	}

	public function test_documents_are_created_once_and_replaced_by_hash(): void {
		$value = array( 'a' => array( 1, 2.0, null, 'ü"\\%s' ) );
		self::assertNull( $this->options->read( 'rule_x' ) );
		self::assertTrue( $this->options->create( 'rule_x', $value ) );
		self::assertFalse( $this->options->create( 'rule_x', array() ) );
		$read = $this->options->read( 'rule_x' );
		self::assertNotNull( $read );
		self::assertSame( $value, $read->value );
		self::assertFalse( $this->options->replace( 'rule_x', array( 'b' => 1 ), str_repeat( '0', 64 ) ) );
		self::assertTrue( $this->options->replace( 'rule_x', $value, $read->hash ), 'The same value again still changes the row.' );
		self::assertFalse( $this->options->replace( 'rule_x', array( 'b' => 1 ), $read->hash ), 'The old version is gone.' );
		self::assertArrayNotHasKey( 'coop_credentials_rule_x', wp_load_alloptions( true ) );
		self::assertTrue( $this->options->delete( 'coop_credentials_rule_x' ) );
		self::assertFalse( $this->options->delete( 'rule_x' ) );
	}

	public function test_names_come_back_in_the_form_asked_for(): void {
		foreach ( array( 'provider_b', 'provider_a', 'provider_A9', 'providers', 'rule_x' ) as $name ) {
			$this->options->create( $name, array( 'n' => $name ) );
		}
		$names = $this->options->names( 'provider_' );
		sort( $names );
		self::assertSame( array( 'provider_A9', 'provider_a', 'provider_b' ), $names );
		self::assertContains( 'coop_credentials_provider_a', $this->options->names( 'coop_credentials_provider_' ) );
	}

	public function test_one_of_many_parallel_replacements_wins(): void {
		$this->options->create( 'race', array( 'n' => 0 ) );
		$hash    = $this->options->read( 'race' )?->hash;
		$answers = Processes::run( __DIR__ . '/tasks/replace.php', 6, array( 'hash' => $hash ) );
		self::assertSame( 1, array_sum( array_column( $answers, 'replaced' ) ) );
		self::assertSame( 1, array_sum( array_column( $answers, 'created' ) ) );
	}

	public function test_settings_cost_no_query_and_stay_small(): void {
		$this->settings->set( 'directory_base', 'co-ops' );
		wp_load_alloptions();
		self::assertSame( 0, $this->count_queries( fn () => $this->settings->get( 'directory_base' ) ) );
		self::assertSame( 'co-ops', $this->settings->get( 'directory_base' ) );
		self::assertSame( 'x', $this->settings->get( 'nothing', 'x' ) );
		$this->settings->set( 'directory_base', null );
		self::assertArrayNotHasKey( 'directory_base', $this->settings->all() );
		try {
			$this->settings->set( 'big', str_repeat( 'x', 2048 ) );
			self::fail( 'More than 2 kB were taken.' );
		} catch ( Problem $problem ) {
			self::assertSame( 'settings_too_large', $problem->reason );
		}
		self::assertLessThanOrEqual( 2048, strlen( (string) get_option( 'coop_credentials' ) ) );
	}

	public function test_parallel_writers_lose_no_setting(): void {
		Processes::run( __DIR__ . '/tasks/set.php', 6 );
		wp_cache_flush();
		for ( $i = 0; $i < 6; $i++ ) {
			self::assertSame( $i, $this->settings->get( "race_$i" ) );
		}
	}

	private function secrets( ?string $key ): Secrets {
		return new Secrets( $this->options, $this->settings, static fn ( string $name ): ?string => 'COOP_CREDENTIALS_KEY' === $name ? $key : null );
	}

	private function forget_key(): void {
		$this->options->delete( 'site_key' );
		$this->settings->set( 'key', null );
	}

	public function test_a_random_key_is_made_once(): void {
		$this->forget_key();
		self::assertSame( 'option', $this->secrets( null )->status() );
		$first = $this->secrets( null )->subkey( 'codes' );
		self::assertSame( 32, strlen( $first ) );
		self::assertSame( $first, $this->secrets( null )->subkey( 'codes' ) );
		self::assertNotSame( $first, $this->secrets( null )->subkey( 'holders' ) );
		self::assertNotSame( $first, $this->secrets( null )->subkey( 'codes', 1 ) );
		self::assertMatchesRegularExpression( '/^[0-9a-f]{64}$/', $this->secrets( null )->hmac( 'codes', 'x' ) );
		self::assertArrayNotHasKey( 'coop_credentials_site_key', wp_load_alloptions( true ) );
	}

	public function test_a_lost_or_other_key_fails_closed(): void {
		$this->forget_key();
		$hex = bin2hex( random_bytes( 32 ) );
		$key = $this->secrets( $hex )->subkey( 'codes' );
		self::assertStringNotContainsString( $hex, (string) get_option( 'coop_credentials_site_key' ) );
		$this->assert_refuses( 'site_key_missing', $this->secrets( null ), 'missing' );
		$this->assert_refuses( 'site_key_changed', $this->secrets( bin2hex( random_bytes( 32 ) ) ), 'changed' );
		$this->assert_refuses( 'site_key_missing', $this->secrets( 'too short' ), 'missing' );
		self::assertSame( $key, $this->secrets( base64_encode( (string) hex2bin( $hex ) ) )->subkey( 'codes' ), 'The same key in base64.' );

		self::assertFalse( $this->secrets( null )->enter( bin2hex( random_bytes( 32 ) ) ) );
		self::assertTrue( $this->secrets( null )->enter( $hex ) );
		self::assertSame( $key, $this->secrets( null )->subkey( 'codes' ) );

		$this->options->delete( 'site_key' );
		$this->assert_refuses( 'site_key_missing', $this->secrets( null ), 'missing' );
		self::assertNull( $this->options->read( 'site_key' ), 'No new key where one was before.' );
		self::assertSame( $this->secrets( $hex )->status(), 'constant' );
	}

	private function assert_refuses( string $reason, Secrets $secrets, string $status ): void {
		self::assertSame( $status, $secrets->status() );
		try {
			$secrets->hmac( 'codes', 'x' );
			self::fail( 'A key was handed out.' );
		} catch ( Problem $problem ) {
			self::assertSame( array( $reason, 503 ), array( $problem->reason, $problem->status ) );
		}
	}

	public function test_at_most_three_key_versions_live(): void {
		$this->forget_key();
		$secrets = $this->secrets( null );
		self::assertSame( 1, $secrets->current_version() );
		$first  = $secrets->subkey( 'codes', 1 );
		$stable = $secrets->subkey( 'holders' );
		self::assertSame( array( 2, 3 ), array( $secrets->rotate(), $secrets->rotate() ) );
		self::assertSame( array( 3, 2, 1 ), $secrets->live_versions() );
		self::assertSame( $first, $secrets->subkey( 'codes', 1 ) );
		$secrets->rotate();
		self::assertSame( array( 4, 3, 2 ), $secrets->live_versions() );
		self::assertSame( $stable, $secrets->subkey( 'holders' ) );
		$this->expectException( Problem::class );
		$secrets->subkey( 'codes', 1 );
	}

	public function test_seals_open_only_with_key_and_context(): void {
		$secrets = $this->plugin()->kernel->secrets();
		$sealed  = $secrets->seal( 'client secret', 'provider:demo' );
		self::assertStringNotContainsString( 'client', $sealed );
		self::assertNotSame( $sealed, $secrets->seal( 'client secret', 'provider:demo' ) );
		self::assertSame( 'client secret', $secrets->open( $sealed, 'provider:demo' ) );
		foreach ( array( array( $sealed, 'provider:other' ), array( substr( $sealed, 0, -3 ), 'provider:demo' ), array( 'v1.', 'provider:demo' ), array( '', 'provider:demo' ) ) as list( $text, $context ) ) {
			try {
				$secrets->open( $text, $context );
				self::fail( 'It was opened.' );
			} catch ( Problem $problem ) {
				self::assertSame( 'secret_unreadable', $problem->reason );
			}
		}
	}

	public function test_environment_comes_before_constant_and_empty_is_absent(): void {
		$secrets = $this->plugin()->kernel->secrets();
		self::assertNull( $secrets->from_environment( 'COOP_CREDENTIALS_NOTHING' ) );
		putenv( 'COOP_CREDENTIALS_NOTHING=' );
		self::assertNull( $secrets->from_environment( 'COOP_CREDENTIALS_NOTHING' ) );
		putenv( 'COOP_CREDENTIALS_NOTHING=x' );
		self::assertSame( 'x', $secrets->from_environment( 'NOTHING' ) );
		putenv( 'COOP_CREDENTIALS_NOTHING' );
		self::assertSame( 'constant', $secrets->status() );
	}
}
