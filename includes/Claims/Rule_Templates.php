<?php
/**
 * Rules to start from.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Claims;

/**
 * Read-only rules, usable by their uid and meant to be copied. Titles are English; rooms that show them translate by uid.
 */
final class Rule_Templates {

	/**
	 * All templates.
	 *
	 * @param string|null $own_organisation Id of the site's own organisation; without it `own_members` does not exist.
	 * @return array<string, array{title: string, rule: string}> By uid; `rule` is the rule's JSON.
	 */
	public static function all( ?string $own_organisation = null ): array {
		$listed    = array(
			'path'  => array( 'policy' ),
			'op'    => 'contains',
			'value' => 'listed',
		);
		$templates = array(
			'any_identity'          => self::template(
				'Everybody who signs in',
				array(
					'path' => array( 'issuer' ),
					'op'   => 'exists',
					'of'   => 'identity',
				)
			),
			'any_listed_member'     => self::template( 'Active members of any listed co-op', $listed ),
			'own_members'           => self::template(
				'Our own active members',
				array(
					'path'  => array( 'organisation_id' ),
					'op'    => 'eq',
					'value' => (string) $own_organisation,
				)
			),
			'checked_within_a_year' => self::template(
				'Active members of any listed co-op, checked within a year',
				array(
					'all' => array(
						$listed,
						array(
							'path'  => array( 'verified_at' ),
							'op'    => 'newer_than',
							'value' => 'P1Y',
						),
					),
				)
			),
			'board'                 => self::template(
				'Board members of any listed co-op',
				array(
					'all' => array(
						$listed,
						array(
							'path'  => array( 'roles' ),
							'op'    => 'contains',
							'value' => 'board',
						),
					),
				)
			),
		);
		if ( null === $own_organisation || null === Organisation_Id::canonical( $own_organisation ) ) {
			unset( $templates['own_members'] );
		}
		return $templates;
	}

	/**
	 * One template as a rule; null when there is none of that uid.
	 */
	public static function rule( string $uid, ?string $own_organisation = null ): ?Rule {
		$template = self::all( $own_organisation )[ $uid ] ?? null;
		return null === $template ? null : Rule::from_json( $template['rule'], $uid, 1 );
	}

	/**
	 * Title and JSON.
	 *
	 * @param string               $title English title.
	 * @param array<string, mixed> $when  The condition.
	 * @return array{title: string, rule: string}
	 */
	private static function template( string $title, array $when ): array {
		return array(
			'title' => $title,
			'rule'  => Json::encode(
				array(
					'v'    => 1,
					'when' => $when,
				)
			),
		);
	}
}
