<?php
/**
 * What happened with a person's credentials.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Own_Data;

use CoopCredentials\Kernel\Audit_Log;
use CoopCredentials\Kernel\Clock;
use CoopCredentials\Kernel\Database;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Sign_In\Decider;
use CoopCredentials\Sign_In\Decision_Log;
use CoopCredentials\Sign_In\Provider_Repository;
use CoopCredentials\Sign_In\Reasons;

/**
 * The rows of the audit log about an owner's identities, at most 90 days back: when, with which credential, for what, for
 * which organisation, and why not. Claim values and tokens were never written there.
 */
final class History {

	public const DAYS = 90;

	/**
	 * Builds the history.
	 *
	 * @param Audit_Log           $audit     Log.
	 * @param Provider_Repository $providers Names.
	 * @param Clock               $clock     Time.
	 * @param (\Closure( string ): (string|null)) $organisation_name Name of an organisation here, by its id.
	 */
	public function __construct(
		private readonly Audit_Log $audit,
		private readonly Provider_Repository $providers,
		private readonly Clock $clock,
		private readonly \Closure $organisation_name,
	) {
	}

	/**
	 * One page, newest first.
	 *
	 * @param Owner $owner    Owner.
	 * @param int   $page     From 1.
	 * @param int   $per_page At most 100.
	 * @return array{items:list<array<string,mixed>>,total:int}
	 */
	public function of( Owner $owner, int $page, int $per_page ): array {
		if ( array() === $owner->identities ) {
			return array(
				'items' => array(),
				'total' => 0,
			);
		}
		$found = $this->audit->query(
			array(
				'identity_uid' => $owner->uids(),
				'since'        => Database::datetime( $this->clock->now()->modify( '-' . self::DAYS . ' days' ) ),
			),
			$page,
			$per_page
		);

		return array(
			'items' => array_map( $this->item( ... ), self::finished( $found['items'] ) ),
			'total' => $found['total'],
		);
	}

	/**
	 * Without the first of the two rows of a sign-in into an account, where the second one stands beside it.
	 *
	 * @param list<array<string,mixed>> $rows Rows of the log.
	 * @return list<array<string,mixed>>
	 */
	private static function finished( array $rows ): array {
		$done = array();
		foreach ( $rows as $row ) {
			if ( 'sign_in' === self::text( $row, 'event' ) && 'ok' === self::text( $row, 'outcome' ) ) {
				$done[ self::text( $row, 'request_id' ) ] = true;
			}
		}

		return array_values( array_filter( $rows, static fn( array $row ): bool => 'waiting' !== self::text( $row, 'outcome' ) || ! isset( $done[ self::text( $row, 'request_id' ) ] ) ) );
	}

	/**
	 * One row as its owner sees it: no address, no internal details.
	 *
	 * @param array<string,mixed> $row Row of the log.
	 * @return array<string,mixed>
	 */
	private function item( array $row ): array {
		$details      = is_array( $row['details'] ?? null ) ? $row['details'] : array();
		$reason       = self::text( $row, 'reason' );
		$organisation = self::text( $details, 'organisation' );
		$label        = $this->label( self::text( $row, 'provider' ) );

		return array(
			'at'           => self::text( $row, 'occurred_at' ),
			'event'        => self::text( $row, 'event' ),
			'outcome'      => self::text( $row, 'outcome' ),
			'credential'   => self::text( $row, 'identity_uid' ),
			'provider'     => array(
				'slug'  => self::text( $row, 'provider' ),
				'label' => $label,
			),
			'organisation' => '' === $organisation ? '' : ( $this->organisation_name )( $organisation ) ?? $organisation,
			'use'          => self::text( $details, 'use' ),
			'target'       => self::text( $details, 'target' ),
			'reason'       => '' === $reason ? null : $reason,
			'message'      => match ( true ) {
				Decision_Log::EVENT === self::text( $row, 'event' ) => Decider::why( $reason ),
			Reasons::is_known( $reason )                        => Reasons::text( $reason, '' === $label ? __( 'your co-op', 'coop-credentials' ) : $label ),
			default                                             => '',
			},
		);
	}

	/**
	 * A provider's name, or its slug when it is gone.
	 *
	 * @param string $slug Slug.
	 */
	private function label( string $slug ): string {
		try {
			return $this->providers->find( $slug )->label ?? $slug;
		} catch ( Problem ) {
			return $slug;
		}
	}

	/**
	 * A string of a row.
	 *
	 * @param array<mixed> $row Row.
	 * @param string       $key Key.
	 */
	private static function text( array $row, string $key ): string {
		$value = $row[ $key ] ?? '';

		return is_scalar( $value ) ? (string) $value : '';
	}
}
