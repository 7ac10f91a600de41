<?php
/**
 * Site Health lists every room's tests, and facts without secrets.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Admin;

use CoopCredentials\Admin\Site_Health;
use CoopCredentials\Kernel\Health_Result;
use CoopCredentials\Kernel\Health_Test;
use CoopCredentials\Sign_In\Provider;
use CoopCredentials\Tests\Integration\Test_Case;

final class SiteHealthTest extends Test_Case {

	public function test_every_test_of_every_room_is_listed_under_its_kind(): void {
		$listed = apply_filters(
			'site_status_tests',
			array(
				'direct' => array(),
				'async'  => array(),
			)
		);
		$tests  = $this->plugin()->health_tests();
		self::assertNotEmpty( $tests );
		foreach ( $tests as $test ) {
			$entry = $listed[ $test->is_async() ? 'async' : 'direct' ][ 'coop_credentials_' . $test->id() ] ?? null;
			self::assertIsArray( $entry, $test->id() );
			if ( $test->is_async() ) {
				self::assertSame( '1', $entry['headers']['X-Coop-Credentials'] );
				self::assertTrue( $entry['has_rest'] );
			} else {
				self::assertIsCallable( $entry['test'] );
			}
		}
	}

	public function test_direct_tests_answer_in_cores_shape(): void {
		foreach ( apply_filters(
			'site_status_tests',
			array(
				'direct' => array(),
				'async'  => array(),
			)
		)['direct'] as $name => $entry ) {
			$result = ( $entry['test'] )();
			self::assertSame( $name, $result['test'] );
			self::assertContains( $result['status'], array( 'good', 'recommended', 'critical' ) );
			self::assertNotSame( '', $result['label'] );
		}
	}

	public function test_a_test_that_breaks_does_not_break_the_page(): void {
		$broken = new class() implements Health_Test {
			public function id(): string {
				return 'broken';
			}
			public function label(): string {
				return 'Broken';
			}
			public function is_async(): bool {
				return false;
			}
			public function run(): Health_Result {
				throw new \RuntimeException( 'boom' );
			}
		};
		$plugin = $this->plugin();
		$health = new Site_Health( array( $broken ), $plugin->kernel->schema_manager(), $plugin->kernel->secrets(), $plugin->kernel->settings(), $plugin->sign_in->providers() );
		$result = $health->result( $broken );
		self::assertSame( 'recommended', $result['status'] );
		self::assertStringNotContainsString( 'boom', (string) wp_json_encode( $result ) );
	}

	public function test_async_tests_run_over_rest(): void {
		$this->act_as( 'administrator' );
		$this->assert_problem( 'health_test_not_found', 404, $this->rest( 'GET', 'health/no_such_test' ) );
		$id = $this->plugin()->health_tests()[0]->id();
		self::assertSame( 200, $this->rest( 'GET', 'health/' . $id )->get_status() );
	}

	public function test_the_information_section_has_facts_and_no_secret(): void {
		$sealed = $this->plugin()->sign_in->provider_secrets()->seal( 'weavers', 'canary-secret-77' );
		$this->plugin()->sign_in->providers()->save(
			Provider::from_array(
				array(
					'slug'      => 'weavers',
					'label'     => 'Example Weavers',
					'issuer'    => 'https://id.weavers.example/tenant?key=canary-query',
					'client_id' => 'canary-client',
				),
				$sealed
			)
		);
		$info = apply_filters( 'debug_information', array() )['coop-credentials'];
		self::assertArrayHasKey( 'schema_kernel', $info['fields'] );
		self::assertStringContainsString( 'id.weavers.example', $info['fields']['provider_weavers']['value'] );
		self::assertStringNotContainsString( 'canary', (string) wp_json_encode( $info ) );
	}

	public function test_visitors_addresses_are_asked_about_once(): void {
		$server                          = $_SERVER;
		$_SERVER['REMOTE_ADDR']          = '10.0.0.7';
		$_SERVER['HTTP_X_FORWARDED_FOR'] = '203.0.113.9';
		try {
			$found = array();
			foreach ( $this->boot_plugin()->health_tests() as $test ) {
				if ( ! $test->is_async() && str_contains( (string) wp_json_encode( $test->run() ), 'COOP_CREDENTIALS_TRUSTED_PROXIES' ) ) {
					$found[] = $test->id();
				}
			}
		} finally {
			$_SERVER = $server;
		}
		self::assertSame( array( 'coop_credentials_visitor_addresses' ), $found );
	}
}
