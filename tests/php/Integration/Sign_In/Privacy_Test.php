<?php
/**
 * Exporting and erasing a person by WordPress's own tools.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Sign_In;

use CoopCredentials\Admin\Privacy;

/**
 * WordPress calls one eraser after the other, each in a request of its own and each with nothing but the address.
 */
final class Privacy_Test extends Account_Case {

	private const EMAIL = 'wanda@weavers.example';

	private function person( string $email ): \WP_User {
		$this->provider( array( 'accounts' => 'link_only', 'email' => 'offer_link', 'recheck' => 'refresh' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
		$this->hostile->person( array( 'sub' => 'wanda', 'email' => $email, 'email_verified' => true, 'coop_id' => 'https://weavers.example/', 'coop_status' => 'active' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
		$user = $this->account( 'subscriber', self::EMAIL );
		$this->link( $user );
		$this->sign_in();
		$this->new_browser();
		self::assertSame( 2, $this->services()->sessions()->count() );
		return $user;
	}

	/** @return array<string, list<array<string, mixed>>> Export by group. */
	private function export(): array {
		$all = array();
		foreach ( apply_filters( 'wp_privacy_personal_data_exporters', array() ) as $group => $exporter ) {
			if ( str_starts_with( (string) $group, 'coop-credentials' ) ) {
				$all[ $group ] = $exporter['callback']( self::EMAIL, 1 )['data'];
			}
		}
		return $all;
	}

	private function erase(): void {
		$groups = array_filter( array_keys( apply_filters( 'wp_privacy_personal_data_erasers', array() ) ), static fn ( $group ): bool => str_starts_with( (string) $group, 'coop-credentials' ) );
		self::assertNotSame( array(), $groups );
		foreach ( $groups as $group ) {
			for ( $page = 1, $done = false; ! $done; $page++ ) {
				$this->plugin = $this->boot_plugin(); // Each call is a request of its own.
				$done         = apply_filters( 'wp_privacy_personal_data_erasers', array() )[ $group ]['callback']( self::EMAIL, $page )['done'];
				self::assertLessThan( 10, $page, (string) $group );
			}
		}
	}

	public function test_the_export_tells_everything_sign_in_holds_and_no_secret(): void {
		$this->person( self::EMAIL );
		$all  = $this->export();
		$text = (string) wp_json_encode( $all, JSON_UNESCAPED_SLASHES );
		foreach ( array( 'wanda', $this->hostile->issuer, 'https://weavers.example/', $this->identity()->uid ) as $expected ) {
			self::assertStringContainsString( $expected, (string) wp_json_encode( $all['coop-credentials-sign-in'], JSON_UNESCAPED_SLASHES ) );
		}
		self::assertStringContainsString( 'identity_linked', (string) wp_json_encode( $all['coop-credentials-audit'] ) );
		foreach ( $this->plugin->kernel->database()->rows( 'SELECT token_hash, refresh_token, id_token_hint, wp_session_hash FROM %i', $this->plugin->kernel->database()->table( 'visitor_sessions' ) ) as $row ) {
			foreach ( array_filter( $row ) as $secret ) {
				self::assertStringNotContainsString( $secret, $text );
			}
		}
	}

	public function test_the_export_holds_every_fact_of_a_membership_and_when_it_was_confirmed(): void {
		$person = array(
			'sub'              => 'wanda',
			'email'            => self::EMAIL,
			'email_verified'   => true,
			'coop_id'          => 'https://weavers.example/',
			'coop_name'        => 'Weavers',
			'coop_category'    => 'coop',
			'coop_country'     => 'IE',
			'coop_class'       => 'worker',
			'coop_roles'       => array( 'member', 'board' ),
			'coop_since'       => '2021-03',
			'coop_status'      => 'active',
			'coop_valid_until' => '2099-12-31',
			'coop_assurance'   => 2,
			'coop_verified_at' => '2026-10-02T09:30:00Z',
			'coop_framework'   => 'https://rules.example/1',
			'coop_member_ref'  => 'M-4711',
		);
		$scope  = array( 'organisations' => array( 'own' => 'https://weavers.example/' ), 'fields' => \CoopCredentials\Claims\Issuer_Scope::FIELDS ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
		$map    = array( 'v' => 1, 'fields' => array( array( 'to' => 'member_ref', 'from' => array( array( 'coop_member_ref' ) ) ) ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
		$this->provider( array( 'email' => 'fill', 'issuer_scope' => $scope, 'claim_map' => $map ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
		$this->hostile->person( $person );
		$this->sign_in();
		$facts = array_column( $this->export()['coop-credentials-sign-in'][0]['data'], 'value', 'name' );
		foreach ( array_diff_key( $person, array_flip( array( 'sub', 'email', 'email_verified' ) ) ) as $claim => $value ) {
			self::assertStringContainsString( is_array( $value ) ? implode( ' ', $value ) : (string) $value, $facts['Memberships'], $claim );
		}
		self::assertSame( $this->identity()->memberships_at->format( DATE_ATOM ), $facts['Memberships last checked'] );
	}

	public function test_after_erasing_nothing_leads_to_the_person(): void {
		$user     = $this->person( self::EMAIL );
		$uid      = $this->identity()->uid;
		$database = $this->plugin->kernel->database();
		$rows     = static fn (): int => (int) $database->value( 'SELECT COUNT(*) FROM %i WHERE identity_uid = %s OR user_id = %d OR actor_id = %d', $database->table( 'audit_log' ), $uid, $user->ID, $user->ID );
		self::assertGreaterThan( 1, $rows() );
		$this->erase();
		self::assertSame( 0, $this->services()->identities()->count() );
		self::assertSame( 0, $this->services()->sessions()->count() );
		self::assertSame( 0, $rows(), 'No entry of the log names the identity or the account.' );
		self::assertNotFalse( get_userdata( $user->ID ), 'The account is WordPress\'s.' );
		self::assertSame( array(), array_filter( $this->export() ) );
	}

	/** Only the stored address leads to the identity, and only the identity to its entries in the log. */
	public function test_erasing_reaches_the_log_of_somebody_without_an_account(): void {
		$room     = $this->services();
		$database = $this->plugin->kernel->database();
		$this->sign_in();
		$uid = $this->identity()->uid;
		$database->update( 'identities', array( 'email' => self::EMAIL ), array( 'id' => $this->identity()->id ) );
		$this->new_browser();
		$rows = static fn (): int => (int) $database->value( 'SELECT COUNT(*) FROM %i WHERE identity_uid = %s', $database->table( 'audit_log' ), $uid );
		self::assertGreaterThan( 0, $rows() );
		self::assertNotSame( array(), $this->export()['coop-credentials-audit'] );
		$this->erase();
		self::assertSame( 0, $room->identities()->count() );
		self::assertSame( 0, $rows() );
	}

	public function test_a_stranger_with_an_address_like_it_stays(): void {
		$this->person( 'other@weavers.example' );
		$this->hostile->person( array( 'sub' => 'carl', 'email' => 'carl@weavers.example', 'email_verified' => true ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
		$this->sign_in();
		$this->new_browser();
		$this->erase();
		self::assertSame( 'carl', $this->identity()->subject );
	}

	public function test_the_policy_text_says_what_the_providers_in_use_are_set_to(): void {
		$text = fn (): string => ( new Privacy( array(), $this->services()->identities(), $this->services()->providers() ) )->policy_text();
		self::assertStringContainsString( 'We do not ask for your e-mail address', $text() );
		self::assertStringContainsString( 'You need no account', $text() );
		$this->provider( array( 'accounts' => 'create', 'email' => 'fill', 'recheck' => 'refresh' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
		self::assertStringContainsString( 'Example Co-op', $text() );
		foreach ( array( 'asked for your e-mail address', 'an account is made for you', 'ask your provider again' ) as $sentence ) {
			self::assertStringContainsString( $sentence, $text() );
		}
		$this->provider( array( 'enabled' => false, 'email' => 'fill' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
		self::assertStringNotContainsString( 'asked for your e-mail address', $text() );
	}
}
