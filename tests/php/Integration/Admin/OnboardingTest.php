<?php
/**
 * The checklist checks itself.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Admin;

use CoopCredentials\Admin\Onboarding;
use CoopCredentials\Admin\Onboarding_Sign_In;
use CoopCredentials\Admin\Pages;
use CoopCredentials\Kernel\Secrets;
use CoopCredentials\Sign_In\Provider;
use CoopCredentials\Tests\Integration\Test_Case;

final class OnboardingTest extends Test_Case {

	/** A provider with all but its secret, switched off. */
	private const WEAVERS = array(
		'slug'          => 'weavers',
		'label'         => 'Example Weavers',
		'issuer'        => 'https://id.weavers.example',
		'discovery_url' => 'https://id.weavers.example/.well-known/openid-configuration',
		'client_id'     => 'site',
		'issuer_scope'  => '{"organisations":{"any":true}}',
	);

	/** @return array<string, array<string, mixed>> Checks by id. */
	private function checks(): array {
		$this->act_as( 'administrator' );
		$response = $this->rest( 'GET', 'onboarding' );
		self::assertSame( 200, $response->get_status(), (string) wp_json_encode( $response->get_data() ) );
		return array_column( $response->get_data()['checks'], null, 'id' );
	}

	public function test_a_fresh_site_says_what_is_missing_and_what_to_do(): void {
		$checks = $this->checks();
		foreach ( array( 'own_organisation', 'provider', 'pages', 'first_offer' ) as $id ) {
			self::assertSame( 'todo', $checks[ $id ]['state'], $id );
			self::assertNotEmpty( $checks[ $id ]['remedy']['label'], $id );
		}
	}

	public function test_only_managers_see_it(): void {
		foreach ( array(
			'anonymous'  => 401,
			'subscriber' => 403,
			'editor'     => 403,
			'coop_till'  => 403,
		) as $role => $status ) {
			$this->act_as( $role );
			self::assertSame( $status, $this->rest( 'GET', 'onboarding' )->get_status(), $role );
			self::assertSame( $status, $this->rest( 'POST', 'onboarding/pages' )->get_status(), $role );
		}
	}

	public function test_own_co_op_chosen(): void {
		$own = $this->plugin()->directory->writer()->create(
			array(
				'name'     => 'Example Harbour Co-op',
				'category' => 'coop',
			)
		);
		self::assertSame( 'todo', $this->checks()['own_organisation']['state'] );
		self::assertSame( 200, $this->rest( 'POST', 'settings', array( 'own_organisation' => $own->uid ) )->get_status() );
		$check = $this->checks()['own_organisation'];
		self::assertSame( 'ok', $check['state'] );
		self::assertStringContainsString( 'Example Harbour Co-op', $check['title'] );
	}

	public function test_a_deleted_own_co_op_is_noticed(): void {
		$this->plugin()->kernel->settings()->set( 'own_organisation', '01J0000000000000000000000A' );
		self::assertSame( 'todo', $this->checks()['own_organisation']['state'] );
	}

	public function test_a_provider_that_is_on_but_incomplete_is_no_way_in(): void {
		$providers = $this->plugin()->sign_in->providers();
		$off       = $providers->save( Provider::from_array( self::WEAVERS ) );
		$checks    = $this->checks();
		self::assertSame( array( 'ok', 'todo' ), array( $checks['provider']['state'], $checks['provider_details']['state'] ) );
		self::assertStringContainsString( 'client secret', $checks['provider_details']['detail'] );

		$on = $providers->save( $off->with( array( 'enabled' => true ) ), $off->hash );
		self::assertSame( 'no', $this->checks()['provider_details']['state'], 'The secret is missing.' );

		$sealed = $this->plugin()->sign_in->provider_secrets()->seal( 'weavers', 'a secret' );
		$providers->save( $on->with_sealed_secret( $sealed ), $on->hash );
		self::assertSame( 'ok', $this->checks()['provider_details']['state'] );
	}

	public function test_there_is_one_thing_to_do_next_on_the_way_to_the_first_sign_in(): void {
		$buttons = fn(): array => array_keys( array_filter( $this->checks(), static fn( array $check ): bool => in_array( $check['id'], Onboarding_Sign_In::STEPS, true ) && 'ok' !== $check['state'] && null !== $check['remedy'] ) );
		self::assertSame( array( 'provider' ), $buttons() );

		$sign_in = $this->plugin()->sign_in;
		$sealed  = $sign_in->provider_secrets()->seal( 'weavers', 'a secret' );
		$saved   = $sign_in->providers()->save( Provider::from_array( array( 'slug' => 'weavers', 'label' => 'Example Weavers' ) ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		self::assertSame( array( 'provider_details' ), $buttons() );

		$saved = $sign_in->providers()->save(
			$saved->with(
				array(
					'issuer'        => 'https://id.weavers.example',
					'discovery_url' => 'https://id.weavers.example/.well-known/openid-configuration',
					'client_id'     => 'site',
				)
			)->with_sealed_secret( $sealed ),
			$saved->hash
		);
		self::assertSame( array( 'provider_details' ), $buttons() );
		self::assertSame( 'Nobody is a member yet', $this->checks()['provider_details']['title'] );

		$saved = $sign_in->providers()->save( $saved->with( array( 'issuer_scope' => '{"organisations":{"own":"https://weavers.example"}}' ) ), $saved->hash );
		self::assertSame( array( 'provider_test' ), $buttons() );
		self::assertSame( 'test_provider', $this->checks()['provider_test']['remedy']['action'] );

		$line = static fn( string $status ): array => array(
			array(
				'id'     => 'issuer',
				'status' => $status,
				'label'  => 'Issuer',
				'detail' => '',
				'remedy' => 'Copy the issuer exactly.',
			),
		);
		$sign_in->setup()->memory()->keep( $saved, $line( 'fail' ) );
		self::assertSame( array( 'provider_test' ), $buttons() );
		self::assertSame( array( 'no', 'Copy the issuer exactly.' ), array( $this->checks()['provider_test']['state'], $this->checks()['provider_test']['detail'] ) );

		$sign_in->setup()->memory()->keep( $saved, $line( 'warn' ) );
		self::assertSame( array( 'provider_on' ), $buttons() );

		$this->act_as( 'administrator' );
		$saved = $sign_in->providers()->save( $saved->with( array( 'enabled' => true ) ), $saved->hash );
		self::assertSame( array( 'sign_in' ), $buttons() );
		self::assertStringEndsWith( '/sign-in/weavers', $this->checks()['sign_in']['remedy']['url'] );

		$this->plugin()->kernel->audit_log()->record( 'sign_in', 'refused', 'state_browser', array( 'provider' => 'weavers' ) );
		self::assertSame( array( 'sign_in' ), $buttons(), 'A refusal proves nothing.' );
		$this->plugin()->kernel->audit_log()->record( 'sign_in', 'ok', '', array( 'provider' => 'weavers' ) );
		self::assertSame( array(), $buttons() );

		$saved = $sign_in->providers()->save( $saved->with( array( 'issuer_scope' => null ) ), $saved->hash );
		self::assertSame( 'attention', $this->checks()['provider_details']['state'], 'People come in, and are members of nothing.' );
		$sign_in->providers()->save(
			$saved->with(
				array(
					'issuer_scope' => '{"organisations":{"any":true}}',
					'client_id'    => 'another',
				)
			),
			$saved->hash
		);
		self::assertSame( array( 'provider_test' ), $buttons(), 'What was tested is no longer what is set.' );
	}

	public function test_a_second_provider_is_led_through_too_and_then_left_in_peace(): void {
		$sign_in = $this->plugin()->sign_in;
		$sealed  = $sign_in->provider_secrets()->seal( 'weavers', 'a secret' );
		$weavers = $sign_in->providers()->save( Provider::from_array( array( 'enabled' => true ) + self::WEAVERS )->with_sealed_secret( $sealed ) );
		$good    = array( array( 'id' => 'issuer', 'status' => 'ok', 'label' => 'Issuer', 'detail' => '', 'remedy' => '' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
		self::assertSame( 'The connection to Example Weavers is not tested yet', $this->checks()['provider_test']['title'] );

		$bakers = $sign_in->providers()->save( Provider::from_array( array( 'slug' => 'bakers', 'label' => 'Example Bakers' ) ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
		$checks = $this->checks();
		self::assertSame( 'Example Bakers is added as a provider', $checks['provider']['title'] );
		self::assertEqualsCanonicalizing( array( 'Example Weavers', 'Example Bakers (switched off)' ), explode( ', ', $checks['provider']['detail'] ) );
		self::assertSame( 'todo', $checks['provider_details']['state'] );

		// Somebody has used it: it is off because the owner wants that, and the other one is looked at again.
		$this->plugin()->kernel->audit_log()->record( 'sign_in', 'ok', '', array( 'provider' => $bakers->slug ) );
		self::assertSame( 'Example Weavers is added as a provider', $this->checks()['provider']['title'] );
		$sign_in->setup()->memory()->keep( $weavers, $good );
		self::assertSame( 'Nobody has signed in with Example Weavers yet', $this->checks()['sign_in']['title'] );
	}

	public function test_addresses_with_a_question_mark_are_mentioned(): void {
		update_option( 'permalink_structure', '' );
		self::assertSame( 'attention', $this->checks()['addresses']['state'] );
		update_option( 'permalink_structure', '/%postname%/' );
		self::assertSame( 'ok', $this->checks()['addresses']['state'] );
	}

	public function test_pages_are_made_once_and_found_by_what_is_on_them(): void {
		$this->act_as( 'administrator' );
		self::assertSame( 200, $this->rest( 'POST', 'onboarding/pages' )->get_status() );
		$made = get_posts(
			array(
				'post_type'   => 'page',
				'numberposts' => -1,
				'fields'      => 'ids',
			)
		);
		self::assertSame( 'ok', $this->checks()['pages']['state'] );

		$this->act_as( 'administrator' );
		$this->rest( 'POST', 'onboarding/pages' );
		self::assertCount(
			count( $made ),
			get_posts(
				array(
					'post_type'   => 'page',
					'numberposts' => -1,
					'fields'      => 'ids',
				)
			),
			'Nothing is made twice.'
		);

		$pages = $this->plugin()->kernel->settings()->get( 'pages' );
		wp_trash_post( $pages['till'] );
		$check = $this->checks()['pages'];
		self::assertSame( 'todo', $check['state'] );
		self::assertStringContainsString( 'Till', $check['detail'] );
	}

	public function test_a_redeem_block_that_is_no_till_is_not_taken_for_one(): void {
		wp_insert_post(
			array(
				'post_type'    => 'page',
				'post_status'  => 'publish',
				'post_title'   => 'Shop',
				'post_content' => '<!-- wp:coop-credentials/redeem /-->',
			)
		);
		self::assertStringContainsString( 'Till', $this->checks()['pages']['detail'] );
	}

	public function test_a_key_in_the_database_works_but_is_mentioned(): void {
		$plugin = $this->plugin();
		$kernel = $plugin->kernel;
		$state  = static function ( Secrets $secrets ) use ( $plugin, $kernel ): array {
			$pages  = new Pages( $kernel->settings() );
			$report = ( new Onboarding( $kernel->settings(), $secrets, $kernel->clock(), $plugin->directory->organisations(), new Onboarding_Sign_In( $plugin->sign_in->providers(), $plugin->sign_in->provider_secrets(), $plugin->sign_in->setup()->memory(), $plugin->sign_in->identities(), $kernel->audit_log(), $kernel->router() ), $plugin->offers->offer_repository(), $pages ) )->report();
			return array_column( $report['checks'], null, 'id' )['site_key'];
		};
		$kernel->options()->delete( 'site_key' );
		$kernel->settings()->set( 'key', null );
		$check = $state( new Secrets( $kernel->options(), $kernel->settings(), static fn(): ?string => null ) );
		self::assertSame( 'attention', $check['state'] );

		$other = $state( new Secrets( $kernel->options(), $kernel->settings(), static fn(): string => str_repeat( 'ab', 32 ) ) );
		self::assertSame( 'no', $other['state'], 'Another key than the one that made the codes.' );
		self::assertSame( 'COOP_CREDENTIALS_KEY', $other['code'] );
	}
}
