<?php
declare( strict_types=1 );

namespace CoopCredentials\Offers;

use CoopCredentials\Sign_In\Rule_Repository;

/**
 * For whom an offer is, in words.
 */
final class Audience_Labels {
	/** @var array<string, string> */
	private array $known = array();

	public function __construct( private readonly Rule_Repository $rules ) {}

	/**
	 * @param string $rule_uid Rule or template.
	 */
	public function of( string $rule_uid ): string {
		$this->known[ $rule_uid ] ??= self::template( $rule_uid ) ?? $this->title( $rule_uid );
		return $this->known[ $rule_uid ];
	}

	private function title( string $rule_uid ): string {
		return '' === $rule_uid ? '' : ( $this->rules->find( $rule_uid )->title ?? '' );
	}

	private static function template( string $uid ): ?string {
		return match ( $uid ) {
			'any_identity'          => __( 'For everybody who signs in', 'coop-credentials' ),
			'any_listed_member'     => __( 'For members of any listed co-op', 'coop-credentials' ),
			'own_members'           => __( 'For our own members', 'coop-credentials' ),
			'checked_within_a_year' => __( 'For members of any listed co-op, checked within a year', 'coop-credentials' ),
			'board'                 => __( 'For board members of any listed co-op', 'coop-credentials' ),
			default                 => null,
		};
	}
}
