<?php
/**
 * What must never happen with claims and rules.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Unit\Claims;

use CoopCredentials\Claims\Auth_Context;
use CoopCredentials\Claims\Context;
use CoopCredentials\Claims\Decision;
use CoopCredentials\Claims\Facts;
use CoopCredentials\Claims\Invalid_Rule;
use CoopCredentials\Claims\Json;
use CoopCredentials\Claims\Map_Presets;
use CoopCredentials\Claims\Membership;
use CoopCredentials\Claims\Organisation_Facts;
use CoopCredentials\Claims\Rule;
use CoopCredentials\Claims\Rule_Evaluator;
use CoopCredentials\Claims\Rule_Templates;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\TestCase;

/**
 * Each test is one mistake that was made elsewhere.
 */
final class NeverTest extends TestCase {

	private const NOW = 1795435200;

	private const WORKER = array(
		'organisation_id' => 'https://weavers.example/',
		'class'           => 'worker',
		'status'          => 'active',
	);

	public function test_never_claims_of_an_unverified_answer(): void {
		$map   = Map_Presets::map( 'generic' );
		$token = (object) array( 'sub' => 'a' );
		$info  = array(
			'coop_id'     => 'https://weavers.example/',
			'coop_status' => 'active',
		);
		$this->assertCount( 1, $map->map( $token, (object) ( $info + array( 'sub' => 'a' ) ), self::NOW )->memberships );
		$this->assertSame( array(), $map->map( $token, (object) ( $info + array( 'sub' => 'b' ) ), self::NOW )->memberships );
		$this->assertSame( array(), $map->map( $token, (object) $info, self::NOW )->memberships );
		$this->assertSame( array(), $map->map( new \stdClass(), (object) $info, self::NOW )->memberships );
	}

	public function test_never_protocol_claims_from_userinfo(): void {
		$merged = Map_Presets::map( 'generic' )->claims(
			(object) array( 'sub' => 'a' ),
			(object) array(
				'sub'       => 'a',
				'acr'       => 'high',
				'amr'       => array( 'otp' ),
				'auth_time' => self::NOW,
				'iss'       => 'https://evil.example',
				'dept'      => 'x',
			)
		);
		$this->assertSame(
			array(
				'sub'  => 'a',
				'dept' => 'x',
			),
			get_object_vars( $merged )
		);
		$this->assertNull( Auth_Context::from_claims( $merged )->acr );
	}

	/**
	 * Pairs that PHP's == calls equal.
	 */
	public static function lookalikes(): iterable {
		yield 'text and number' => array( '"2"', '2' );
		yield 'exponent' => array( '"1e3"', '"1000"' );
		yield 'true and text' => array( 'true', '"true"' );
		yield 'true and one' => array( 'true', '1' );
		yield 'zero and false' => array( '0', 'false' );
		yield 'leading zero' => array( '"01"', '"1"' );
		yield 'hash-like' => array( '"0e123"', '"0e456"' );
	}

	#[DataProvider( 'lookalikes' )]
	public function test_never_compared_as_cast_text( string $seen, string $wanted ): void {
		foreach ( array( array( $seen, $wanted ), array( $wanted, $seen ) ) as $pair ) {
			$claims = json_decode( '{"x":' . $pair[0] . '}' );
			$this->assertFalse( $this->decide( '{"v":1,"when":{"of":"claim","path":["x"],"op":"eq","value":' . $pair[1] . '}}', array(), $claims )->is_allowed() );
			$this->assertFalse( $this->decide( '{"v":1,"when":{"of":"claim","path":["x"],"op":"in","value":[' . $pair[1] . ']}}', array(), $claims )->is_allowed() );
		}
	}

	public function test_never_an_empty_value_matches_a_missing_claim(): void {
		foreach ( array( '""', 'null', '[]', '{}' ) as $empty ) {
			$decision = $this->decide( '{"v":1,"when":{"path":["country"],"op":"eq","value":' . $empty . '}}' );
			$this->assertSame( array( 'deny', 'rule_invalid' ), array( $decision->outcome, $decision->reason ) );
		}
	}

	public function test_never_the_last_duplicate_wins(): void {
		$this->assertSame( 'rule_not_met', $this->decide( '{"v":1,"when":{"all":[{"path":["class"],"op":"eq","value":"user"},{"path":["class"],"op":"eq","value":"worker"}]}}' )->reason );
		foreach ( array(
			'{"v":1,"when":{"path":["class"],"op":"eq","value":"user"},"when":{"path":["class"],"op":"eq","value":"worker"}}',
			'{"v":1,"when":{"path":["class"],"op":"eq","value":"user","value":"worker"}}',
			'{"v":1,"when":{"path":["class"],"op":"eq","value":"user","v\u0061lue":"worker"}}',
			'{"v":1,"when":{"all":[{"path":["class"],"op":"eq","value":"user"}],"all" :[{"path":["class"],"op":"eq","value":"worker"}]}}',
		) as $json ) {
			$this->assertSame( 'rule_invalid', $this->decide( $json )->reason, $json );
		}
	}

	public function test_never_a_key_taken_for_twice_that_is_not(): void {
		$rule = Rule::from_json( '{"v":1,"when":{"any":[{"path":["class"],"op":"eq","value":"a \"value\": {b}"},{"path":["class"],"op":"eq","value":"worker"}]}}' );
		$this->assertCount( 2, $rule->leaves );
	}

	public function test_never_values_split_at_separators(): void {
		foreach ( array( 'user,worker', 'user worker', 'user|worker', 'user;worker', "user\nworker" ) as $text ) {
			$this->assertSame( 'rule_not_met', $this->decide( '{"v":1,"when":{"of":"claim","path":["x"],"op":"eq","value":"worker"}}', array(), (object) array( 'x' => $text ) )->reason );
			$this->assertSame( 'rule_not_met', $this->decide( (string) json_encode( self::in( $text ) ) )->reason );
			$mapping = Map_Presets::map( 'generic' )->map(
				(object) array(
					'sub'        => 'a',
					'coop_id'    => 'https://weavers.example/',
					'coop_roles' => $text,
				),
				null,
				self::NOW
			);
			$this->assertNotContains( 'worker', $mapping->memberships[0]->roles ?? array() );
		}
	}

	public function test_never_a_missing_or_broken_rule_allows_or_fails_loudly(): void {
		$this->assertSame( array( 'deny', 'rule_missing' ), $this->outcome( ( new Rule_Evaluator() )->decide( null, $this->context() ) ) );
		$this->assertSame( array( 'deny', 'rule_missing' ), $this->outcome( $this->decide( null ) ) );
		foreach ( array( '', '{', 'null', '[]', 'true', '{}', '{"v":1}', "\xff", '{"v":1,"when":{"all":[]}}' ) as $broken ) {
			$this->assertSame( array( 'deny', 'rule_invalid' ), $this->outcome( $this->decide( $broken ) ), $broken );
		}
	}

	public function test_never_an_exception_allows(): void {
		$broken   = new class() implements Organisation_Facts {
			public function primary_id( string $organisation_id ): ?string {
				throw new \RuntimeException( 'The directory cannot be read.' );
			}
			public function facts( string $organisation_id ): ?Facts {
				throw new \RuntimeException( 'The directory cannot be read.' );
			}
		};
		$rule     = Rule::from_json( '{"v":1,"when":{"any":[{"path":["class"],"op":"eq","value":"worker"},{"path":["organisation_id"],"op":"eq","value":"https://weavers.example/"}]}}' );
		$decision = ( new Rule_Evaluator( $broken ) )->decide( $rule, $this->context() );
		$this->assertSame( array( 'deny', 'rule_invalid' ), $this->outcome( $decision ) );
		$this->assertTrue( ( new Rule_Evaluator() )->decide( $rule, $this->context() )->is_allowed() );
	}

	public function test_never_rules_or_values_in_public_answers(): void {
		$decision = $this->decide( '{"v":1,"when":{"path":["class"],"op":"eq","value":"secret-class"}}' );
		$public   = (string) json_encode( $decision->to_array( false ) );
		foreach ( array( 'secret-class', 'worker', 'trace', 'skipped', 'hash', '/when', 'weavers' ) as $word ) {
			$this->assertStringNotContainsString( $word, $public );
		}
		$this->assertSame( 'rule_not_met', $decision->to_array( false )['reason'] );
		$this->assertArrayHasKey( 'trace', $decision->to_array( true ) );
	}

	public function test_never_without_an_end(): void {
		foreach ( array( '{"v":1,"when":{"path":["class"],"op":"eq","value":"worker"}}', '{"v":1,"when":{"of":"identity","path":["issuer"],"op":"exists"}}' ) as $rule ) {
			$decision = $this->decide( $rule );
			$this->assertTrue( $decision->is_allowed() );
			$this->assertGreaterThan( self::NOW, $decision->good_until );
		}
	}

	public function test_never_a_person_recognised_by_a_name(): void {
		$rule   = (string) json_encode( json_decode( Rule_Templates::all( 'https://weavers.example/' )['own_members']['rule'] ) );
		$forged = array(
			'organisation_id'   => 'https://evil.example/',
			'organisation_name' => 'https://weavers.example/',
			'status'            => 'active',
		);
		$this->assertTrue( $this->decide( $rule )->is_allowed() );
		$this->assertSame( 'rule_not_met', $this->decide( $rule, array( $forged ) )->reason );
	}

	public function test_never_too_much_in_a_trace(): void {
		$claims   = (object) array( 'x' => str_repeat( 'é', 80 ) );
		$decision = $this->decide( '{"v":1,"when":{"of":"claim","path":["x"],"op":"eq","value":"a"}}', array(), $claims );
		$this->assertSame( str_repeat( 'é', 64 ), $decision->trace[0]['seen'] );

		$claims   = (object) array( 'x' => 'ada.lovelace@weavers.example' );
		$decision = $this->decide( '{"v":1,"when":{"of":"claim","path":["x"],"op":"eq","value":"a"}}', array(), $claims );
		$this->assertSame( 'a***@weavers.example', $decision->trace[0]['seen'] );

		$claims   = (object) array( 'x' => array( str_repeat( 'y', 58 ) . '@weavers.example' ) );
		$decision = $this->decide( '{"v":1,"when":{"of":"claim","path":["x"],"op":"contains","value":"a"}}', array(), $claims );
		$this->assertSame( '["y***@weavers.example"]', $decision->trace[0]['seen'] );
	}

	public function test_never_claims_from_unusable_json(): void {
		$this->assertNotNull( Json::claims( '{"a":' . str_repeat( '[', 15 ) . str_repeat( ']', 15 ) . '}' ) );
		$this->assertNull( Json::claims( '{"a":' . str_repeat( '[', 16 ) . str_repeat( ']', 16 ) . '}' ) );
		$this->assertNotNull( Json::claims( '{"a":"' . str_repeat( 'x', 65536 - 8 ) . '"}' ) );
		$this->assertNull( Json::claims( '{"a":"' . str_repeat( 'x', 65536 - 7 ) . '"}' ) );
		foreach ( array( '', '{"a":1', "{\"a\":\"\xff\"}", '[]', '"a"', 'null', "{'a':1}", '{"a":NaN}', '{"a":1}x' ) as $text ) {
			$this->assertNull( Json::claims( $text ), $text );
		}
		$this->assertEquals( (object) array( 'a' => new \stdClass() ), Json::claims( '{"a":{}}' ) );
		$this->assertSame( array(), Json::claims( '{"a":[]}' )->a );
	}

	public function test_never_an_infinite_number(): void {
		$this->assertSame( 'claim_unknown', $this->decide( '{"v":1,"when":{"of":"claim","path":["x"],"op":"gt","value":1}}', array(), Json::claims( '{"x":1e400}' ) )->reason );
		$this->expectException( Invalid_Rule::class );
		Rule::from_json( '{"v":1,"when":{"path":["assurance"],"op":"lt","value":1e400}}' );
	}

	public function test_never_claims_changed_by_mapping(): void {
		$token  = json_decode( '{"sub":"a","vc_presented_attributes":"{\"coop_class\":\"worker\"}","https://coop-credentials.example/x":1}' );
		$before = json_encode( $token );
		Map_Presets::map( 'vc_authn' )->map( $token, json_decode( '{"sub":"a","more":1}' ), self::NOW );
		Map_Presets::map( 'auth0' )->map( $token, json_decode( '{"sub":"a","more":1}' ), self::NOW );
		$this->assertSame( $before, json_encode( $token ) );
	}

	private static function in( string $text ): array {
		return array(
			'v'    => 1,
			'when' => array(
				'path'  => array( 'class' ),
				'op'    => 'in',
				'value' => array( $text ),
			),
		);
	}

	private function outcome( Decision $decision ): array {
		return array( $decision->outcome, $decision->reason );
	}

	private function context( array $memberships = array( self::WORKER ), ?\stdClass $claims = null ): Context {
		return new Context(
			now: self::NOW,
			memberships: array_map( Membership::from_array( ... ), $memberships ),
			claims: $claims,
			identity: array( 'issuer' => 'https://id.example' ),
			signed_in: true,
			memberships_at: self::NOW,
		);
	}

	private function decide( ?string $rule, array $memberships = array( self::WORKER ), ?\stdClass $claims = null ): Decision {
		return ( new Rule_Evaluator() )->decide_stored( $rule, $this->context( $memberships, $claims ) );
	}
}
