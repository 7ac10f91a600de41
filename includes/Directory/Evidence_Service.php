<?php
/**
 * Adds evidence.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Directory;

use CoopCredentials\Claims\Category;
use CoopCredentials\Kernel\Audit_Log;
use CoopCredentials\Kernel\Clock;
use CoopCredentials\Kernel\Database;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Kernel\Ulid;

/**
 * Append-only: a correction is a new record that supersedes. Each addition derives level and state anew in the same
 * transaction.
 */
final class Evidence_Service {

	/** Kinds whose confirmation proves the identifier they speak of. */
	private const PROVING = array( Evidence_Kind::Domain_Control, Evidence_Kind::Public_Filing, Evidence_Kind::Apex_Membership, Evidence_Kind::Attestation );

	public function __construct(
		private readonly Database $db,
		private readonly Clock $clock,
		private readonly Evidence_Repository $evidence,
		private readonly Organisation_Repository $organisations,
		private readonly Identifier_Repository $identifiers,
		private readonly Standing_Service $standings,
		private readonly Trust_Policy_Repository $policies,
		private readonly Directory_Version $version,
		private readonly Audit_Log $audit
	) {}

	/**
	 * JSON schema of what a reviewer may send.
	 *
	 * @return array<string, array<string, mixed>>
	 */
	public static function schema(): array {
		return array(
			'kind'           => array( 'type' => 'string', 'enum' => array_column( Evidence_Kind::cases(), 'value' ), 'required' => true ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
			'method'         => array( 'type' => 'string', 'enum' => Evidence::METHODS, 'default' => 'manual' ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
			'issuer'         => array( 'type' => 'string', 'minLength' => 1, 'maxLength' => 200, 'required' => true ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
			'reference_url'  => array( 'type' => array( 'string', 'null' ), 'maxLength' => 2000, 'pattern' => '^https?://' ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
			'subject_scheme' => array( 'type' => array( 'string', 'null' ), 'enum' => array_merge( Identifier::SCHEMES, array( null ) ) ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
			'subject_value'  => array( 'type' => array( 'string', 'null' ), 'maxLength' => 255 ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
			'supports'       => array( 'type' => 'array', 'maxItems' => 8, 'items' => array( 'type' => 'string', 'enum' => array_column( Category::cases(), 'value' ) ), 'default' => array() ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
			'result'         => array( 'type' => 'string', 'enum' => array( 'pending', 'confirmed', 'failed' ), 'default' => 'confirmed' ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
			'checked_at'     => array( 'type' => array( 'string', 'null' ), 'format' => 'date-time' ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
			'valid_until'    => array( 'type' => array( 'string', 'null' ), 'format' => 'date-time' ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
			'note'           => array( 'type' => 'string', 'maxLength' => 1000, 'default' => '' ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
			'private_note'   => array( 'type' => 'string', 'maxLength' => 1000, 'default' => '' ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
			'supersedes'     => array( 'type' => array( 'string', 'null' ), 'pattern' => '^[0-9A-HJKMNP-TV-Z]{26}$' ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a table.
		);
	}

	/**
	 * @param Organisation $organisation
	 * @param array<string, mixed> $input Of schema(), validated by shape.
	 * @param int|null             $by    Account of the reviewer.
	 * @throws Problem With reason evidence_invalid (422), evidence_superseded (409).
	 */
	public function add( Organisation $organisation, array $input, ?int $by = null ): Evidence {
		return $this->db->transaction(
			function () use ( $organisation, $input, $by ): Evidence {
				$record = $this->record( $organisation, $input, $by );
				$id     = $this->evidence->add( $record, $this->clock->now() );
				if ( 'confirmed' === $record->result && null !== $record->subject_scheme && in_array( $record->kind, self::PROVING, true ) ) {
					$this->identifiers->set_proven( $organisation->id, $record->subject_scheme, (string) $record->subject_value, true );
				}
				$this->derive( $organisation );
				$this->audit->record( 'evidence_added', 'ok', '', array( 'actor_id' => $by, 'details' => array( 'organisation' => $organisation->uid, 'kind' => $record->kind->value, 'result' => $record->result ) ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
				$uid = $record->uid;
				$this->db->after_commit(
					static function () use ( $organisation, $uid ): void {
						/**
						 * Fires after evidence was added.
						 *
						 * @since 0.1.0
						 *
						 * @param string $organisation Its uid.
						 * @param string $uid          The record.
						 */
						do_action( 'coop_credentials_evidence_added', $organisation->uid, $uid );
					}
				);
				return $this->evidence->find_by_uid( $record->uid ) ?? throw new \LogicException( 'Just stored: ' . (int) $id );
			}
		);
	}

	/**
	 * Takes a record back: a new one says so.
	 *
	 * @throws Problem With reason evidence_superseded (409), invalid_request (400).
	 */
	public function revoke( Evidence $record, string $reason, ?int $by = null ): Evidence {
		$organisation = $this->organisations->find_by_id( $record->organisation_id ) ?? throw self::invalid( 'organisation' );
		return $this->db->transaction(
			function () use ( $record, $reason, $by, $organisation ): Evidence {
				$this->refuse_superseded( $record );
				$now     = $this->clock->now();
				$revoked = new Evidence( 0, Ulid::generate(), $record->organisation_id, $record->kind, $record->method, $record->issuer, $record->reference_url, $record->subject_scheme, $record->subject_value, $record->supports, 'revoked', $now, $by, null, '', $reason, null, null, $this->policies->current()->stamp(), $record->id );
				$this->evidence->add( $revoked, $now );
				$this->derive( $organisation );
				$this->audit->record( 'evidence_revoked', 'ok', '', array( 'actor_id' => $by, 'details' => array( 'organisation' => $organisation->uid, 'evidence' => $record->uid ) ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
				return $this->evidence->find_by_uid( $revoked->uid ) ?? throw new \LogicException( 'Just stored.' );
			}
		);
	}

	/**
	 * What adding would lead to, without adding.
	 *
	 * @param Organisation $organisation
	 * @param array<string, mixed> $input As for add().
	 */
	public function preview( Organisation $organisation, array $input ): Standing {
		$record  = $this->record( $organisation, $input, null );
		$subject = array_map( static fn( Identifier $identifier ): string => $identifier->scheme . ' ' . $identifier->value, $this->identifiers->of( $organisation->id ) );
		$rules   = new Standing_Rules( $this->policies->current(), $organisation->category, array_merge( $this->evidence->of( $organisation->id ), array( $record ) ), $subject );
		return $rules->at( $this->clock->now(), $organisation->state, $organisation->state_reason );
	}

	private function derive( Organisation $organisation ): void {
		$fresh    = $this->organisations->find_by_id( $organisation->id ) ?? throw self::invalid( 'organisation' );
		$standing = $this->standings->refresh( $fresh );
		$this->version->raise( $standing->next_change_at );
	}

	/**
	 * @param Organisation $organisation
	 * @param array<string, mixed> $input Of schema().
	 * @param int|null $by
	 */
	private function record( Organisation $organisation, array $input, ?int $by ): Evidence {
		$now     = $this->clock->now();
		$kind    = Evidence_Kind::tryFrom( self::text( $input['kind'] ?? '' ) ) ?? throw self::invalid( 'kind' );
		$issuer  = Cell::read( self::text( $input['issuer'] ?? '' ), 200 );
		$checked = self::instant( $input['checked_at'] ?? null, 'checked_at' ) ?? $now;
		$latest  = $checked->modify( '+' . $kind->max_days() . ' days' );
		$until   = self::instant( $input['valid_until'] ?? null, 'valid_until' ) ?? $checked->modify( '+' . $this->policies->current()->days( $kind ) . ' days' );
		$result  = self::text( $input['result'] ?? 'confirmed' );
		if ( '' === $issuer->text || $issuer->too_long ) {
			throw self::invalid( 'issuer' );
		}
		if ( $checked > $now->modify( '+60 seconds' ) ) {
			throw self::invalid( 'checked_at' );
		}
		if ( $until <= $checked || $until > $latest ) {
			throw self::invalid( 'valid_until' );
		}
		if ( ! in_array( $result, array( 'pending', 'confirmed', 'failed' ), true ) ) {
			throw self::invalid( 'result' );
		}
		$url = self::text( $input['reference_url'] ?? '' );
		if ( '' !== $url && null === Website::read( $url )->url ) {
			throw self::invalid( 'reference_url' );
		}
		list( $scheme, $value ) = $this->subject( $organisation, self::text( $input['subject_scheme'] ?? '' ), self::text( $input['subject_value'] ?? '' ) );

		$supersedes = null;
		if ( '' !== self::text( $input['supersedes'] ?? '' ) ) {
			$former = $this->evidence->find_by_uid( self::text( $input['supersedes'] ) );
			if ( null === $former || $former->organisation_id !== $organisation->id ) {
				throw self::invalid( 'supersedes' );
			}
			$this->refuse_superseded( $former );
			$supersedes = $former->id;
		}
		$supports = array();
		foreach ( is_array( $input['supports'] ?? null ) ? $input['supports'] : array() as $name ) {
			$supports[] = Category::tryFrom( self::text( $name ) ) ?? throw self::invalid( 'supports' );
		}
		$method = self::text( $input['method'] ?? 'manual' );
		return new Evidence(
			0,
			Ulid::generate(),
			$organisation->id,
			$kind,
			in_array( $method, Evidence::METHODS, true ) ? $method : throw self::invalid( 'method' ),
			$issuer->text,
			'' === $url ? null : $url,
			$scheme,
			$value,
			$supports,
			$result,
			$checked,
			$by,
			$until,
			Cell::read( self::text( $input['note'] ?? '' ), 1000, true )->text,
			Cell::read( self::text( $input['private_note'] ?? '' ), 1000, true )->text,
			null,
			null,
			$this->policies->current()->stamp(),
			$supersedes
		);
	}

	/**
	 * The subject must be an identifier the organisation has.
	 *
	 * @return array{0: string|null, 1: string|null}
	 */
	private function subject( Organisation $organisation, string $scheme, string $value ): array {
		if ( '' === $scheme && '' === $value ) {
			return array( null, null );
		}
		foreach ( $this->identifiers->of( $organisation->id ) as $identifier ) {
			if ( $identifier->scheme === $scheme && $identifier->value === $value ) {
				return array( $scheme, $value );
			}
		}
		throw self::invalid( 'subject_value' );
	}

	private function refuse_superseded( Evidence $record ): void {
		if ( $this->evidence->is_superseded( $record->id ) ) {
			throw new Problem( 'evidence_superseded', 409, __( 'A newer record has replaced this one.', 'coop-credentials' ), 'reload' );
		}
	}

	private static function instant( mixed $value, string $field ): ?\DateTimeImmutable {
		if ( null === $value || '' === $value ) {
			return null;
		}
		if ( $value instanceof \DateTimeImmutable ) {
			return $value;
		}
		$time = is_string( $value ) ? rest_parse_date( $value ) : false;
		return false === $time ? throw self::invalid( $field ) : ( new \DateTimeImmutable( '@' . $time ) )->setTimezone( new \DateTimeZone( 'UTC' ) );
	}

	private static function text( mixed $value ): string {
		return is_scalar( $value ) ? (string) $value : '';
	}

	private static function invalid( string $field ): Problem {
		/* translators: %s: name of a field. */
		return new Problem( 'evidence_invalid', 422, sprintf( __( 'This evidence cannot be taken: look at %s.', 'coop-credentials' ), $field ), null, array( 'params' => array( $field => __( 'Not valid.', 'coop-credentials' ) ) ) );
	}
}
