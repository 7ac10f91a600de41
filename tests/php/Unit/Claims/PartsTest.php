<?php
/**
 * Parts of the room that no fixture reaches.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Unit\Claims;

use CoopCredentials\Claims\Claim_Map;
use CoopCredentials\Claims\Context;
use CoopCredentials\Claims\Dates;
use CoopCredentials\Claims\Decision;
use CoopCredentials\Claims\Facts;
use CoopCredentials\Claims\Invalid_Map;
use CoopCredentials\Claims\Invalid_Scope;
use CoopCredentials\Claims\Issuer_Scope;
use CoopCredentials\Claims\Json;
use CoopCredentials\Claims\Map_Presets;
use CoopCredentials\Claims\Membership;
use CoopCredentials\Claims\Organisation_Facts;
use CoopCredentials\Claims\Organisation_Id;
use CoopCredentials\Claims\Reason;
use CoopCredentials\Claims\Rule;
use CoopCredentials\Claims\Rule_Evaluator;
use CoopCredentials\Claims\Rule_Templates;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\TestCase;

/**
 * Documents that are refused, presets, templates, reasons, dates, snapshots.
 */
final class PartsTest extends TestCase {

	private const NOW  = 1795435200;
	private const RULE = '{"v":1,"when":{"path":["class"],"op":"eq","value":"worker"}}';

	public static function broken_maps(): iterable {
		yield 'no version' => array( '{}', '/v', 'unknown_version' );
		yield 'unknown key' => array( '{"v":1,"field":[]}', '', 'unknown_key' );
		yield 'dotted path' => array( '{"v":1,"fields":[{"to":"class","from":["a.b"]}]}', '/fields/0/from/0', 'path' );
		yield 'derived field' => array( '{"v":1,"fields":[{"to":"organisation_level","from":[["l"]]}]}', '/fields/0/to', 'unknown_value' );
		yield 'field twice' => array( '{"v":1,"fields":[{"to":"class","from":[["a"]]},{"to":"class","from":[["b"]]}]}', '/fields/1/to', 'duplicate_field' );
		yield 'other' => array( '{"v":1,"fields":[{"to":"class","from":[["a"]],"other":"guess"}]}', '/fields/0/other', 'unknown_value' );
		yield 'constant status' => array( '{"v":1,"constants":{"status":"active"}}', '/constants', 'unknown_key' );
		yield 'constant name' => array( '{"v":1,"constants":{"organisation_id":"Weavers"}}', '/constants/organisation_id', 'organisation_id' );
		yield 'subject by e-mail' => array( '{"v":1,"subject":"claim:email"}', '/subject', 'unknown_value' );
		yield 'subject by nested e-mail' => array( '{"v":1,"subject":"claim:[\"a\",\"email\"]"}', '/subject', 'unknown_value' );
		yield 'level 5' => array( '{"v":1,"verified":{"f":{"levels":{"9":5}}}}', '/verified', 'out_of_range' );
		yield 'key twice' => array( '{"v":1,"base":[],"base":["a"]}', '', 'duplicate_key' );
	}

	#[DataProvider( 'broken_maps' )]
	public function test_broken_map( string $json, string $at, string $problem ): void {
		try {
			Claim_Map::from_json( $json );
			$this->fail( 'accepted' );
		} catch ( Invalid_Map $error ) {
			$this->assertSame( array( 'map_invalid', $at, $problem ), array( $error->reason, $error->at, $error->problem ) );
		}
	}

	public static function broken_scopes(): iterable {
		yield 'nothing' => array( '{}', '/organisations', 'not_an_object' );
		yield 'two forms' => array( '{"organisations":{"own":"https://a.example/","any":true}}', '/organisations', 'one_of' );
		yield 'any false' => array( '{"organisations":{"any":false}}', '/organisations/any', 'unknown_value' );
		yield 'no id' => array( '{"organisations":{"own":""}}', '/organisations/own', 'string_length' );
		yield 'name' => array( '{"organisations":{"list":["Weavers"]}}', '/organisations/list/0', 'organisation_id' );
		yield 'assurance 5' => array( '{"organisations":{"any":true},"max_assurance":5}', '/max_assurance', 'out_of_range' );
		yield 'field level' => array( '{"organisations":{"any":true},"fields":["organisation_level"]}', '/fields/0', 'unknown_value' );
		yield '501' => array( (string) json_encode( array( 'organisations' => array( 'list' => array_fill( 0, 501, 'https://a.example/' ) ) ) ), '/organisations/list', 'too_many' );
	}

	#[DataProvider( 'broken_scopes' )]
	public function test_broken_scope( string $json, string $at, string $problem ): void {
		try {
			Issuer_Scope::from_json( $json );
			$this->fail( 'accepted' );
		} catch ( Invalid_Scope $error ) {
			$this->assertSame( array( 'scope_invalid', $at, $problem ), array( $error->reason, $error->at, $error->problem ) );
		}
	}

	public function test_scope_is_only_made_narrower(): void {
		$own  = Issuer_Scope::own( 'https://a.example/' );
		$any  = Issuer_Scope::from_json( '{"organisations":{"any":true},"max_assurance":4,"fields":["class","category"],"deny":["https://b.example/"]}' );
		$both = $own->narrowed_by( $any );
		$this->assertEquals( $both->organisations, $any->narrowed_by( $own )->organisations );
		$this->assertSame( array( 'https://a.example/' ), $both->organisations );
		$this->assertSame( array( 2, 1 ), array( $both->max_assurance, $both->default_assurance ) );
		$this->assertSame( 0, $any->narrowed_by( Issuer_Scope::none() )->default_assurance );
		$this->assertSame( array( 'class' ), $both->fields );
		$this->assertSame( array( 'https://b.example/' ), $both->deny );
		$this->assertSame( array(), $own->narrowed_by( Issuer_Scope::own( 'https://c.example/' ) )->organisations );
	}

	public function test_presets_are_valid(): void {
		foreach ( Map_Presets::NAMES as $name ) {
			$preset = Map_Presets::get( $name );
			$this->assertNotNull( $preset, $name );
			$this->assertInstanceOf( Claim_Map::class, Map_Presets::map( $name ) );
			$this->assertSame( in_array( $name, array( 'mattr', 'vc_authn' ), true ) ? 'ephemeral' : 'stable', $preset['map']['subject'], $name );
		}
		$this->assertFalse( Map_Presets::get( 'sd_jwt_vc' )['enabled'] );
		$this->assertSame( array( 'openid_credential_presentation' ), Map_Presets::get( 'mattr' )['scopes'] );
		$this->assertNull( Map_Presets::map( 'nonsense' ) );
	}

	public function test_subject_path(): void {
		$this->assertSame( array( 'member_id' ), Claim_Map::from_json( '{"v":1,"subject":"claim:member_id"}' )->subject_path()->steps );
		$this->assertSame( array( 'a', 'b' ), Claim_Map::from_json( '{"v":1,"subject":"claim:[\"a\",\"b\"]"}' )->subject_path()->steps );
		$this->assertNull( Claim_Map::from_json( '{"v":1}' )->subject_path() );
	}

	public static function template_people(): iterable {
		yield 'nobody' => array( null, array() );
		yield 'identity only' => array( array(), array( 'any_identity' ) );
		yield 'listed' => array( array( 'organisation_id' => 'https://b.example/' ), array( 'any_identity', 'any_listed_member' ) );
		yield 'unlisted' => array( array( 'policy' => array( 'redeem' ) ), array( 'any_identity', 'own_members' ) );
		yield 'own' => array( array( 'organisation_id' => 'https://a.example/' ), array( 'any_identity', 'any_listed_member', 'own_members' ) );
		yield 'checked' => array( array( 'verified_at' => self::NOW - 86400 ), array( 'any_identity', 'any_listed_member', 'own_members', 'checked_within_a_year' ) );
		yield 'board' => array( array( 'roles' => array( 'board' ) ), array( 'any_identity', 'any_listed_member', 'own_members', 'board' ) );
		yield 'lapsed' => array( array( 'status' => 'lapsed' ), array( 'any_identity' ) );
	}

	#[DataProvider( 'template_people' )]
	public function test_templates( ?array $person, array $expected ): void {
		$usual   = array(
			'organisation_id' => 'https://a.example/',
			'status'          => 'active',
			'policy'          => array( 'listed' ),
		);
		$context = new Context(
			now: self::NOW,
			memberships: null === $person || array() === $person ? array() : array( Membership::from_array( array_merge( $usual, $person ) ) ),
			identity: null === $person ? array() : array( 'issuer' => 'https://id.example' ),
			signed_in: null !== $person,
			memberships_at: self::NOW,
		);
		$allowed = array();
		foreach ( array_keys( Rule_Templates::all( 'https://a.example/' ) ) as $uid ) {
			if ( ( new Rule_Evaluator() )->decide( Rule_Templates::rule( $uid, 'https://a.example/' ), $context )->is_allowed() ) {
				$allowed[] = $uid;
			}
		}
		$this->assertSame( $expected, $allowed );
	}

	public function test_own_members_needs_an_own_organisation(): void {
		$this->assertNull( Rule_Templates::rule( 'own_members' ) );
		$this->assertNull( Rule_Templates::rule( 'own_members', 'Weavers' ) );
		$this->assertNull( Rule_Templates::rule( 'nonsense', 'https://a.example/' ) );
		$this->assertSame( array( 'board', 1 ), array( Rule_Templates::rule( 'board' )->uid, Rule_Templates::rule( 'board' )->version ) );
	}

	public function test_reasons_have_status_and_next_step(): void {
		$table = array();
		foreach ( Reason::cases() as $reason ) {
			$table[ $reason->value ] = array( $reason->http_status(), $reason->next_step() );
		}
		$this->assertSame(
			array(
				'rule_missing'              => array( 403, null ),
				'rule_invalid'              => array( 403, null ),
				'not_signed_in'             => array( 401, 'sign_in' ),
				'membership_stale'          => array( 403, 'sign_in_again' ),
				'membership_expired'        => array( 403, 'renew_membership' ),
				'membership_inactive'       => array( 403, 'contact_organisation' ),
				'membership_status_unknown' => array( 403, 'contact_organisation' ),
				'policy_not_allowed'        => array( 403, 'contact_organisation' ),
				'issuer_scope'              => array( 403, 'apply' ),
				'no_membership'             => array( 403, 'apply' ),
				'rule_not_met'              => array( 403, null ),
				'claim_unknown'             => array( 403, 'sign_in_again' ),
				'step_up_required'          => array( 401, 'step_up' ),
				'step_up_failed'            => array( 403, null ),
			),
			$table
		);
	}

	public function test_step_up_says_what_to_ask(): void {
		$rule = Rule::from_json( '{"v":1,"when":{"path":["class"],"op":"eq","value":"worker"},"auth":{"max_age":300,"acr_any":["urn:a"]}}' );
		$this->assertSame(
			array(
				'max_age' => 300,
				'acr_any' => array( 'urn:a' ),
			),
			$this->decide( $rule )->step_up()
		);
		$this->assertSame( array(), $this->decide( Rule::from_json( self::RULE ) )->step_up() );
	}

	public function test_decision_as_json(): void {
		$decision = $this->decide( Rule::from_json( self::RULE, '01JD', 4 ) );
		$this->assertSame(
			array(
				'outcome'      => 'allow',
				'reason'       => null,
				'next_step'    => null,
				'evaluated_at' => '2026-11-23T12:00:00Z',
				'good_until'   => '2026-12-23T12:00:00Z',
				'rule'         => array(
					'uid'     => '01JD',
					'version' => 4,
					'hash'    => hash( 'sha256', self::RULE ),
				),
				'matched'      => 0,
				'skipped'      => array(),
				'trace'        => array(
					array(
						'm'         => 0,
						'at'        => '/when',
						'op'        => 'eq',
						'result'    => 'true',
						'why'       => '',
						'seen_type' => 'string',
						'seen'      => 'worker',
					),
				),
			),
			$decision->to_array( true )
		);
		$this->assertSame( 'worker', $decision->matched_membership->class );
		$this->assertSame( $decision->hash(), $this->decide( Rule::from_json( self::RULE, '01JD', 4 ) )->hash() );
		$this->assertNotSame( $decision->hash(), $this->decide( Rule::from_json( self::RULE . ' ' ) )->hash() );
	}

	public function test_membership_of_an_older_snapshot_is_stale_alone(): void {
		$old     = Membership::from_array(
			array(
				'class'  => 'worker',
				'status' => 'active',
			)
		);
		$context = new Context( now: self::NOW, memberships: array( $old, $old ), signed_in: true, memberships_at: self::NOW, taken_at: array( 0 => self::NOW - 2592001 ) );

		$decision = ( new Rule_Evaluator() )->decide( Rule::from_json( self::RULE ), $context );
		$this->assertSame( 1, $decision->matched );
		$this->assertSame( 'membership_stale', $decision->skipped[0]['reason'] );
	}

	public function test_a_stored_membership_ends_with_time(): void {
		$stored = Membership::from_array(
			array(
				'status'      => 'active',
				'valid_until' => '2026-11-30',
			)
		)->to_array();
		$again  = Membership::from_array( (array) json_decode( (string) json_encode( $stored ), true ) );
		$end    = Dates::instant( '2026-12-01T00:00:00Z' );
		$this->assertTrue( $again->member_at( $end - 1 ) );
		$this->assertFalse( $again->member_at( $end ) );
		$this->assertSame( $end, $again->ends_at() );
	}

	public function test_unknown_stays_unknown_when_stored(): void {
		$one = Claim_Map::from_json( '{"v":1}' )->map( Json::claims( '{"sub":"1","coop_id":"https://a.example/","coop_status":"active","coop_valid_until":"soon"}' ), null, self::NOW );
		$this->assertNull( $one->memberships[0]->member );
		$this->assertNull( Membership::from_array( $one->memberships[0]->to_array() )->member_at( self::NOW ) );
	}

	public function test_facts_of_today_for_a_stored_membership(): void {
		$facts  = new class() implements Organisation_Facts {
			public function primary_id( string $organisation_id ): ?string {
				return 'dotcoop:a.coop' === $organisation_id ? 'https://a.example/' : null;
			}
			public function facts( string $organisation_id ): ?Facts {
				return 'https://a.example/' === $organisation_id ? new Facts( $organisation_id, 'A', 'coop', 'IE', 3, array( 'listed' ) ) : null;
			}
		};
		$stored = Membership::from_array(
			array(
				'organisation_id' => 'dotcoop:a.coop',
				'policy'          => array( 'redeem' ),
				'class'           => 'worker',
			)
		);
		$today  = Issuer_Scope::with_facts( $stored, $facts );
		$this->assertSame( array( 'https://a.example/', 'A', 'coop', 3, array( 'listed' ), 'worker' ), array( $today->organisation_id, $today->organisation_name, $today->category, $today->organisation_level, $today->policy, $today->class ) );

		$gone = Issuer_Scope::with_facts( $stored->with( array( 'organisation_id' => 'https://b.example/' ) ), $facts );
		$this->assertNull( $gone->policy );
	}

	public function test_dates_agree_with_php(): void {
		for ( $instant = -62135596800; $instant < Dates::MAX_EPOCH; $instant += 86399 * 397 ) {
			$this->assertSame( gmdate( 'Y-m-d\TH:i:s\Z', $instant ), Dates::text( $instant ) );
			$this->assertSame( $instant, Dates::instant( Dates::text( $instant ) ) );
		}
	}

	public static function intervals(): iterable {
		yield array( '2021', '2021-01-01T00:00:00Z', '2021-12-31T23:59:59Z' );
		yield array( '2024-02', '2024-02-01T00:00:00Z', '2024-02-29T23:59:59Z' );
		yield array( '2021-09', '2021-09-01T00:00:00Z', '2021-09-30T23:59:59Z' );
		yield array( '2000-02-29', '2000-02-29T00:00:00Z', '2000-02-29T23:59:59Z' );
		yield array( '2021-12-31', '2021-12-31T00:00:00Z', '2021-12-31T23:59:59Z' );
		yield array( '2021-06-01t10:20:30.999z', '2021-06-01T10:20:30Z', '2021-06-01T10:20:30Z' );
		yield array( '2021-06-01T00:20-01:30', '2021-06-01T01:50:00Z', '2021-06-01T01:50:00Z' );
		yield array( '2021-06-01T23:59:59+23:59', '2021-06-01T00:00:59Z', '2021-06-01T00:00:59Z' );
		yield array( 0, '1970-01-01T00:00:00Z', '1970-01-01T00:00:00Z' );
		yield array( 86400.0, '1970-01-02T00:00:00Z', '1970-01-02T00:00:00Z' );
		yield array( Dates::MAX_EPOCH, '9999-12-31T23:59:59Z', '9999-12-31T23:59:59Z' );
	}

	#[DataProvider( 'intervals' )]
	public function test_interval( mixed $value, string $first, string $last ): void {
		$interval = Dates::interval( $value );
		$this->assertNotNull( $interval );
		$this->assertSame( array( $first, $last ), array_map( Dates::text( ... ), $interval ) );
	}

	public static function ids(): iterable {
		yield array( 'https://a.example', 'https://a.example/' );
		yield array( 'HTTP://A.Example:80/X', 'https://a.example/X' );
		yield array( 'http://a.example:443', 'https://a.example/' );
		yield array( 'https://a.example:443/', 'https://a.example/' );
		yield array( 'https://a.example:80/', 'https://a.example:80/' );
		yield array( 'https://a.example:444/', 'https://a.example:444/' );
		yield array( 'https://a.example:65535/', 'https://a.example:65535/' );
		yield array( 'https://a.example:65536/', null );
		yield array( 'https://a.example/' . str_repeat( 'x', 237 ), 'https://a.example/' . str_repeat( 'x', 237 ) );
		yield array( 'https://a.example/' . str_repeat( 'x', 238 ), null );
		yield array( 'https://a.example/x y', null );
		yield array( 'https://a.example/é', null );
		yield array( 'https://bücher.example/', null );
		yield array( 'https://a.example./', null );
		yield array( 'https://a_b.example/', null );
		yield array( 'https://a.example\\@b.example/', null );
		yield array( 'https:///x', null );
		yield array( 'ftp://a.example/', null );
		yield array( 'dotcoop:A.coop', 'dotcoop:a.coop' );
		yield array( 'dotcoop:coop', null );
		yield array( 'lei:5493001KJTIIGC8Y1R1', null );
		yield array( 'reg:GB-COH:RS001234', 'reg:GB-COH:RS001234' );
		yield array( 'reg:gb-coh:RS001234', null );
		yield array( 'reg:GB-COH:', null );
		yield array( 'local:a-b', 'local:a-b' );
		yield array( 'local:A', null );
		yield array( 'local:', null );
		yield array( '', null );
	}

	#[DataProvider( 'ids' )]
	public function test_organisation_id( string $id, ?string $canonical ): void {
		$this->assertSame( $canonical, Organisation_Id::canonical( $id ) );
		if ( null !== $canonical ) {
			$this->assertSame( $canonical, Organisation_Id::canonical( $canonical ) );
		}
	}

	public static function seen(): iterable {
		yield array( '7', 'number', 7 );
		yield array( '7.5', 'number', 7.5 );
		yield array( 'true', 'boolean', true );
		yield array( 'null', 'absent', null );
		yield array( '{"a":1}', 'object', '{"a":1}' );
		yield array( '["a"]', 'array', '["a"]' );
		yield array( '"' . str_repeat( 'a', 64 ) . '"', 'string', str_repeat( 'a', 64 ) );
	}

	#[DataProvider( 'seen' )]
	public function test_trace_shows_what_was_seen( string $json, string $type, mixed $seen ): void {
		$rule    = Rule::from_json( '{"v":1,"when":{"of":"claim","path":["x"],"op":"eq","value":"b"}}' );
		$context = new Context( now: self::NOW, claims: Json::claims( '{"x":' . $json . '}' ), signed_in: true );
		$line    = ( new Rule_Evaluator() )->decide( $rule, $context )->trace[0];
		$this->assertSame( array( $type, $seen, null ), array( $line['seen_type'], $line['seen'], $line['m'] ) );
	}

	public function test_nobody_is_signed_in_by_default(): void {
		$decision = ( new Rule_Evaluator() )->decide( Rule::from_json( self::RULE ), new Context( now: self::NOW ) );
		$this->assertSame( 'not_signed_in', $decision->reason );
	}

	public function test_a_refusal_without_a_rule_names_none(): void {
		$answer = Decision::refuse( Reason::RuleMissing, self::NOW )->to_array( true );
		$this->assertNull( $answer['rule'] );
		$this->assertSame( array(), $answer['trace'] );
	}

	public static function not_dates(): iterable {
		foreach ( array( '', '21', '2021-1', '2021-00', '2021-13', '2021-01-00', '2021-04-31', '0000', "2021\n", '2021-01-01T00:00', '2021-01-01T24:00Z', '2021-01-01T00:60Z', '2021-01-01T00:00:60Z', '2021-01-01 00:00:00Z', '2021-01-01T00:00+24:00', '2021-01-01T00:00+00:60', '2021-02-30T00:00Z', '2021-06-01T10:20:30.' . str_repeat( '0', 45 ) . 'Z', '1795435200', Dates::MAX_EPOCH + 1, 1795435200000, -1, 1.5, true, null, array() ) as $value ) {
			yield json_encode( $value ) => array( $value );
		}
	}

	#[DataProvider( 'not_dates' )]
	public function test_not_a_date( mixed $value ): void {
		$this->assertNull( Dates::interval( $value ) );
	}

	private function decide( Rule $rule ): Decision {
		$worker = Membership::from_array(
			array(
				'organisation_id' => 'https://a.example/',
				'class'           => 'worker',
				'status'          => 'active',
			)
		);
		return ( new Rule_Evaluator() )->decide( $rule, new Context( now: self::NOW, memberships: array( $worker ), signed_in: true, memberships_at: self::NOW ) );
	}
}
