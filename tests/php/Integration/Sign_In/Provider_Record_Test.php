<?php
/**
 * What the owner copies, exports and takes back.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Sign_In;

use PHPUnit\Framework\Attributes\DataProvider;

/**
 * Registration block, file, history, and refusals at their field.
 */
final class Provider_Record_Test extends Sign_In_Case {

	protected function set_up(): void {
		parent::set_up();
		$this->act_as( 'administrator' );
	}

	public function test_the_block_for_the_providers_people_holds_all_they_need_and_no_secret(): void {
		$this->provider(
			array(
				'extra_scopes' => array( 'coop' ),
				'algorithms'   => array( 'RS256', 'ES256' ),
				'backchannel'  => true,
				'email'        => 'fill',
			)
		);
		$block  = $this->rest( 'GET', 'providers/hostile' )->get_data()['registration'];
		$client = $block['client'];
		self::assertSame( array( 'https://harbour.example/coop-credentials/callback/hostile' ), $client['redirect_uris'] );
		self::assertSame( array( 'https://harbour.example/coop-credentials/sign-out' ), $client['post_logout_redirect_uris'] );
		self::assertSame( 'https://harbour.example/coop-credentials/backchannel-logout/hostile', $client['backchannel_logout_uri'] );
		self::assertTrue( $client['backchannel_logout_session_required'] );
		self::assertSame( 'openid coop email', $client['scope'] );
		self::assertSame( 'client_secret_basic', $client['token_endpoint_auth_method'] );
		self::assertSame( 'RS256', $client['id_token_signed_response_alg'] );
		self::assertSame( array( 'authorization_code' ), $client['grant_types'] );
		foreach ( array( $client['redirect_uris'][0], $client['post_logout_redirect_uris'][0], $client['backchannel_logout_uri'], 'backchannel_logout_session_required: true', 'openid coop email', 'client_secret_basic', 'RS256, ES256', 'coop_class', 'a list coop_memberships', 'email_verified', 'PKCE' ) as $part ) {
			self::assertStringContainsString( $part, $block['text'] );
		}
		self::assertStringNotContainsString( $this->hostile->client_secret, (string) wp_json_encode( $block ) );
	}

	public function test_a_plain_oauth2_block_promises_nothing_of_openid(): void {
		$this->provider( array( 'kind' => 'oauth2', 'subject' => 'claim:/data/id' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$block = $this->rest( 'GET', 'providers/hostile' )->get_data()['registration'];
		self::assertArrayNotHasKey( 'id_token_signed_response_alg', $block['client'] );
		self::assertArrayNotHasKey( 'post_logout_redirect_uris', $block['client'] );
		self::assertStringContainsString( '/data/id', $block['text'] );
		self::assertStringNotContainsString( 'OpenID', $block['text'] );
		$this->provider( array( 'claim_map' => '{"v":1,"list":["person","groups"]}' ) );
		self::assertStringContainsString( 'a list person.groups', $this->rest( 'GET', 'providers/hostile' )->get_data()['registration']['text'] );
		$this->provider( array( 'claim_map' => '{"v":1,"list":[]}' ) );
		self::assertStringNotContainsString( 'several memberships', $this->rest( 'GET', 'providers/hostile' )->get_data()['registration']['text'] );
	}

	public function test_the_file_has_every_field_and_no_secret_and_makes_the_same_provider(): void {
		$values = array(
			'extra_scopes'     => array( 'coop' ),
			'extra_parameters' => array( 'pres_req_conf_id' => 'coop-membership' ),
			'echo'             => array( 'pres_req_conf_id' => 'pres_req_conf_id' ),
			'claim_map'        => '{"v":1,"fields":[{"to":"class","from":[["kind"]]}]}',
			'accounts'         => 'create',
			'enabled'          => true,
			'icon'             => 7,
		);
		$this->provider( $values );
		$file = json_decode( (string) wp_json_encode( $this->rest( 'GET', 'providers/hostile/export' )->get_data() ), true );
		self::assertSame( array( 'coop-credentials-provider', 1 ), array( $file['format'], $file['v'] ) );
		self::assertStringNotContainsString( $this->hostile->client_secret, (string) wp_json_encode( $file ) );
		self::assertArrayNotHasKey( 'secret', $file['provider'] );
		self::assertArrayNotHasKey( 'enabled', $file['provider'], 'It is switched on where it arrives, or not.' );

		self::assertSame( 200, $this->rest( 'DELETE', 'providers/hostile' )->get_status() );
		$made = $this->rest( 'POST', 'providers', $file['provider'] );
		self::assertSame( 201, $made->get_status(), (string) wp_json_encode( $made->get_data() ) );
		self::assertFalse( $made->get_data()['enabled'] );
		self::assertFalse( $made->get_data()['has_secret'] );
		$again = json_decode( (string) wp_json_encode( $this->rest( 'GET', 'providers/hostile/export' )->get_data() ), true );
		self::assertSame( $file, $again );
	}

	public function test_every_preset_that_can_be_chosen_has_a_claim_map(): void {
		foreach ( array_diff( \CoopCredentials\Sign_In\Provider_Fields::schema()['preset']['enum'], array( 'oauth2' ) ) as $preset ) {
			self::assertTrue( \CoopCredentials\Claims\Map_Presets::get( $preset )['enabled'] ?? false, $preset );
		}
		$this->provider( array( 'preset' => 'ida' ) );
		$this->hostile->person(
			array(
				'sub'             => 'wanda',
				'verified_claims' => array(
					array(
						'verification' => array(
							'trust_framework' => 'https://coop-credentials.example/tf/kyc-1',
							'assurance_level' => '2',
						),
						'claims'       => array(
							'coop_id'     => 'https://weavers.example/',
							'coop_class'  => 'worker',
							'coop_status' => 'active',
						),
					),
				),
			)
		);
		$this->sign_in();
		$membership = $this->services()->current_visitor()->require()->memberships[0] ?? null;
		self::assertSame( array( 'https://weavers.example/', 'worker', 2, 'verified_claims' ), array( $membership?->organisation_id, $membership?->class, $membership?->assurance, $membership?->source ) );
	}

	public function test_twenty_versions_of_map_and_scope_are_kept(): void {
		for ( $n = 1; $n <= 23; ++$n ) {
			self::assertSame( 200, $this->rest( 'POST', 'providers/hostile', array( 'claim_map' => array( 'v' => 1, 'presence_means_member' => true, 'constants' => array( 'class' => 'class-' . $n ) ) ) )->get_status() ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		}
		$this->rest( 'POST', 'providers/hostile', array( 'label' => 'Another' ) );
		$versions = $this->rest( 'GET', 'providers/hostile/history' )->get_data();
		self::assertCount( 20, $versions );
		self::assertSame( array( 'class-22', 'class-3' ), array( $versions[0]['claim_map']->constants->class, $versions[19]['claim_map']->constants->class ) );
		self::assertTrue( $versions[0]['issuer_scope']->organisations->any );
		self::assertNotSame( '', $versions[0]['by'] );
		self::assertStringNotContainsString( 'class-22', (string) wp_json_encode( wp_load_alloptions() ), 'Not read by every page.' );
		$this->rest( 'DELETE', 'providers/hostile' );
		self::assertNull( $this->plugin->kernel->options()->read( 'map_history_hostile' ) );
	}

	/**
	 * @param string               $switch Misbehaviour.
	 * @param array<string, mixed> $values What is saved.
	 * @param string               $reason Reason.
	 * @param string               $field  Field that is marked.
	 */
	#[DataProvider( 'refusals' )]
	public function test_a_refusal_stands_at_its_field( string $switch, array $values, string $reason, string $field ): void {
		$this->hostile->misbehave( $switch );
		$before = $this->services()->providers()->find( 'hostile' )?->hash;
		$data   = $this->assert_problem( $reason, 400, $this->rest( 'POST', 'providers/hostile', $values + array( 'client_id' => 'another' ) ) );
		self::assertArrayHasKey( $field, (array) ( $data['params'] ?? array() ) );
		$this->services()->providers()->forget();
		self::assertSame( $before, $this->services()->providers()->find( 'hostile' )?->hash, 'Nothing is stored.' );
	}

	/** @return array<string, array{string, array<string, mixed>, string, string}> */
	public static function refusals(): array {
		return array(
			'other issuer'       => array( 'A1-issuer-mismatch', array(), 'issuer_mismatch', 'issuer' ),
			'no metadata'        => array( 'A5-404', array(), 'metadata_unreadable', 'issuer' ),
			'plain endpoint'     => array( 'A3-http-endpoint', array(), 'endpoint_insecure', 'issuer' ),
			'plain discovery'    => array( 'honest', array( 'discovery_url' => 'http://elsewhere.example/.well-known/openid-configuration' ), 'endpoint_insecure', 'discovery_url' ),
			'other algorithms'   => array( 'honest', array( 'algorithms' => array( 'ES256' ) ), 'metadata_unusable', 'algorithms' ),
			'HS256 beside RS256' => array( 'honest', array( 'algorithms' => array( 'HS256', 'RS256' ) ), 'invalid_request', 'algorithms' ),
			'short HS256 secret' => array( 'honest', array( 'algorithms' => array( 'HS256' ), 'secret' => 'short' ), 'provider_incomplete', 'secret' ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
			'protocol parameter' => array( 'honest', array( 'extra_parameters' => array( 'nonce' => 'x' ) ), 'invalid_request', 'extra_parameters' ),
			'unknown rule'       => array( 'honest', array( 'require' => 'gone' ), 'invalid_request', 'require' ),
			'privileged role'    => array( 'honest', array( 'role' => 'editor' ), 'invalid_request', 'role' ),
			'broken map'         => array( 'honest', array( 'claim_map' => array( 'v' => 9 ) ), 'invalid_request', 'claim_map' ),
		);
	}

	public function test_the_address_of_the_document_is_taken_for_what_it_says(): void {
		$this->provider( array( 'enabled' => false ) );
		$issuer = $this->hostile->issuer;
		$known  = $issuer . '/.well-known/openid-configuration';
		self::assertSame( 200, $this->rest( 'POST', 'providers/hostile', array( 'issuer' => $known, 'discovery_url' => '' ) )->get_status() ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$provider = $this->services()->providers()->find( 'hostile' );
		self::assertSame( array( $issuer, $known ), array( $provider?->text( 'issuer' ), $provider?->text( 'discovery_url' ) ) );
		$other = $issuer . '/moved/.well-known/openid-configuration';
		$this->hostile->misbehave( 'A5-404' );
		$data = $this->assert_problem( 'metadata_unreadable', 400, $this->rest( 'POST', 'providers/hostile', array( 'issuer' => $known, 'discovery_url' => $other ) ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		self::assertStringContainsString( $other, (string) wp_json_encode( $data, JSON_UNESCAPED_SLASHES ), 'One that was given besides is kept.' );
	}

	public function test_an_issuer_as_people_say_it_gets_its_https(): void {
		$this->provider( array( 'enabled' => false ) );
		$data = $this->assert_problem( 'metadata_unreadable', 400, $this->rest( 'POST', 'providers/hostile', array( 'issuer' => 'id.weavers.invalid/realm', 'discovery_url' => '' ) ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
		self::assertStringContainsString( 'https://id.weavers.invalid/realm/.well-known/openid-configuration', (string) wp_json_encode( $data, JSON_UNESCAPED_SLASHES ) );
		$this->assert_problem( 'endpoint_insecure', 400, $this->rest( 'POST', 'providers/hostile', array( 'issuer' => 'http://id.weavers.invalid', 'discovery_url' => '' ) ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
	}

	public function test_saving_what_is_there_is_no_change(): void {
		$told = 0;
		add_action(
			'coop_credentials_provider_changed',
			static function () use ( &$told ): void {
				++$told;
			}
		);
		$before = $this->rows( 'provider_changed' )['total'];
		$stored = $this->services()->providers()->find( 'hostile' );
		self::assertSame( 200, $this->rest( 'POST', 'providers/hostile', array( 'label' => $stored?->label ) )->get_status() );
		self::assertSame( array( $before, 0 ), array( $this->rows( 'provider_changed' )['total'], $told ) );
	}

	public function test_a_provider_that_is_down_can_be_switched_off_and_renamed(): void {
		$this->hostile->misbehave( 'down' );
		self::assertSame( 200, $this->rest( 'POST', 'providers/hostile', array( 'label' => 'Back soon', 'order' => 30 ) )->get_status() ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		self::assertSame( 200, $this->rest( 'POST', 'providers/hostile', array( 'enabled' => false ) )->get_status() );
		self::assertFalse( $this->services()->providers()->find( 'hostile' )?->enabled() );
		$this->assert_problem( 'metadata_unreadable', 400, $this->rest( 'POST', 'providers/hostile', array( 'enabled' => true ) ) );
		$this->assert_problem( 'metadata_unreadable', 400, $this->rest( 'POST', 'providers/hostile', array( 'client_id' => 'another' ) ) );
	}

	public function test_what_an_attacker_would_change_has_rows_of_its_own(): void {
		$this->rest( 'POST', 'providers/hostile', array( 'label' => 'Only a name' ) );
		self::assertSame( 0, $this->rows( 'provider_issuer_changed' )['total'] );
		$canary = 'canary-' . bin2hex( random_bytes( 12 ) );
		self::assertSame( 200, $this->rest( 'POST', 'providers/hostile', array( 'secret' => $canary ) )->get_status() );
		self::assertSame( 1, $this->rows( 'provider_secret_changed' )['total'] );
		$this->provider( array( 'enabled' => false ) );
		self::assertSame( 200, $this->rest( 'POST', 'providers/hostile', array( 'kind' => 'oauth2', 'issuer' => 'https://new.example', 'authorization_endpoint' => 'https://new.example/a', 'token_endpoint' => 'https://new.example/t', 'userinfo_endpoint' => 'https://new.example/u' ) )->get_status() ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$row = $this->rows( 'provider_issuer_changed' )['items'][0];
		self::assertSame( array( $this->hostile->issuer, 'https://new.example' ), array( $row['details']['old'], $row['details']['new'] ) );
		self::assertSame( 3, $this->rows( 'provider_endpoint_changed' )['total'] );
		self::assertStringNotContainsString( $canary, (string) wp_json_encode( $this->plugin->kernel->audit_log()->query( array(), 1, 100 ) ) );
	}

	public function test_the_record_tells_how_many_people_have_used_it(): void {
		self::assertSame( 0, $this->rest( 'GET', 'providers/hostile' )->get_data()['people'] );
		$this->act_as( 'anonymous' );
		$this->sign_in();
		$this->act_as( 'administrator' );
		self::assertSame( 1, $this->rest( 'GET', 'providers/hostile' )->get_data()['people'] );
	}

	/** @return array{items: list<array<string, mixed>>, total: int} */
	private function rows( string $event ): array {
		return $this->plugin->kernel->audit_log()->query( array( 'event' => $event ), 1, 10 );
	}

	public function test_whoever_manages_providers_alone_does_not_say_where_answers_come_from(): void {
		$this->sign_in();
		$this->provider( array( 'label' => 'Example Co-op' ) );
		$this->act_as( 'editor' );
		wp_get_current_user()->add_cap( \CoopCredentials\Kernel\Capabilities::MANAGE );
		$known = $this->services()->providers()->find( 'hostile' )?->to_array();
		$mine  = 'https://thief.example/.well-known/openid-configuration';
		foreach ( array( 'discovery_url' => $mine, 'issuer' => 'https://thief.example', 'allow_privileged' => true, 'kind' => 'oauth2' ) as $field => $value ) { // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
			$data = $this->assert_problem( 'not_permitted', 403, $this->rest( 'PUT', 'providers/hostile', array( $field => $value ) ) );
			self::assertArrayHasKey( $field, $data['params'] );
		}
		$plain = array(
			'slug'                   => 'plain',
			'label'                  => 'Plain',
			'kind'                   => 'oauth2',
			'issuer'                 => $this->hostile->issuer,
			'authorization_endpoint' => 'https://thief.example/a',
			'token_endpoint'         => 'https://thief.example/t',
			'userinfo_endpoint'      => 'https://thief.example/u',
			'client_id'              => 'x',
			'secret'                 => 'y',
		);
		$this->assert_problem( 'not_permitted', 403, $this->rest( 'POST', 'providers', $plain ) );
		$this->services()->providers()->delete( 'hostile' );
		$this->assert_problem( 'not_permitted', 403, $this->rest( 'POST', 'providers', $plain ) );
		self::assertNull( $this->services()->providers()->find( 'plain' ) );
		$this->provider();
		self::assertSame( $known, $this->services()->providers()->find( 'hostile' )?->to_array() );
		self::assertSame( 200, $this->rest( 'PUT', 'providers/hostile', array( 'label' => 'Another name' ) )->get_status(), 'Everything else stays theirs.' );
	}

	public function test_two_records_of_one_issuer_ask_the_same_addresses(): void {
		$other = array(
			'slug'          => 'other',
			'label'         => 'Other',
			'issuer'        => $this->hostile->issuer,
			'discovery_url' => $this->hostile->issuer . '/.well-known/openid-configuration?tenant=other',
			'client_id'     => 'x',
		);
		$data  = $this->assert_problem( 'invalid_request', 400, $this->rest( 'POST', 'providers', $other ) );
		self::assertArrayHasKey( 'issuer', $data['params'] );
		unset( $other['discovery_url'] );
		self::assertSame( 201, $this->rest( 'POST', 'providers', $other )->get_status() );
	}

	public function test_the_secret_does_not_go_to_a_new_address(): void {
		$moved = array( 'discovery_url' => $this->hostile->issuer . '/.well-known/openid-configuration?moved=1' );
		$data  = $this->assert_problem( 'provider_incomplete', 400, $this->rest( 'PUT', 'providers/hostile', $moved ) );
		self::assertArrayHasKey( 'secret', $data['params'] );
		$answer = $this->rest( 'PUT', 'providers/hostile', $moved + array( 'enabled' => false ) );
		self::assertSame( array( 200, false ), array( $answer->get_status(), $answer->get_data()['has_secret'] ) );
		self::assertTrue( $this->rest( 'PUT', 'providers/hostile', array( 'secret' => 'a new one for the new address' ) )->get_data()['has_secret'] );
	}
}
