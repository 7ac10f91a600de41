<?php
/**
 * What the verification of a verified claim says.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Claims;

/**
 * Reads the `verification` element of OpenID Connect for Identity Assurance. Attachments are never fetched.
 *
 * @phpstan-import-type Result from Map_Run
 */
final class Vouched {

	/**
	 * UTC epoch second of the verification; null: not said, or said unusably.
	 */
	public readonly ?int $verified_at;

	/**
	 * Reads the element.
	 *
	 * @param \stdClass $verification The element.
	 * @param Framework $framework    The accepted framework.
	 * @param string    $name         Its name.
	 */
	public function __construct( private readonly \stdClass $verification, private readonly Framework $framework, private readonly string $name ) {
		$this->verified_at = Dates::instant( $verification->time ?? null );
	}

	/**
	 * The fields with what only the verification may say: assurance, time, framework, and an earlier end.
	 *
	 * @param array<string, Result> $found Fields of the claims.
	 * @return array<string, Result>
	 */
	public function over( array $found ): array {
		$found['assurance']   = self::result( $this->framework->level( $this->verification->assurance_level ?? null ) );
		$found['verified_at'] = self::result( null === $this->verified_at ? null : Dates::text( $this->verified_at ) );
		$found['framework']   = self::result( $this->name );
		foreach ( $this->expiries() as $expiry ) {
			$until = $found['valid_until'] ?? self::result( null );
			$end   = is_string( $expiry ) && null !== Field::read( 'valid_until', $expiry, false, Normal_Form::detect() ) ? Dates::end( $expiry ) : null;
			if ( null === $end || 'unusable' === $until['state'] ) {
				$found['valid_until'] = array(
					'state' => 'unusable',
					'value' => null,
				);
			} elseif ( ! is_string( $until['value'] ) || $end < Dates::end( $until['value'] ) ) {
				$found['valid_until'] = self::result( $expiry );
			}
		}
		return $found;
	}

	/**
	 * Ends of all vouches, as written.
	 *
	 * @return list<mixed>
	 */
	private function expiries(): array {
		$expiries = array();
		$evidence = $this->verification->evidence ?? null;
		foreach ( is_array( $evidence ) ? $evidence : array() as $entry ) {
			$attestation = $entry instanceof \stdClass && 'vouch' === ( $entry->type ?? null ) ? $entry->attestation ?? null : null;
			$expiry      = $attestation instanceof \stdClass ? $attestation->date_of_expiry ?? null : null;
			if ( ! Value::is_absent( $expiry ) ) {
				$expiries[] = $expiry;
			}
		}
		return $expiries;
	}

	/**
	 * A usable value, or none.
	 *
	 * @return Result
	 */
	private static function result( mixed $value ): array {
		return is_string( $value ) || is_int( $value )
			? array(
				'state' => 'usable',
				'value' => $value,
			)
			: array(
				'state' => 'absent',
				'value' => null,
			);
	}
}
