<?php
/**
 * What sign-in stores about a person.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In;

use CoopCredentials\Claims\Membership;
use CoopCredentials\Kernel\Person;
use CoopCredentials\Kernel\Personal_Data_Source;

/**
 * Exports and erases identities with their sessions, and says what each column is for.
 */
final class Sign_In_Personal_Data implements Personal_Data_Source {

	private const PER_PAGE = 50;

	/**
	 * Builds the source.
	 *
	 * @param Identity_Repository        $identities Identities.
	 * @param Visitor_Session_Repository $sessions   Sessions.
	 * @param (\Closure( Identity ): bool) $unlink     Takes an identity off its account first, so that logins and roles end.
	 */
	public function __construct(
		private readonly Identity_Repository $identities,
		private readonly Visitor_Session_Repository $sessions,
		private readonly \Closure $unlink,
	) {
	}

	/**
	 * Group id.
	 */
	public function group(): string {
		return 'coop-credentials-sign-in';
	}

	/**
	 * Group name.
	 */
	public function label(): string {
		return __( 'Co-op sign-in', 'coop-credentials' );
	}

	/**
	 * Columns: purpose, retention, export, erasure.
	 *
	 * @return array<string,array{0:string,1:string,2:string,3:string}>
	 */
	public function columns(): array {
		$identity = __( 'Until erased, or 24 months after last use without an account', 'coop-credentials' );
		$session  = __( 'At most 30 days', 'coop-credentials' );
		$attempt  = __( 'One hour', 'coop-credentials' );
		$with     = __( 'With the identity', 'coop-credentials' );
		$none     = __( 'Not exported', 'coop-credentials' );
		$shown    = __( 'Exported', 'coop-credentials' );
		$expires  = __( 'Ends by itself', 'coop-credentials' );

		$columns = array();
		foreach (
			array(
				'id'             => array( __( 'Row number', 'coop-credentials' ), $none ),
				'uid'            => array( __( 'Public number of the identity', 'coop-credentials' ), $shown ),
				'identity_hash'  => array( __( 'Finds the identity again', 'coop-credentials' ), $none ),
				'issuer'         => array( __( 'Who confirmed the person', 'coop-credentials' ), $shown ),
				'subject'        => array( __( 'The person’s number there', 'coop-credentials' ), $shown ),
				'provider'       => array( __( 'Way of signing in', 'coop-credentials' ), $shown ),
				'user_id'        => array( __( 'Account on this site', 'coop-credentials' ), $shown ),
				'email'          => array( __( 'Address, only if the site asks for it', 'coop-credentials' ), $shown ),
				'memberships'    => array( __( 'Memberships when last confirmed', 'coop-credentials' ), $shown ),
				'linked_by'      => array( __( 'How the account was linked', 'coop-credentials' ), $shown ),
				'status'         => array( __( 'Active or blocked', 'coop-credentials' ), $shown ),
				'granted_roles'  => array( __( 'Roles given by rules', 'coop-credentials' ), $none ),
				'created_at'     => array( __( 'First sign-in', 'coop-credentials' ), $shown ),
				'last_seen_at'   => array( __( 'Last sign-in', 'coop-credentials' ), $shown ),
				'memberships_at' => array( __( 'When the memberships were confirmed', 'coop-credentials' ), $shown ),
			) as $name => list( $purpose, $export )
		) {
			$columns[ 'identities.' . $name ] = array( $purpose, $identity, $export, __( 'Row removed', 'coop-credentials' ) );
		}
		foreach ( array( 'id', 'token_hash', 'identity_id', 'user_id', 'wp_session_hash', 'login_until', 'login_mark', 'link_by', 'provider', 'sid_hash', 'memberships', 'auth_time', 'acr', 'amr', 'refresh_token', 'id_token_hint', 'lock_until', 'step_up', 'status', 'created_at', 'last_seen_at', 'memberships_at', 'expires_at' ) as $name ) {
			$columns[ 'visitor_sessions.' . $name ] = array( __( 'Keeps a visitor signed in', 'coop-credentials' ), $session, $none, $with );
		}
		foreach ( array( 'id', 'state_hash', 'browser_hash', 'provider', 'config_digest', 'intent', 'user_id', 'session_id', 'return_to', 'max_age', 'acr_any', 'round', 'action', 'address_hash', 'created_at', 'expires_at' ) as $name ) {
			$columns[ 'sign_in_transactions.' . $name ] = array( __( 'Protects a sign-in under way', 'coop-credentials' ), $attempt, $none, $expires );
		}

		return $columns;
	}

	/**
	 * Exports identities.
	 *
	 * @param Person $person Person.
	 * @param int    $page   From 1.
	 * @return array{items:list<array{id:string,data:list<array{name:string,value:string}>}>,done:bool}
	 */
	public function export( Person $person, int $page ): array {
		$found = $this->identities->of_person( $person->user_id, $person->email, array_values( $person->identity_uids ), ( max( 1, $page ) - 1 ) * self::PER_PAGE, self::PER_PAGE );

		return array(
			'items' => array_map( self::item( ... ), $found ),
			'done'  => count( $found ) < self::PER_PAGE,
		);
	}

	/**
	 * Erases identities with their sessions.
	 *
	 * @param Person $person Person.
	 * @param int    $page   From 1.
	 * @return array{removed:int,retained:int,messages:list<string>,done:bool}
	 */
	public function erase( Person $person, int $page ): array {
		$found = $this->identities->of_person( $person->user_id, $person->email, array_values( $person->identity_uids ), 0, self::PER_PAGE );
		$kept  = 0;
		foreach ( $found as $identity ) {
			( $this->unlink )( $identity );
			$this->sessions->delete_of_identity( $identity->id );
			if ( ! $this->identities->remove( $identity->id ) ) {
				++$kept;
			}
		}

		return array(
			'removed'  => count( $found ) - $kept,
			'retained' => $kept,
			'messages' => 0 === $kept ? array() : array( __( 'A credential that this site has blocked stays blocked. Only its number is kept for that.', 'coop-credentials' ) ),
			'done'     => count( $found ) < self::PER_PAGE || $kept === count( $found ),
		);
	}

	/**
	 * One identity for the export.
	 *
	 * @param Identity $identity Identity.
	 * @return array{id:string,data:list<array{name:string,value:string}>}
	 */
	private static function item( Identity $identity ): array {
		$user = Accounts\Policy::owner( $identity );
		$data = array();
		foreach (
			array(
				__( 'Number', 'coop-credentials' )        => $identity->uid,
				__( 'Confirmed by', 'coop-credentials' )  => $identity->issuer,
				__( 'Your number there', 'coop-credentials' ) => $identity->subject,
				__( 'Way of signing in', 'coop-credentials' ) => $identity->provider,
				__( 'Address', 'coop-credentials' )       => $identity->email ?? '',
				__( 'Account', 'coop-credentials' )       => null !== $user ? $user->user_login : '',
				__( 'How it was linked', 'coop-credentials' ) => null !== $user ? Accounts\Linked_By::tryFrom( $identity->linked_by )?->label() ?? '' : '',
				__( 'Status', 'coop-credentials' )        => 'active' === $identity->status ? __( 'active', 'coop-credentials' ) : __( 'blocked', 'coop-credentials' ),
				__( 'Memberships', 'coop-credentials' )   => implode( '; ', array_map( self::membership( ... ), $identity->snapshot->memberships ) ),
				__( 'Memberships last checked', 'coop-credentials' ) => $identity->memberships_at->format( DATE_ATOM ),
				__( 'First sign-in', 'coop-credentials' ) => $identity->created_at->format( DATE_ATOM ),
				__( 'Last sign-in', 'coop-credentials' )  => $identity->last_seen_at->format( DATE_ATOM ),
			) as $name => $value
		) {
			if ( '' === $value ) {
				continue;
			}
			$data[] = array(
				'name'  => $name,
				'value' => $value,
			);
		}

		return array(
			'id'   => 'identity-' . $identity->uid,
			'data' => $data,
		);
	}

	/**
	 * All that is kept of one membership in one line. What the directory says of the co-op is not about the person.
	 *
	 * @param Membership $membership Membership.
	 */
	private static function membership( Membership $membership ): string {
		$facts = array(
			__( 'Membership', 'coop-credentials' )     => $membership->status,
			__( 'Kind', 'coop-credentials' )           => $membership->class,
			__( 'Roles', 'coop-credentials' )          => implode( ' ', $membership->roles ?? array() ),
			__( 'Member since', 'coop-credentials' )   => $membership->since,
			__( 'Valid until', 'coop-credentials' )    => $membership->valid_until,
			__( 'Member number', 'coop-credentials' )  => $membership->member_ref,
			__( 'How sure (0–4)', 'coop-credentials' ) => null === $membership->assurance ? '' : (string) $membership->assurance,
			__( 'Checked', 'coop-credentials' )        => $membership->verified_at,
			__( 'Checked by the rules of', 'coop-credentials' ) => $membership->framework,
			__( 'Category', 'coop-credentials' )       => $membership->category,
			__( 'Country', 'coop-credentials' )        => $membership->country,
		);
		$line  = array( implode( ' ', array_unique( array_filter( array( $membership->organisation_name, $membership->organisation_id ) ) ) ) );
		foreach ( $facts as $name => $value ) {
			if ( null !== $value && '' !== $value ) {
				$line[] = $name . ': ' . $value;
			}
		}

		return implode( ', ', $line );
	}
}
