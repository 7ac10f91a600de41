<?php
/**
 * Roles that rules give and take.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Sign_In;

use CoopCredentials\Kernel\Front\Redirect;
use CoopCredentials\Sign_In\Flow\Demand;
use CoopCredentials\Sign_In\Identity;
use CoopCredentials\Sign_In\Intent;
use CoopCredentials\Sign_In\Rule_Repository;
use CoopCredentials\Sign_In\Stored_Rule;
use PHPUnit\Framework\Attributes\DataProvider;

/**
 * Accounts are linked by the row itself: what links them is tested elsewhere.
 */
final class Roles_Test extends Sign_In_Case {

	private const WEAVERS = array(
		'coop_id'     => 'https://weavers.example/',
		'coop_class'  => 'worker',
		'coop_status' => 'active',
	);

	private \WP_User $member;

	protected function set_up(): void {
		parent::set_up();
		add_role( 'coop_reader', 'Co-op reader', array( 'read' => true ) );
		add_role( 'coop_writer', 'Co-op writer', array( 'read' => true, 'edit_posts' => true ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$this->member = $this->user_with_role( 'subscriber' );
	}

	protected function tear_down(): void {
		remove_role( 'coop_reader' );
		foreach ( array( 'coop_writer', 'coop_grown', 'install_themes', 'bbp_participant' ) as $role ) {
			remove_role( $role );
		}
		remove_all_filters( 'coop_credentials_harmless_capabilities' );
		parent::tear_down();
	}

	private function rules(): Rule_Repository {
		return $this->services()->rules();
	}

	private function workers( string $class = 'worker' ): Stored_Rule {
		return $this->rules()->create( 'Workers', self::json( $class ) );
	}

	private static function json( string $class ): string {
		return '{"v":1,"when":{"path":["class"],"op":"eq","value":"' . $class . '"}}';
	}

	/** Signs a person in and links the identity to the member's account. */
	private function link( string $subject, array $claims, string $slug = 'hostile' ): Identity {
		$this->hostile->person( array( 'sub' => $subject ) + $claims );
		$this->sign_in( array( 'renew' => '1' ) );
		$identity = $this->services()->current_visitor()->get();
		self::assertNotNull( $identity?->identity_id );
		$this->plugin->kernel->database()->update( 'identities', array( 'user_id' => $this->member->ID ), array( 'id' => $identity->identity_id ) );
		$this->plugin->kernel->database()->update( 'visitor_sessions', array( 'user_id' => $this->member->ID ), array( 'id' => $identity->session_id ) );
		$this->services()->current_visitor()->forget();
		do_action( 'coop_credentials_identity_linked', $identity->identity_uid, $this->member->ID ); // phpcs:ignore WordPress.NamingConventions -- ours.
		$found = $this->services()->identities()->find( (int) $identity->identity_id );
		self::assertNotNull( $found );
		return $found;
	}

	/** @return list<string> */
	private function roles(): array {
		clean_user_cache( $this->member->ID );
		return array_values( ( new \WP_User( $this->member->ID ) )->roles );
	}

	/** @return list<string> */
	private function marks( Identity $identity ): array {
		return (array) json_decode( (string) $this->plugin->kernel->database()->value( 'SELECT granted_roles FROM %i WHERE id = %d', $this->plugin->kernel->database()->table( 'identities' ), $identity->id ), true );
	}

	/** The policy switch `sign_in` comes from the directory; the rule then asks only the identity. */
	private function anybody( string $role ): void {
		$this->provider( array( 'role_rules' => array( 'any_identity' => $role ) ) );
	}

	public function test_a_rule_gives_its_role_marks_it_and_running_again_changes_nothing(): void {
		$this->anybody( 'coop_reader' );
		$identity = $this->link( 'ada', self::WEAVERS );
		self::assertSame( array( 'subscriber', 'coop_reader' ), $this->roles() );
		self::assertSame( array( 'coop_reader' ), $this->marks( $identity ) );
		$audit = $this->plugin->kernel->audit_log();
		self::assertSame( 1, $audit->query( array( 'event' => 'identity_role_given', 'user_id' => $this->member->ID ), 1, 10 )['total'] ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$decision = $audit->query( array( 'event' => 'rule_decision', 'outcome' => 'allow', 'user_id' => $this->member->ID ), 1, 10 )['items'][0]; // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		self::assertSame( array( 'role', 'coop_reader', 'any_identity' ), array( $decision['details']['use'], $decision['details']['target'], $decision['details']['rule_uid'] ) );
		self::assertSame( 'sign_in', $decision['class'] );
		self::assertStringNotContainsString( 'worker', (string) wp_json_encode( $decision ) );

		$this->services()->roles()->mapper()->account( $this->member->ID, false );
		self::assertSame( array( 'subscriber', 'coop_reader' ), $this->roles() );
		self::assertSame( 1, $audit->query( array( 'event' => 'identity_role_given', 'user_id' => $this->member->ID ), 1, 10 )['total'] ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
	}

	public function test_a_changed_rule_takes_at_the_next_request_only_what_it_gave(): void {
		$rule = $this->rules()->create( 'Anybody', '{"v":1,"when":{"path":["issuer"],"op":"exists","of":"identity"}}' );
		$this->provider( array( 'role_rules' => array( $rule->uid => 'coop_reader', 'any_identity' => 'coop_writer' ) ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		( new \WP_User( $this->member->ID ) )->add_role( 'coop_writer' ); // By hand.
		$identity = $this->link( 'ada', self::WEAVERS );
		self::assertSame( array( 'subscriber', 'coop_writer', 'coop_reader' ), $this->roles() );
		self::assertSame( array( 'coop_reader' ), $this->marks( $identity ) );

		$this->act_as( 'administrator' );
		$changed = $this->rest( 'POST', "rules/$rule->uid", array( 'title' => 'Nobody', 'rule' => array( 'v' => 1, 'when' => array( 'path' => array( 'provider' ), 'op' => 'eq', 'value' => 'another', 'of' => 'identity' ) ), 'version' => $rule->hash ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		self::assertSame( 200, $changed->get_status(), (string) wp_json_encode( $changed->get_data() ) );
		$answer = $changed->get_data();
		self::assertSame( array( 'gain' => 0, 'lose' => 1, 'identities' => 1 ), $answer['effect'] ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		self::assertSame( array( 'role' ), array_column( $answer['places'], 'type' ) );

		$this->provider( array( 'role_rules' => array( $rule->uid => 'coop_reader' ) ) );
		self::assertSame( array( 'subscriber', 'coop_writer', 'coop_reader' ), $this->roles(), 'Nothing happens before the account comes.' );
		wp_set_current_user( $this->member->ID );
		self::assertSame( array( 'subscriber', 'coop_writer' ), $this->roles(), 'The role given by hand stays.' );
		self::assertFalse( wp_get_current_user()->has_cap( 'coop_reader' ) );
		self::assertSame( array(), $this->marks( $identity ) );
	}

	public function test_a_request_of_an_account_without_roles_of_ours_costs_no_query(): void {
		$stranger = $this->user_with_role( 'subscriber' );
		wp_set_current_user( $stranger->ID );
		wp_get_current_user()->has_cap( 'read' );
		self::assertSame( 0, $this->count_queries( fn () => $this->services()->roles()->mapper()->request( $stranger->ID ) ) );
		$this->anybody( 'coop_reader' );
		$this->link( 'ada', self::WEAVERS );
		wp_set_current_user( $this->member->ID );
		wp_get_current_user()->has_cap( 'read' );
		self::assertSame( 0, $this->count_queries( fn () => $this->services()->roles()->mapper()->request( $this->member->ID ) ) );
	}

	public function test_a_role_that_asks_for_a_strong_log_in_is_worth_nothing_in_other_sessions(): void {
		$strong = $this->rules()->create( 'Strong', '{"v":1,"when":{"path":["provider"],"op":"eq","value":"hostile","of":"identity"},"auth":{"acr_any":["urn:coop:acr:2"]}}' )->uid;
		$this->provider( array( 'role_rules' => array( $strong => 'coop_writer' ) ) );
		$identity = $this->link( 'ada', self::WEAVERS );
		wp_set_current_user( $this->member->ID );
		self::assertSame( array( 'subscriber' ), $this->roles() );

		$this->come_back( $this->go( $this->services()->flow()->forms()->fields( Intent::Step_Up, 'hostile', '/', new Demand( null, array( 'urn:coop:acr:2' ) ) ) ) );
		wp_set_current_user( 0 );
		wp_set_current_user( $this->member->ID );
		self::assertSame( array( 'coop_writer' ), $this->marks( $identity ) );
		self::assertTrue( current_user_can( 'edit_posts' ) );
		self::assertTrue( current_user_can( 'coop_writer' ) );

		foreach ( array( 'none', 'weak' ) as $session ) {
			$this->services()->cookies()->close_session();
			$this->services()->current_visitor()->forget();
			if ( 'weak' === $session ) {
				$this->sign_in();
			}
			wp_set_current_user( 0 );
			wp_set_current_user( $this->member->ID );
			self::assertSame( 'weak' === $session, null !== $this->services()->current_visitor()->get() );
			self::assertSame( array( 'subscriber', 'coop_writer' ), $this->roles(), $session );
			self::assertFalse( current_user_can( 'edit_posts' ), $session );
			self::assertFalse( current_user_can( 'coop_writer' ), $session );
			self::assertTrue( current_user_can( 'read' ), 'What another role gives stays.' );
			self::assertTrue( current_user_can( 'subscriber' ) );
		}

		$this->anybody( 'coop_writer' );
		do_action( 'coop_credentials_provider_changed', 'hostile' ); // phpcs:ignore WordPress.NamingConventions -- ours.
		$this->services()->linked_identities()->forget(); // Another request.
		wp_set_current_user( 0 );
		wp_set_current_user( $this->member->ID );
		self::assertTrue( current_user_can( 'edit_posts' ), 'A rule that asks nothing of the log-in gives it to every session.' );
	}

	public function test_a_strong_log_in_counts_for_the_rules_of_who_saw_it(): void {
		$strong = $this->rules()->create( 'Strong', '{"v":1,"when":{"path":["issuer"],"op":"exists","of":"identity"},"auth":{"acr_any":["urn:coop:acr:2"]}}' )->uid;
		$this->provider( array( 'role_rules' => array( $strong => 'coop_reader' ) ) );
		$this->provider( array( 'role_rules' => array( $strong => 'coop_writer' ), 'issuer' => 'https://bank.example' ), 'bank' ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$identity = $this->link( 'ada', self::WEAVERS );
		// The same account comes by another credential, whose issuer calls its log-in what it likes.
		$this->plugin->kernel->database()->update( 'identities', array( 'issuer' => 'https://bank.example', 'provider' => 'bank' ), array( 'id' => $identity->id ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$other = $this->link( 'club', array( 'acr' => 'urn:coop:acr:2' ) );
		self::assertSame( array( 'coop_reader' ), $this->marks( $other ), 'To its own rules it may say so.' );
		self::assertSame( array(), $this->marks( $this->services()->identities()->find( $identity->id ) ?? $identity ) );
	}

	public function test_unlinking_takes_the_role_even_when_the_identity_is_gone(): void {
		$this->anybody( 'coop_reader' );
		$identity = $this->link( 'ada', self::WEAVERS );
		self::assertContains( 'coop_reader', $this->roles() );
		$this->services()->identities()->remove( $identity->id );
		do_action( 'coop_credentials_identity_unlinked', $identity->uid, $this->member->ID ); // phpcs:ignore WordPress.NamingConventions -- ours.
		self::assertSame( array( 'subscriber' ), $this->roles() );
		self::assertSame( 1, $this->plugin->kernel->audit_log()->query( array( 'event' => 'identity_role_taken', 'user_id' => $this->member->ID ), 1, 10 )['total'] ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
	}

	public function test_a_blocked_identity_gives_no_role_until_it_is_let_in_again(): void {
		$this->anybody( 'coop_reader' );
		$identity = $this->link( 'ada', self::WEAVERS );
		self::assertContains( 'coop_reader', $this->roles() );
		$links = $this->services()->accounts()->links();
		$links->block( $identity, true );
		self::assertNotContains( 'coop_reader', $this->roles() );
		( new \WP_User( $this->member->ID ) )->add_role( 'coop_reader' );
		$this->services()->roles()->mapper()->account( $this->member->ID, false );
		self::assertContains( 'coop_reader', $this->roles(), 'What a person gave is not taken.' );
		( new \WP_User( $this->member->ID ) )->remove_role( 'coop_reader' );
		$links->block( $identity, false );
		self::assertContains( 'coop_reader', $this->roles() );
	}

	public function test_an_account_made_at_sign_in_gets_its_role_and_loses_it_when_the_identity_is_unlinked(): void {
		$this->provider( array( 'accounts' => 'create', 'role_rules' => array( 'any_identity' => 'coop_reader' ) ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$this->hostile->person( array( 'sub' => 'newcomer' ) + self::WEAVERS );
		$this->sign_in();
		$this->services()->current_visitor()->forget();
		$visitor = $this->services()->current_visitor()->get();
		self::assertNotNull( $visitor?->user_id );
		$this->member = new \WP_User( $visitor->user_id );
		self::assertSame( array( 'subscriber', 'coop_reader' ), $this->roles() );
		$decision = $this->plugin->kernel->audit_log()->query( array( 'event' => 'rule_decision', 'user_id' => $visitor->user_id ), 1, 10 ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		self::assertContains( 'sign_in', array_column( array_column( $decision['items'], 'details' ), 'use' ) );

		$identity = $this->services()->identities()->find( (int) $visitor->identity_id );
		self::assertNotNull( $identity );
		$this->services()->accounts()->links()->unlink( $identity, 'owner' );
		self::assertSame( array( 'subscriber' ), $this->roles() );
		self::assertSame( array(), $this->marks( $identity ) );
	}

	/** SIGN-F14. The stricter `require` is, the less may somebody whose membership has ended keep. */
	public function test_SIGN_F14_a_refused_sign_in_takes_what_the_provider_no_longer_vouches_for(): void {
		$this->list_weavers();
		$workers = $this->workers()->uid;
		$values  = array( 'accounts' => 'create', 'role_rules' => array( $workers => 'coop_reader' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$this->provider( $values );
		$this->hostile->person( array( 'sub' => 'ada' ) + self::WEAVERS );
		$this->sign_in();
		$first   = $_COOKIE;
		$visitor = $this->services()->current_visitor()->require();
		$decides = fn (): string => $this->services()->decider()->decide( $this->services()->current_visitor()->get(), $workers, '' )->reason;

		$this->member = new \WP_User( (int) $visitor->user_id );
		self::assertSame( array( 'subscriber', 'coop_reader' ), $this->roles() );
		self::assertSame( '', $decides() );

		$this->provider( $values + array( 'require' => $workers ) );
		$_COOKIE = array();
		wp_set_current_user( 0 );
		$this->services()->current_visitor()->forget();
		$this->hostile->person( array( 'sub' => 'ada', 'coop_class' => 'consumer' ) + self::WEAVERS ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$answer = $this->come_back( $this->go() );
		self::assertInstanceOf( Redirect::class, $answer );
		self::assertSame( 'rule_not_met', $this->reason( $answer ) );
		self::assertNull( $this->services()->current_visitor()->get() );
		self::assertSame( array( 0, 1 ), array( $this->services()->sessions()->count(), $this->services()->identities()->count() ) );
		self::assertSame( array( 'subscriber' ), $this->roles() );
		self::assertSame( 'consumer', $this->services()->identities()->find( (int) $visitor->identity_id )?->snapshot->memberships[0]->class );

		$_COOKIE = $first;
		$this->services()->current_visitor()->forget();
		self::assertNull( $this->services()->current_visitor()->get() );
		self::assertSame( 'not_signed_in', $decides() );
	}

	/** SIGN-F14. A record with another issuer, or a new one under its name, does not vouch for the people of before. */
	public function test_SIGN_F14_another_issuer_under_the_same_name_gives_no_roles_to_the_people_of_before(): void {
		$this->anybody( 'coop_reader' );
		$identity = $this->link( 'ada', self::WEAVERS );
		self::assertSame( array( 'subscriber', 'coop_reader' ), $this->roles() );
		$values = array( 'role_rules' => array( 'any_identity' => 'coop_reader' ) );

		$this->provider( $values + array( 'issuer' => 'https://other.example' ) );
		do_action( 'coop_credentials_provider_changed', 'hostile' ); // phpcs:ignore WordPress.NamingConventions -- ours.
		$this->services()->linked_identities()->forget(); // Another request.
		$this->services()->linked_identities()->forget();
		wp_set_current_user( $this->member->ID );
		self::assertSame( array( 'subscriber' ), $this->roles() );
		self::assertNull( $this->services()->linked_identities()->read( $identity ) );
		self::assertNull( $this->services()->current_visitor()->of_identity( $identity ) );

		wp_set_current_user( 0 );
		$this->services()->providers()->delete( 'hostile' );
		$this->provider( $values + array( 'issuer' => 'https://third.example' ) );
		do_action( 'coop_credentials_provider_changed', 'hostile' ); // phpcs:ignore WordPress.NamingConventions -- ours.
		$this->services()->linked_identities()->forget(); // Another request.
		$this->services()->linked_identities()->forget();
		wp_set_current_user( $this->member->ID );
		self::assertSame( array( 'subscriber' ), $this->roles() );
	}

	public function test_all_identities_of_an_account_count_together_and_each_keeps_its_own_age(): void {
		$this->link( 'ada', self::WEAVERS );
		$this->link( 'ada-at-bakers', array( 'coop_id' => 'https://bakers.example/', 'coop_class' => 'consumer', 'coop_status' => 'active' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$visitor = $this->services()->current_visitor()->get();
		self::assertSame( 'consumer', $visitor?->memberships[0]->class );
		$rule = $this->workers();
		self::assertSame( 'allow', $this->services()->decider()->decide( $visitor, $rule->uid, '' )->outcome );
		$this->plugin->kernel->database()->execute( 'UPDATE %i SET memberships_at = %s WHERE id <> %d', $this->plugin->kernel->database()->table( 'identities' ), '2026-01-01 00:00:00', (int) $visitor->identity_id );
		$this->services()->linked_identities()->forget();
		$decision = $this->services()->decider()->decide( $visitor, $rule->uid, '' );
		self::assertSame( 'deny', $decision->outcome );
		self::assertSame( array( array( 'm' => 1, 'reason' => 'membership_stale' ) ), $decision->skipped ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$this->plugin->kernel->database()->execute( 'UPDATE %i SET memberships_at = %s, status = %s WHERE id <> %d', $this->plugin->kernel->database()->table( 'identities' ), gmdate( 'Y-m-d H:i:s' ), 'blocked', (int) $visitor->identity_id );
		$this->services()->linked_identities()->forget();
		self::assertSame( 'rule_not_met', $this->services()->decider()->decide( $visitor, $rule->uid, '' )->reason, 'A blocked identity lends nothing.' );
	}

	/** SIGN-F11 */
	public function test_SIGN_F11_a_privileged_role_is_refused_when_it_is_saved(): void {
		$this->act_as( 'administrator' );
		foreach ( array( array( 'role' => 'administrator' ), array( 'role' => 'editor' ), array( 'role_rules' => array( 'any_identity' => 'editor' ) ), array( 'role_rules' => array( 'any_identity' => 'administrator' ) ), array( 'role_rules' => array( 'any_identity' => 'no_such_role' ) ), array( 'role_rules' => array( 'no_such_rule' => 'coop_reader' ) ) ) as $values ) { // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
			$data = $this->assert_problem( 'invalid_request', 400, $this->rest( 'POST', 'providers/hostile', $values + array( 'version' => $this->services()->providers()->find( 'hostile' )?->hash ) ) );
			self::assertSame( array( array_key_first( $values ) ), array_keys( $data['params'] ), (string) wp_json_encode( $values ) );
		}
		self::assertSame( array(), $this->services()->providers()->find( 'hostile' )?->map( 'role_rules' ) );
	}

	/** SIGN-F11 What nobody has listed as harmless is not. */
	#[DataProvider( 'harmful' )]
	public function test_SIGN_F11_a_role_with_any_right_over_the_site_or_others_is_refused( string $capability ): void {
		add_role( 'coop_grown', 'Grown', array( 'read' => true, $capability => true ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$this->assert_role_refused( 'coop_grown' );
		add_filter( 'coop_credentials_harmless_capabilities', static fn ( array $all ): array => array( ...$all, 'my_shop_badge' ) );
		self::assertSame( 'role_privileged', $this->services()->roles()->policy()->problem( 'coop_grown' ) );
		get_role( 'coop_grown' )?->remove_cap( $capability );
		get_role( 'coop_grown' )?->add_cap( 'my_shop_badge' );
		self::assertNull( $this->services()->roles()->policy()->problem( 'coop_grown' ), 'The site may add its own.' );
		remove_all_filters( 'coop_credentials_harmless_capabilities' );
		self::assertSame( 'role_privileged', $this->services()->roles()->policy()->problem( 'coop_grown' ) );
	}

	/** @return array<string, array{string}> */
	public static function harmful(): array {
		$all = array( 'install_themes', 'update_themes', 'delete_themes', 'switch_themes', 'edit_theme_options', 'edit_themes', 'customize', 'edit_css', 'install_plugins', 'update_plugins', 'delete_plugins', 'upload_plugins', 'edit_plugins', 'activate_plugins', 'resume_plugins', 'edit_files', 'update_core', 'unfiltered_upload', 'unfiltered_html', 'export', 'import', 'list_users', 'create_users', 'delete_users', 'edit_users', 'promote_users', 'manage_sites', 'manage_network_users', 'manage_options', 'delete_others_pages', 'edit_others_posts', 'edit_private_posts', 'read_private_posts', 'moderate_comments', 'manage_categories', 'export_others_personal_data', 'erase_others_personal_data', 'coop_credentials_manage', 'coop_credentials_void', 'level_7', 'anything_of_a_plugin' );
		return array_combine( $all, array_map( static fn ( string $capability ): array => array( $capability ), $all ) );
	}

	/** SIGN-F11 A role's name becomes a capability of whoever has it. */
	public function test_SIGN_F11_a_role_called_like_a_right_is_refused(): void {
		add_role( 'install_themes', 'Florists', array( 'read' => true ) );
		$this->assert_role_refused( 'install_themes' );
		add_filter( 'coop_credentials_harmless_capabilities', static fn (): array => array( 'read', 'manage_options' ) );
		add_role( 'coop_grown', 'Grown', array( 'manage_options' => true ) );
		self::assertSame( 'role_privileged', $this->services()->roles()->policy()->problem( 'coop_grown' ), 'No filter frees the right to manage.' );
	}

	public function test_harmless_roles_may_be_given(): void {
		foreach ( array( 'subscriber', 'contributor', 'author', 'coop_till', 'coop_writer' ) as $role ) {
			self::assertNull( $this->services()->roles()->policy()->problem( $role ), $role );
		}
		add_role( 'bbp_participant', 'Participant', array_fill_keys( array( 'spectate', 'participate', 'read_private_forums', 'publish_topics', 'edit_topics', 'publish_replies', 'edit_replies', 'assign_topic_tags' ), true ) );
		self::assertNull( $this->services()->roles()->policy()->problem( 'bbp_participant' ) );
		remove_role( 'bbp_participant' );
		self::assertSame( 'role_privileged', $this->services()->roles()->policy()->problem( 'editor' ) );
	}

	/** Refused when it is saved and when it would be given. */
	private function assert_role_refused( string $role ): void {
		self::assertSame( 'role_privileged', $this->services()->roles()->policy()->problem( $role ) );
		$this->act_as( 'administrator' );
		$this->assert_problem( 'invalid_request', 400, $this->rest( 'POST', 'providers/hostile', array( 'role_rules' => array( 'any_identity' => $role ), 'version' => $this->services()->providers()->find( 'hostile' )?->hash ) ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		self::assertSame( array(), $this->services()->providers()->find( 'hostile' )?->map( 'role_rules' ) );
		wp_set_current_user( 0 );
		$this->anybody( $role );
		$this->link( 'ada', self::WEAVERS );
		self::assertSame( array( 'subscriber' ), $this->roles() );
	}

	/** SIGN-F11 */
	public function test_SIGN_F11_a_role_that_grew_since_saving_is_not_given_and_is_taken_back(): void {
		$this->anybody( 'coop_reader' );
		get_role( 'coop_reader' )?->add_cap( 'edit_others_posts' );
		$identity = $this->link( 'ada', self::WEAVERS );
		self::assertSame( array( 'subscriber' ), $this->roles() );
		self::assertSame( array(), $this->marks( $identity ) );
		self::assertSame( 1, $this->plugin->kernel->audit_log()->query( array( 'event' => 'identity_role_given', 'outcome' => 'refused', 'reason' => 'role_privileged' ), 1, 10 )['total'] ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing

		get_role( 'coop_reader' )?->remove_cap( 'edit_others_posts' );
		$this->services()->roles()->mapper()->account( $this->member->ID, false );
		self::assertContains( 'coop_reader', $this->roles() );
		get_role( 'coop_reader' )?->add_cap( 'manage_options' );
		$this->services()->roles()->mapper()->account( $this->member->ID, false );
		self::assertSame( array( 'subscriber' ), $this->roles() );
	}

	/** SIGN-F11 */
	public function test_SIGN_F11_a_role_claim_gives_nothing(): void {
		$this->anybody( 'coop_reader' );
		$this->link( 'ada', self::WEAVERS + array( 'role' => 'administrator', 'roles' => array( 'administrator' ), 'coop_roles' => array( 'administrator' ) ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		self::assertSame( array( 'subscriber', 'coop_reader' ), $this->roles() );
	}

	/** SIGN-F12 */
	public function test_SIGN_F12_a_missing_claim_or_a_broken_rule_lets_nobody_in(): void {
		$rule = $this->rules()->create( 'Class', '{"v":1,"when":{"path":["coop_class"],"op":"eq","value":"worker","of":"claim"}}' );
		$this->provider( array( 'require' => $rule->uid ) );
		$this->hostile->person( array( 'sub' => 'nora', 'coop_class' => null ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$this->assert_refused_here( 'claim_unknown' );

		$stored = $this->plugin->kernel->options()->read( 'rule_' . strtolower( $rule->uid ) );
		self::assertNotNull( $stored );
		$this->plugin->kernel->options()->replace( 'rule_' . strtolower( $rule->uid ), array( 'rule' => '{"v":9}' ) + $stored->value, $stored->hash );
		$this->rules()->forget();
		$this->assert_refused_here( 'rule_invalid' );
	}

	private function assert_refused_here( string $reason ): void {
		$answer = $this->come_back( $this->go() );
		self::assertInstanceOf( \CoopCredentials\Kernel\Front\Redirect::class, $answer );
		self::assertSame( $reason, $this->reason( $answer ) );
		self::assertSame( 0, $this->services()->sessions()->count(), 'No session.' );
		self::assertSame( 0, $this->services()->identities()->count(), 'No identity.' );
		self::assertSame( 1, $this->plugin->kernel->audit_log()->query( array( 'event' => 'sign_in', 'outcome' => 'refused', 'reason' => $reason ), 1, 10 )['total'], 'One audit row.' ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
	}
}
