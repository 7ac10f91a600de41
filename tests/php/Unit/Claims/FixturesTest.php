<?php
/**
 * Every case of tests/fixtures/rules.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Unit\Claims;

use CoopCredentials\Claims\Claims_Request;
use CoopCredentials\Claims\Dates;
use CoopCredentials\Claims\Decision;
use CoopCredentials\Claims\Echoed_Parameters;
use CoopCredentials\Claims\Invalid_Rule;
use CoopCredentials\Claims\Map_Presets;
use CoopCredentials\Claims\Membership;
use CoopCredentials\Claims\Path;
use CoopCredentials\Claims\Rule;
use CoopCredentials\Claims\Scoped;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\TestCase;

/**
 * Runs the cases; each data set is called RULE-<name of the case>.
 */
final class FixturesTest extends TestCase {

	/**
	 * Cases that were run, by name.
	 *
	 * @var array<string, true>
	 */
	private static array $ran = array();

	/**
	 * All cases of all groups.
	 *
	 * @return iterable<string, array{string, \stdClass}>
	 */
	public static function cases(): iterable {
		foreach ( Fixtures::GROUPS as $group ) {
			foreach ( Fixtures::cases( $group ) as $case ) {
				yield 'RULE-' . $case->name => array( $group, $case );
			}
		}
	}

	/**
	 * One case: every expectation it states is compared.
	 */
	#[DataProvider( 'cases' )]
	public function test_case( string $group, \stdClass $case ): void {
		$expect = get_object_vars( $case->expect );
		$this->assertNotSame( array(), $expect, 'a case expects something' );
		$this->assertSame( array(), array_values( array_diff( array_keys( get_object_vars( $case ) ), Fixtures::INPUTS ) ), 'unknown input' );
		$this->assertSame( array(), array_values( array_diff( array_keys( $expect ), Fixtures::EXPECTATIONS ) ), 'unknown expectation' );

		self::$ran[ $case->name ] = true;
		if ( array_key_exists( 'sign_in', $expect ) ) {
			$this->check_echo( $case, $expect );
			return;
		}
		if ( array_key_exists( 'request', $expect ) ) {
			$this->check_request( $case, $expect );
			return;
		}
		list( $mapping, $left ) = Fixtures::memberships( $case );
		if ( array_key_exists( 'memberships', $expect ) ) {
			$this->check_memberships( $expect['memberships'], $left );
		}
		if ( array_key_exists( 'dropped', $expect ) ) {
			$this->assertSame( $expect['dropped'], array_map( 'array_values', $left->dropped ) );
		}
		foreach ( $expect['map_trace'] ?? array() as $effect ) {
			$this->assertContains( $effect, array_column( $mapping->trace, 'effect' ) );
		}
		foreach ( $expect['scope_trace'] ?? array() as $effect ) {
			$this->assertContains( $effect, array_column( $left->trace, 'effect' ) );
		}
		if ( array_key_exists( 'problem', $expect ) ) {
			$this->check_problem( $case, $expect['problem'] );
		}
		if ( array_key_exists( 'outcome', $expect ) ) {
			$this->assertTrue( property_exists( $case, 'rule' ), 'an outcome needs a rule' );
			$this->check_decision( $expect, Fixtures::decide( $case, $left ) );
		}
	}

	/**
	 * No case is skipped, none is named twice, and there are at least 120.
	 */
	public function test_all_cases_ran(): void {
		$names = array();
		foreach ( Fixtures::GROUPS as $group ) {
			$names = array_merge( $names, array_column( Fixtures::cases( $group ), 'name' ) );
		}
		$this->assertSame( array(), array_diff_assoc( $names, array_unique( $names ) ), 'named twice' );
		$this->assertGreaterThanOrEqual( 120, count( $names ) );

		$provided = array_map( static fn( string $key ): string => substr( $key, 5 ), array_keys( iterator_to_array( self::cases() ) ) );
		$this->assertSame( $names, $provided, 'every case is a data set' );
		if ( array() !== self::$ran ) {
			$this->assertSame( array(), array_values( array_diff( $names, array_keys( self::$ran ) ) ), 'skipped' );
		}
	}

	/**
	 * The decision.
	 *
	 * @param array<string, mixed> $expect   What is expected.
	 * @param Decision             $decision What was decided.
	 */
	private function check_decision( array $expect, Decision $decision ): void {
		$this->assertSame( $expect['outcome'], $decision->outcome, (string) json_encode( $decision->to_array( true ) ) );
		if ( 'allow' === $expect['outcome'] ) {
			$this->assertSame( '', $decision->reason );
			$this->assertSame( 200, $decision->http_status );
			$this->assertNull( $decision->next_step );
		} else {
			$this->assertSame( $expect['reason'], $decision->reason, (string) json_encode( $decision->to_array( true ) ) );
			$this->assertNull( $decision->matched );
			$this->assertNull( $decision->good_until );
		}
		$actual = array(
			'http'       => $decision->http_status,
			'next_step'  => $decision->next_step,
			'matched'    => $decision->matched,
			'good_until' => null === $decision->good_until ? null : Dates::text( $decision->good_until ),
			'skipped'    => array_map( 'array_values', $decision->skipped ),
			'trace'      => array_map( static fn( array $line ): array => array( $line['at'], $line['result'], $line['why'] ), $decision->trace ),
		);
		foreach ( array_intersect_key( $expect, $actual ) as $key => $value ) {
			$this->assertSame( $value, $actual[ $key ], $key );
		}
	}

	/**
	 * Memberships: as many, and each stated key; null means "absent".
	 *
	 * @param list<\stdClass> $expected What is expected.
	 * @param Scoped          $left     What came out.
	 */
	private function check_memberships( array $expected, Scoped $left ): void {
		$this->assertCount( count( $expected ), $left->memberships, (string) json_encode( array( $left->memberships, $left->dropped ) ) );
		foreach ( $expected as $index => $one ) {
			foreach ( get_object_vars( $one ) as $key => $value ) {
				$this->assertSame( $value, $left->memberships[ $index ]->{$key}, "$index $key" );
			}
			$again = Membership::from_array( $left->memberships[ $index ]->to_array() );
			$this->assertEquals( $left->memberships[ $index ], $again, 'a stored membership reads the same' );
		}
	}

	/**
	 * The place and the problem of an invalid rule.
	 *
	 * @param \stdClass                $case    The case.
	 * @param array{string, string} $problem Place and code.
	 */
	private function check_problem( \stdClass $case, array $problem ): void {
		try {
			Rule::from_json( $case->rule instanceof \stdClass ? $case->rule : (string) json_encode( $case->rule ) );
			$this->fail( 'the rule is accepted' );
		} catch ( Invalid_Rule $error ) {
			$this->assertSame( $problem, array( $error->at, $error->problem ) );
			$this->assertSame( 'rule_invalid', $error->reason );
		}
	}

	/**
	 * The claims request.
	 *
	 * @param \stdClass            $case   The case.
	 * @param array<string, mixed> $expect What is expected.
	 */
	private function check_request( \stdClass $case, array $expect ): void {
		$rules   = array_map( static fn( \stdClass $rule ): Rule => Rule::from_json( $rule ), $case->rules );
		$request = Claims_Request::build( $rules, Fixtures::map( $case ), $case->supported ?? true, $case->target ?? 'userinfo' );
		$this->assertSame(
			null === $expect['request'] ? null : json_encode( $expect['request'], JSON_UNESCAPED_SLASHES ),
			$request->parameter()
		);
		$this->assertSame( $expect['notice'], $request->notice );
	}

	/**
	 * Parameters that must come back.
	 *
	 * @param \stdClass            $case   The case.
	 * @param array<string, mixed> $expect What is expected.
	 */
	private function check_echo( \stdClass $case, array $expect ): void {
		$preset = Map_Presets::get( $case->preset );
		$echo   = array_map( static fn( array $path ): ?Path => Path::from( $path ), $preset['echo'] );
		$this->assertSame( $expect['sign_in'], Echoed_Parameters::problem( $echo, get_object_vars( $case->sent ), $case->id_token ) );
	}
}
