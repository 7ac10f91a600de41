<?php
/**
 * Reads tests/fixtures/rules and runs its cases through the room.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Unit\Claims;

use CoopCredentials\Claims\Auth_Context;
use CoopCredentials\Claims\Claim_Map;
use CoopCredentials\Claims\Context;
use CoopCredentials\Claims\Dates;
use CoopCredentials\Claims\Decision;
use CoopCredentials\Claims\Facts;
use CoopCredentials\Claims\Issuer_Scope;
use CoopCredentials\Claims\Map_Presets;
use CoopCredentials\Claims\Mapping;
use CoopCredentials\Claims\Membership;
use CoopCredentials\Claims\Normal_Form;
use CoopCredentials\Claims\Organisation_Facts;
use CoopCredentials\Claims\Rule_Evaluator;
use CoopCredentials\Claims\Scoped;

/**
 * The cases and their way through map, scope and evaluator.
 */
final class Fixtures {

	public const GROUPS = array( 'map', 'scope', 'operators', 'logic', 'auth', 'limits', 'requests' );

	/** Inputs and expectations a case may have. Anything else is a spelling mistake that would test nothing. */
	public const INPUTS = array( 'name', 'why', 'now', 'preset', 'map', 'scope', 'facts', 'id_token', 'userinfo', 'memberships', 'memberships_at', 'claims', 'identity', 'auth', 'stepped_up', 'signed_in', 'use', 'needs_policy', 'dropped', 'rule', 'rules', 'supported', 'target', 'sent', 'normalizer', 'expect' );

	public const EXPECTATIONS = array( 'outcome', 'reason', 'http', 'next_step', 'matched', 'good_until', 'skipped', 'trace', 'memberships', 'dropped', 'map_trace', 'scope_trace', 'problem', 'warnings', 'request', 'notice', 'sign_in' );

	/**
	 * All cases of a group.
	 *
	 * @return list<\stdClass>
	 */
	public static function cases( string $group ): array {
		$file = dirname( __DIR__, 3 ) . "/fixtures/rules/$group.json";
		$data = json_decode( (string) file_get_contents( $file ), false, 64, JSON_THROW_ON_ERROR );
		foreach ( $data->cases as $case ) {
			$case->now = Dates::instant( $case->now ?? $data->now );
		}
		return $data->cases;
	}

	/**
	 * How strings are normalised in a case.
	 */
	public static function form( \stdClass $case ): Normal_Form {
		return false === ( $case->normalizer ?? true ) ? Normal_Form::without_normalizer() : Normal_Form::detect();
	}

	/**
	 * The directory of a case.
	 */
	public static function facts( \stdClass $case ): Organisation_Facts {
		return new class( $case->facts ?? array() ) implements Organisation_Facts {

			public function __construct( private readonly array $known ) {
			}

			public function primary_id( string $organisation_id ): ?string {
				foreach ( $this->known as $entry ) {
					if ( in_array( $organisation_id, array( $entry->id, ...( $entry->same_as ?? array() ) ), true ) ) {
						return $entry->id;
					}
				}
				return null;
			}

			public function facts( string $organisation_id ): ?Facts {
				foreach ( $this->known as $entry ) {
					if ( $entry->id === $organisation_id ) {
						return new Facts( $entry->id, $entry->name, $entry->category, $entry->country, $entry->level, $entry->policy );
					}
				}
				return null;
			}
		};
	}

	/**
	 * The claim map of a case.
	 */
	public static function map( \stdClass $case ): Claim_Map {
		return isset( $case->map ) ? Claim_Map::from_json( $case->map ) : Map_Presets::map( $case->preset ?? 'generic' );
	}

	/**
	 * Memberships after map and scope, or as given.
	 *
	 * @return array{Mapping, Scoped}
	 */
	public static function memberships( \stdClass $case ): array {
		if ( isset( $case->id_token ) ) {
			$mapping = self::map( $case )->map( $case->id_token, $case->userinfo ?? null, $case->now, $case->identity->provider ?? '', self::form( $case ) );
		} else {
			$given   = array_map( static fn( \stdClass $one ): Membership => Membership::from_array( get_object_vars( $one ) ), $case->memberships ?? array() );
			$dropped = array_map(
				static fn( array $one ): array => array(
					'index'  => $one[0],
					'reason' => $one[1],
				),
				$case->dropped ?? array()
			);
			$mapping = new Mapping( $given, $dropped );
		}
		if ( ! property_exists( $case, 'scope' ) ) {
			return array( $mapping, new Scoped( $mapping->memberships, $mapping->dropped ) );
		}
		$scope = null === $case->scope ? Issuer_Scope::none() : Issuer_Scope::from_json( $case->scope );
		return array( $mapping, $scope->apply( $mapping, self::facts( $case ) ) );
	}

	/**
	 * The decision of a case.
	 *
	 * @param \stdClass $case The case.
	 * @param Scoped    $left Its memberships.
	 */
	public static function decide( \stdClass $case, Scoped $left ): Decision {
		$context   = new Context(
			now: $case->now,
			memberships: $left->memberships,
			claims: $case->claims ?? $case->id_token ?? null,
			identity: get_object_vars( $case->identity ?? new \stdClass() ),
			auth: Auth_Context::from_claims( $case->auth ?? new \stdClass() ),
			signed_in: $case->signed_in ?? true,
			stepped_up: $case->stepped_up ?? false,
			memberships_at: property_exists( $case, 'memberships_at' ) ? Dates::instant( $case->memberships_at ) : $case->now,
			use: $case->use ?? '',
			needs_policy: $case->needs_policy ?? null,
			dropped: $left->dropped,
		);
		$evaluator = new Rule_Evaluator( self::facts( $case ), self::form( $case ) );
		$rule      = $case->rule;
		return $evaluator->decide_stored( null === $rule || $rule instanceof \stdClass ? $rule : (string) json_encode( $rule ), $context );
	}
}
