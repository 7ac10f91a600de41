<?php
/**
 * What holds for every rule.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Unit\Claims;

use CoopCredentials\Claims\Auth_Context;
use CoopCredentials\Claims\Context;
use CoopCredentials\Claims\Facts;
use CoopCredentials\Claims\Membership;
use CoopCredentials\Claims\Organisation_Facts;
use CoopCredentials\Claims\Rule;
use CoopCredentials\Claims\Rule_Evaluator;
use PHPUnit\Framework\TestCase;

/**
 * Properties tested on 20,000 seeded random rules, and the number of conditions that are evaluated.
 */
final class PropertiesTest extends TestCase {

	private const NOW = 1795435200;

	/**
	 * RULE-P1: leaving a field or a claim out never turns a no into a yes (status, end and the provider's own word apart).
	 */
	public function test_p1_omission_never_helps(): void {
		$random = new Random_Rules( 20261123 );
		$denied = 0;
		$flips  = 0;
		$allows = 0;
		for ( $round = 0; $round < 20000; ++$round ) {
			$rule     = Rule::from_json( $random->rule( 0 === $round % 4 ) );
			$people   = $this->memberships( $random );
			$claims   = $random->claims();
			$identity = array( 'provider' => 'demo' );
			if ( $this->allows( $rule, $people, $claims, $identity ) ) {
				++$allows;
				continue;
			}
			++$denied;
			$kind = $random->number( 3 );
			if ( 0 === $kind && array() !== $claims ) {
				unset( $claims[ $random->one( array_keys( $claims ) ) ] );
			} elseif ( 1 === $kind && array() !== $people ) {
				$index = $random->number( count( $people ) );
				$keys  = array_values( array_diff( array_keys( $people[ $index ] ), array( 'status', 'valid_until', 'member' ) ) );
				if ( array() !== $keys ) {
					unset( $people[ $index ][ $random->one( $keys ) ] );
				}
			} else {
				$identity = array();
			}
			$flips += $this->allows( $rule, $people, $claims, $identity ) ? 1 : 0;
		}
		$this->assertSame( 0, $flips );
		$this->assertGreaterThan( 2000, $allows, 'the rules can be met' );
		$this->assertGreaterThan( 5000, $denied, 'the rules can be missed' );
	}

	/**
	 * RULE-P2: without `every`, leaving a membership out never turns a no into a yes.
	 */
	public function test_p2_fewer_memberships_never_help(): void {
		$random  = new Random_Rules( 7387 );
		$removed = 0;
		$flips   = 0;
		for ( $round = 0; $round < 20000; ++$round ) {
			$rule   = Rule::from_json( $random->rule( false ) );
			$people = $this->memberships( $random );
			$claims = $random->claims();
			if ( array() === $people || $this->allows( $rule, $people, $claims, array( 'provider' => 'demo' ) ) ) {
				continue;
			}
			++$removed;
			array_splice( $people, $random->number( count( $people ) ), 1 );
			$flips += $this->allows( $rule, $people, $claims, array( 'provider' => 'demo' ) ) ? 1 : 0;
		}
		$this->assertSame( 0, $flips );
		$this->assertGreaterThan( 5000, $removed );
	}

	/**
	 * The control of P2: under `every` it can happen, so the test above is able to see it.
	 */
	public function test_p2_control_every(): void {
		$rule = Rule::from_json( '{"v":1,"for":"every","when":{"path":["class"],"op":"eq","value":"worker"}}' );
		$good = array(
			'class'  => 'worker',
			'status' => 'active',
		);
		$bad  = array_merge( $good, array( 'class' => 'user' ) );
		$this->assertFalse( $this->allows( $rule, array( $good, $bad ), array(), array() ) );
		$this->assertTrue( $this->allows( $rule, array( $good ), array(), array() ) );
	}

	/**
	 * 60 conditions over 50 memberships are 3,000 comparisons, and each id is looked up in the directory once.
	 */
	public function test_budget_is_counted(): void {
		$leaf   = '{"path":["organisation_id"],"op":"eq","value":"https://weavers.example/"}';
		$group  = '{"any":[' . implode( ',', array_fill( 0, 20, $leaf ) ) . ']}';
		$rule   = Rule::from_json( '{"v":1,"when":{"all":[' . "$group,$group,$group" . ']}}' );
		$facts  = new class() implements Organisation_Facts {
			public int $asked = 0;
			public function primary_id( string $organisation_id ): ?string {
				++$this->asked;
				return null;
			}
			public function facts( string $organisation_id ): ?Facts {
				return null;
			}
		};
		$people = array();
		for ( $index = 0; $index < 50; ++$index ) {
			$people[] = Membership::from_array(
				array(
					'organisation_id' => "https://coop$index.example/",
					'status'          => 'active',
				)
			);
		}
		$decision = ( new Rule_Evaluator( $facts ) )->decide( $rule, new Context( now: self::NOW, memberships: $people, signed_in: true, memberships_at: self::NOW ) );
		$this->assertSame( 'rule_not_met', $decision->reason );
		$this->assertSame( 3000, $decision->evaluated );
		$this->assertCount( 3000 + 50 * 4, $decision->trace );
		$this->assertSame( 51, $facts->asked );
	}

	/**
	 * Up to three memberships.
	 */
	private function memberships( Random_Rules $random ): array {
		$people = array();
		for ( $count = $random->number( 4 ); $count > 0; --$count ) {
			$people[] = $random->membership();
		}
		return $people;
	}

	private function allows( Rule $rule, array $people, array $claims, array $identity ): bool {
		$context = new Context(
			now: self::NOW,
			memberships: array_map( Membership::from_array( ... ), $people ),
			claims: (object) $claims,
			identity: $identity,
			auth: new Auth_Context( acr: 'high' ),
			signed_in: true,
			memberships_at: self::NOW,
		);
		return ( new Rule_Evaluator() )->decide( $rule, $context )->is_allowed();
	}
}
