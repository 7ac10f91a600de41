<?php
/**
 * Rules over REST: versions, places, the effect of a change, and trying them.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Sign_In;

final class Rules_In_Use_Test extends Sign_In_Case {

	private const WORKER = array(
		'coop_id'     => 'https://weavers.example/',
		'coop_class'  => 'worker',
		'coop_status' => 'active',
	);

	/** @return array<string, mixed> */
	private static function rule( string $class ): array {
		return array(
			'v'    => 1,
			'when' => array(
				'path'  => array( 'class' ),
				'op'    => 'eq',
				'value' => $class,
			),
		);
	}

	private function person( string $sub, string $class ): string {
		$this->hostile->person( array( 'sub' => $sub, 'coop_class' => $class ) + self::WORKER ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$this->sign_in( array( 'renew' => '1' ) );
		$this->services()->current_visitor()->forget();
		return (string) $this->services()->current_visitor()->get()?->identity_uid;
	}

	public function test_a_change_based_on_an_old_version_is_refused_and_changes_nothing(): void {
		$this->act_as( 'administrator' );
		$made   = $this->rest( 'POST', 'rules', array( 'title' => 'Workers', 'rule' => self::rule( 'worker' ) ) )->get_data(); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$route  = 'rules/' . $made['uid'];
		$change = static fn ( string $class, string $version ): array => array( 'title' => 'Now ' . $class, 'rule' => self::rule( $class ), 'version' => $version, 'note' => 'To ' . $class ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$saved  = $this->rest( 'POST', $route, $change( 'producer', $made['version'] ) );
		self::assertSame( 200, $saved->get_status() );
		self::assertSame( 'reload', $this->assert_problem( 'rule_changed', 409, $this->rest( 'POST', $route, $change( 'consumer', $made['version'] ) ) )['next_step'] );
		self::assertSame( 'producer', $this->rest( 'GET', $route )->get_data()['rule']->when->value );

		$versions = $this->rest( 'GET', $route . '/versions' )->get_data();
		self::assertSame( array( 2, 1 ), array_column( $versions, 'number' ) );
		self::assertSame( array( 'To producer', '' ), array_column( $versions, 'note' ) );
		self::assertSame( 'worker', $versions[1]['rule']->when->value );
		self::assertSame( hash( 'sha256', (string) wp_json_encode( $versions[1]['rule'], JSON_UNESCAPED_SLASHES ) ), $versions[1]['hash'] );
		self::assertSame( wp_get_current_user()->display_name, $versions[0]['author'] );
	}

	public function test_the_last_twenty_versions_are_kept(): void {
		$this->act_as( 'administrator' );
		$rules = $this->services()->rules();
		$rule  = $rules->create( 'Rule', (string) wp_json_encode( self::rule( 'c0' ) ) );
		for ( $n = 1; $n <= 24; $n++ ) {
			$rule = $rules->save( $rule->uid, 'Rule', (string) wp_json_encode( self::rule( 'c' . $n ) ), $rule->hash );
		}
		$versions = $rules->versions( $rule->uid );
		self::assertCount( 20, $versions );
		self::assertSame( array( 25, 6 ), array( $versions[0]['number'], $versions[19]['number'] ) );
	}

	public function test_a_change_tells_whom_it_lets_in_from_stored_snapshots_and_a_preview_stores_nothing(): void {
		$this->person( 'ada', 'worker' );
		$this->person( 'bo', 'consumer' );
		$this->person( 'cy', 'consumer' );
		$this->act_as( 'administrator' );
		$made = $this->rest( 'POST', 'rules', array( 'title' => 'Workers', 'rule' => self::rule( 'worker' ) ) )->get_data(); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$seen = $this->rest( 'POST', "rules/{$made['uid']}/effect", array( 'rule' => self::rule( 'consumer' ) ) )->get_data();
		self::assertSame( array( 'gain' => 2, 'lose' => 1, 'identities' => 3 ), $seen['effect'] ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		self::assertSame( 1, $this->rest( 'GET', 'rules/' . $made['uid'] )->get_data()['number'] );
		$this->assert_problem( 'rule_invalid', 400, $this->rest( 'POST', "rules/{$made['uid']}/effect", array( 'rule' => array( 'v' => 9 ) ) ) );

		$visitor = $this->services()->current_visitor()->get();
		self::assertSame( 'rule_not_met', $this->services()->decider()->decide( $visitor, $made['uid'], 'gate' )->reason );
		$this->rest( 'POST', 'rules/' . $made['uid'], array( 'title' => 'Consumers', 'rule' => self::rule( 'consumer' ), 'version' => $made['version'] ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		self::assertTrue( $this->services()->decider()->decide( $visitor, $made['uid'], 'gate' )->is_allowed(), 'The stored snapshot is decided anew at once.' );
	}

	public function test_a_rule_of_a_provider_or_an_offer_is_in_use(): void {
		$rule = $this->services()->rules()->create( 'Workers', (string) wp_json_encode( self::rule( 'worker' ) ) );
		$this->provider( array( 'require' => $rule->uid ) );
		$this->plugin->kernel->database()->insert( 'offers', array( 'uid' => '01JD0000000000000000000001', 'kind' => 'discount', 'status' => 'draft', 'title' => 'Ten percent', 'audience' => $rule->uid ) + $this->offer_defaults() ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$this->act_as( 'administrator' );
		$data = $this->assert_problem( 'rule_in_use', 409, $this->rest( 'DELETE', 'rules/' . $rule->uid ) );
		self::assertSame( array( 'require', 'offer' ), array_column( $data['places'], 'type' ) );
		self::assertStringContainsString( 'Ten percent', $data['places'][1]['label'] );
		self::assertStringEndsWith( 'page=coop-credentials-sign-in&item=hostile', $data['places'][0]['url'], 'As the app reads its address.' );
		self::assertMatchesRegularExpression( '/page=coop-credentials-offers&item=[A-Za-z0-9]+\z/', $data['places'][1]['url'] );
		self::assertNotNull( $this->services()->rules()->find( $rule->uid ) );
	}

	/** @return array<string, mixed> Columns without a default. */
	private function offer_defaults(): array {
		return array(
			'organisation_id' => 1,
			'text'            => '',
			'created_at'      => '2026-11-01 00:00:00',
			'updated_at'      => '2026-11-01 00:00:00',
		);
	}

	public function test_pasted_claims_go_through_map_and_scope_and_are_stored_nowhere(): void {
		$this->act_as( 'administrator' );
		$ask   = fn ( array $more ): array => $this->rest( 'POST', 'rules/evaluate', $more + array( 'rule' => self::rule( 'worker' ), 'claims' => array( 'sub' => 'canary-4711' ) + self::WORKER ) )->get_data(); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$tried = $ask( array( 'provider' => 'hostile' ) );
		self::assertSame( 'allow', $tried['outcome'], (string) wp_json_encode( $tried ) );
		self::assertSame( 'worker', $tried['memberships'][0]['class'] );
		self::assertNotEmpty( $tried['mapping']['trace'] );
		self::assertArrayHasKey( 'coop_class', (array) $tried['request']['userinfo'] );

		$this->provider( array( 'issuer_scope' => '{"organisations":{"list":["https://bakers.example/"]},"max_assurance":2}' ) );
		$tried = $ask( array( 'provider' => 'hostile' ) );
		self::assertSame( array( 'deny', 'issuer_scope' ), array( $tried['outcome'], $tried['reason'] ) );
		self::assertSame( 'allow', $ask( array( 'preset' => 'generic' ) )['outcome'] );
		$tried = $ask( array( 'preset' => 'generic', 'now' => '2099-01-01T00:00:00Z', 'claims' => array( 'coop_valid_until' => '2030-12-31' ) + self::WORKER ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		self::assertSame( 'membership_expired', $tried['reason'] );
		$this->assert_problem( 'provider_unknown', 404, $this->rest( 'POST', 'rules/evaluate', array( 'rule' => self::rule( 'worker' ), 'claims' => self::WORKER, 'provider' => 'nobody' ) ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		self::assertStringNotContainsString( 'canary-4711', (string) wp_json_encode( $this->plugin->kernel->audit_log()->query( array(), 1, 100 ) ) );
		self::assertSame( 0, $this->services()->identities()->count() );
	}

	public function test_a_person_is_found_by_name_and_looking_at_them_is_recorded_without_values(): void {
		$uid  = $this->person( 'ada', 'worker' );
		$user = $this->user_with_role( 'subscriber', array( 'display_name' => 'Ada Weaver' ) );
		$this->plugin->kernel->database()->update( 'identities', array( 'user_id' => $user->ID ), array( 'uid' => $uid ) );
		$this->act_as( 'administrator' );
		self::assertSame( array( array( $uid, 'Ada Weaver', 'hostile' ) ), array_map( static fn ( array $one ): array => array( $one['uid'], $one['name'], $one['provider'] ), $this->rest( 'GET', 'rules/people', array( 'search' => 'weav' ) )->get_data() ) );
		self::assertSame( array(), $this->rest( 'GET', 'rules/people', array( 'search' => 'nobody' ) )->get_data() );

		$tried = $this->rest( 'POST', 'rules/evaluate', array( 'rule' => self::rule( 'worker' ), 'identity' => $uid ) )->get_data(); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		self::assertSame( 'allow', $tried['outcome'] );
		self::assertNotNull( $tried['snapshot_at'] );
		$rows = $this->plugin->kernel->audit_log()->query( array( 'event' => 'rule_dry_run', 'identity_uid' => $uid ), 1, 10 ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		self::assertSame( 1, $rows['total'] );
		self::assertStringNotContainsString( 'worker', (string) wp_json_encode( $rows ) );
		$this->assert_problem( 'identity_unknown', 404, $this->rest( 'POST', 'rules/evaluate', array( 'rule' => self::rule( 'worker' ), 'identity' => '01JD0000000000000000000009' ) ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
	}

	public function test_how_people_are_told_apart_is_the_same_wherever_a_rule_asks(): void {
		$rule = $this->services()->rules()->create( 'By a claim', '{"v":1,"when":{"path":["subject_strategy"],"op":"eq","value":"claim","of":"identity"}}' )->uid;
		$this->provider( array( 'subject' => 'claim:number', 'require' => $rule ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
		$this->hostile->person( array( 'sub' => 'wanda', 'number' => 'M-1' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
		$this->sign_in();
		$visitor = $this->services()->current_visitor()->require();
		$run     = $this->services()->rules_in_use()->dry_run();
		$asked   = array( 'now' => null, 'use' => '', 'signed_in' => true ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
		self::assertSame( 'allow', $this->services()->decider()->decide( $visitor, $rule, '' )->outcome );
		self::assertSame( 'allow', $run->on_person( $run->stored( $rule ), (string) $visitor->identity_uid, $asked )['outcome'] );
		self::assertSame( 0, $this->services()->rules_in_use()->effect()->of( $run->stored( 'any_identity' ), $run->stored( $rule ) )['lose'] );
	}

	public function test_each_sign_in_records_what_decided_it_without_values(): void {
		$uid  = $this->person( 'ada', 'worker' );
		$rule = $this->services()->rules()->create( 'Consumers', '{"v":1,"when":{"path":["coop_class"],"op":"eq","value":"consumer","of":"claim"}}' );
		$this->provider( array( 'require' => $rule->uid ) );
		$answer = $this->come_back( $this->go( array( 'renew' => '1' ) ) );
		self::assertInstanceOf( \CoopCredentials\Kernel\Front\Redirect::class, $answer );
		self::assertSame( 'rule_not_met', $this->reason( $answer ) );
		$rows = $this->plugin->kernel->audit_log()->query( array( 'event' => 'rule_decision' ), 1, 10 )['items'];
		self::assertCount( 2, $rows );
		self::assertSame( array( 'deny', 'rule_not_met', 'hostile', null, $rule->uid, 'sign_in' ), array( $rows[0]['outcome'], $rows[0]['reason'], $rows[0]['provider'], $rows[0]['identity_uid'], $rows[0]['details']['rule_uid'], $rows[0]['details']['use'] ) );
		self::assertSame( array( 'allow', '', 'hostile', $uid, 'any_identity', 'sign_in' ), array( $rows[1]['outcome'], $rows[1]['reason'], $rows[1]['provider'], $rows[1]['identity_uid'], $rows[1]['details']['rule_uid'], $rows[1]['details']['use'] ) );
		self::assertStringNotContainsString( 'consumer', (string) wp_json_encode( $rows ) );
	}

	public function test_trying_is_limited_to_thirty_a_minute(): void {
		$this->plugin = $this->boot_standing_still();
		$this->act_as( 'administrator' );
		for ( $n = 0; $n < 30; $n++ ) {
			self::assertSame( 200, $this->rest( 'POST', 'rules/evaluate', array( 'uid' => 'any_identity' ) )->get_status() );
		}
		$this->assert_problem( 'rate_limited', 429, $this->rest( 'POST', 'rules/evaluate', array( 'uid' => 'any_identity' ) ) );
	}
}
