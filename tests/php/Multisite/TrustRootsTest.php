<?php
/**
 * What one site of a network believes is no business of the others.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Multisite;

use CoopCredentials\Kernel\Front\Page;
use CoopCredentials\Sign_In\Accounts\Linked_By;

/**
 * The administrator of one site sets up a provider that answers what they like.
 */
final class TrustRootsTest extends Network_Case {

	public function test_a_site_cannot_save_a_provider_that_speaks_for_the_people_of_the_network(): void {
		$second = $this->site();
		$admin  = $this->site_admin( $second );
		$this->define_provider();
		$this->on(
			$second,
			function () use ( $admin ): void {
				wp_set_current_user( $admin->ID );
				$own = array(
					array( 'discovery_url' => $this->hostile->issuer . '/.well-known/openid-configuration?tenant=thief' ),
					array(
						'kind'                   => 'oauth2',
						'authorization_endpoint' => 'https://thief.example/a',
						'token_endpoint'         => 'https://thief.example/t',
						'userinfo_endpoint'      => 'https://thief.example/u',
					),
				);
				foreach ( $own as $more ) {
					$data = $this->assert_problem( 'invalid_request', 400, $this->rest( 'POST', 'providers', $more + array( 'enabled' => false ) + $this->record( array( 'slug' => 'thief' ) ) ) );
					self::assertArrayHasKey( 'issuer', $data['params'] );
				}
				$this->assert_problem( 'not_permitted', 403, $this->rest( 'POST', 'providers', array( 'allow_privileged' => true ) + $this->record( array( 'slug' => 'thief' ) ) ) );
				self::assertNull( $this->services()->providers()->find( 'thief' ) );
			}
		);
	}

	public function test_a_record_that_was_there_before_is_closed_when_the_network_takes_the_issuer(): void {
		$second = $this->site();
		$this->on( $second, fn() => $this->provider( array( 'discovery_url' => $this->hostile->issuer . '/.well-known/openid-configuration?tenant=thief' ) ) );
		$this->define_provider();
		$this->on(
			$second,
			function (): void {
				self::assertInstanceOf( Page::class, $this->press() );
				self::assertSame( 1, $this->plugin->kernel->audit_log()->query( array( 'event' => 'sign_in_start', 'reason' => 'provider_incomplete' ), 1, 10 )['total'] ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
				self::assertSame( array( 0, 0 ), array( $this->services()->sessions()->count(), $this->services()->identities()->count() ) );
			}
		);
	}

	public function test_a_provider_of_a_site_opens_no_account_that_another_site_knows(): void {
		$second = $this->site();
		$user   = $this->user_with_role( 'subscriber' );
		add_user_to_blog( $second, $user->ID, 'subscriber' );
		$this->on(
			$second,
			function () use ( $user ): void {
				$this->provider( array( 'allow_privileged' => true ) );
				$this->sign_in();
				$this->services()->current_visitor()->forget();
				$identity = $this->services()->accounts()->repository()->find_by_uid( (string) $this->services()->current_visitor()->get()?->identity_uid );
				self::assertNotNull( $identity );
				foreach ( array( $user->ID, 1 ) as $account ) {
					$this->services()->accounts()->links()->link( $identity, $account, 'hostile', Linked_By::Owner );
					$_COOKIE = array();
					$this->services()->current_visitor()->forget();
					$sessions = $this->services()->sessions()->count();
					$answer   = $this->come_back( $this->go() );
					self::assertSame( 'privileged_account', $this->reason( $answer ) ); // @phpstan-ignore argument.type
					self::assertSame( $sessions, $this->services()->sessions()->count() );
					$GLOBALS['wpdb']->update( $this->plugin->kernel->database()->table( 'identities' ), array( 'user_id' => null ), array( 'id' => $identity->id ) );
				}
			}
		);
	}

	public function test_only_the_network_lets_its_provider_open_accounts_with_many_rights(): void {
		$second = $this->site();
		$this->define_provider( array( 'allow_privileged' => true ) );
		$this->on(
			$second,
			function (): void {
				$provider = $this->services()->providers()->find( 'federation' );
				self::assertNotNull( $provider );
				self::assertTrue( \CoopCredentials\Sign_In\Accounts\Policy::may_open( $provider, new \WP_User( 1 ) ) );
			}
		);
	}
}
