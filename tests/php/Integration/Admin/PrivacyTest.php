<?php
/**
 * Exporters, erasers and the policy text.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Admin;

use CoopCredentials\Admin\Privacy;
use CoopCredentials\Kernel\Person;
use CoopCredentials\Kernel\Personal_Data_Source;
use CoopCredentials\Tests\Integration\Test_Case;

final class PrivacyTest extends Test_Case {

	public function test_every_source_is_an_exporter_and_an_eraser(): void {
		$sources   = $this->plugin()->personal_data();
		$exporters = apply_filters( 'wp_privacy_personal_data_exporters', array() );
		$erasers   = apply_filters( 'wp_privacy_personal_data_erasers', array() );
		self::assertNotEmpty( $sources );
		foreach ( $sources as $source ) {
			self::assertSame( $source->label(), $exporters[ $source->group() ]['exporter_friendly_name'] );
			$answer = ( $exporters[ $source->group() ]['callback'] )( 'nobody@harbour.example', 1 );
			self::assertSame( array(), $answer['data'] );
			self::assertTrue( $answer['done'] );
			$answer = ( $erasers[ $source->group() ]['callback'] )( 'nobody@harbour.example', 1 );
			self::assertFalse( $answer['items_removed'] );
			self::assertTrue( $answer['done'] );
		}
	}

	/** Core says nothing to a request for an account that has no address. */
	public function test_why_no_request_is_taken_for_an_account_without_an_address(): void {
		$bare  = $this->user_with_role( 'subscriber', array( 'user_email' => '' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$other = $this->user_with_role( 'subscriber', array( 'user_email' => 'wanda@weavers.example' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$bare  = $this->without_address( $bare );
		$asked = function ( string $role, string $name ): string {
			$this->act_as( $role );
			$GLOBALS['wp_settings_errors']                  = array(); // phpcs:ignore WordPress.WP.GlobalVariablesOverride -- another request.
			$_POST['username_or_email_for_privacy_request'] = $name;
			do_action( 'load-export-personal-data.php' ); // phpcs:ignore WordPress.NamingConventions.ValidHookName -- WordPress's.
			unset( $_POST['username_or_email_for_privacy_request'] );
			return implode( ' ', array_column( get_settings_errors(), 'message' ) );
		};
		self::assertStringContainsString( 'identity list --user=' . $bare->ID, $asked( 'administrator', $bare->user_login ) );
		self::assertSame( '', $asked( 'administrator', $other->user_login ) );
		self::assertSame( '', $asked( 'administrator', 'nobody-of-that-name' ) );
		self::assertSame( '', $asked( 'administrator', 'wanda@weavers.example' ) );
		self::assertSame( '', $asked( 'editor', $bare->user_login ), 'Not for who may not ask.' );
	}

	private function without_address( \WP_User $user ): \WP_User {
		$this->plugin()->kernel->database()->wpdb->update( $this->plugin()->kernel->database()->wpdb->users, array( 'user_email' => '' ), array( 'ID' => $user->ID ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		clean_user_cache( $user->ID );
		$found = get_userdata( $user->ID );
		self::assertInstanceOf( \WP_User::class, $found );
		return $found;
	}

	public function test_the_person_is_found_by_account_never_by_an_equal_address_alone(): void {
		$user     = $this->user_with_role( 'subscriber', array( 'user_email' => 'wanda@weavers.example' ) );
		$source   = new class() implements Personal_Data_Source {
			public ?Person $asked = null;
			public function group(): string {
				return 'spy';
			}
			public function label(): string {
				return 'Spy';
			}
			public function columns(): array {
				return array();
			}
			public function export( Person $person, int $page ): array {
				$this->asked = $person;
				return array(
					'items' => array(
						array(
							'id'   => 'one',
							'data' => array(
								array(
									'name'  => 'What',
									'value' => 'This',
								),
							),
						),
					),
					'done'  => 3 === $page,
				);
			}
			public function erase( Person $person, int $page ): array {
				return array(
					'removed'  => 0,
					'retained' => 2,
					'messages' => array( 'Two uses stay, without a link to you.' ),
					'done'     => true,
				);
			}
		};
		$privacy  = new Privacy( array( $source ), $this->plugin()->sign_in->identities(), $this->plugin()->sign_in->providers() );
		$exporter = $privacy->add_exporters( array() )['spy']['callback'];
		self::assertFalse( $exporter( 'wanda@weavers.example', 1 )['done'] );
		self::assertSame( $user->ID, $source->asked?->user_id );
		$last = $exporter( 'wanda@weavers.example', 3 );
		self::assertTrue( $last['done'] );
		self::assertSame( array( 'group_id', 'group_label', 'item_id', 'data' ), array_keys( $last['data'][0] ) );

		$erased = $privacy->add_erasers( array() )['spy']['callback']( 'wanda@weavers.example', 1 );
		self::assertTrue( $erased['items_retained'] );
		self::assertCount( 1, $erased['messages'] );
	}

	public function test_the_policy_text_names_the_providers_in_use(): void {
		$privacy = new Privacy( array(), $this->plugin()->sign_in->identities(), $this->plugin()->sign_in->providers() );
		self::assertStringNotContainsString( 'Example Weavers', $privacy->policy_text() );
		$this->plugin()->kernel->settings()->set(
			'providers',
			array(
				array(
					'slug'    => 'weavers',
					'label'   => 'Example <b>Weavers</b>',
					'order'   => 1,
					'show_in' => array(),
				),
			)
		);
		self::assertStringContainsString( 'Example &lt;b&gt;Weavers', $privacy->policy_text() );
	}
}
