<?php
/**
 * Gives and takes roles.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Roles;

use CoopCredentials\Claims\Decision;
use CoopCredentials\Kernel\Audit_Log;
use CoopCredentials\Kernel\Clock;
use CoopCredentials\Kernel\Database;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Sign_In\Current_Visitor;
use CoopCredentials\Sign_In\Decider;
use CoopCredentials\Sign_In\Decision_Log;
use CoopCredentials\Sign_In\Identity_Repository;
use CoopCredentials\Sign_In\Linked_Identities;
use CoopCredentials\Sign_In\Linked_Identity;
use CoopCredentials\Sign_In\Visitor;

/**
 * Brings an account's roles in line with the role rules of its providers. Running it twice changes nothing more. It takes
 * away only what it gave: a role the site's team gave by hand is neither marked nor removed.
 */
final class Role_Mapper {

	/** Seconds after which an account's roles are looked at again at its next request. */
	private const RECHECK = 3600;

	/** @var bool Whether roles are being changed, which makes WordPress fire hooks again. */
	private bool $running = false;

	/**
	 * Builds the mapper.
	 *
	 * @param Role_Policy         $policy     Which roles may be given.
	 * @param Role_Repository     $marks      What was given.
	 * @param Linked_Identities   $linked     Identities of an account.
	 * @param Identity_Repository $identities Identities.
	 * @param Current_Visitor     $visitor    Session of this request, for its authentication.
	 * @param Decider             $decider    Decisions.
	 * @param Decision_Log        $decisions  Record of decisions.
	 * @param Database            $database   Unit of work.
	 * @param Audit_Log           $audit      Audit log.
	 * @param Clock               $clock      Time.
	 */
	public function __construct(
		private readonly Role_Policy $policy,
		private readonly Role_Repository $marks,
		private readonly Linked_Identities $linked,
		private readonly Identity_Repository $identities,
		private readonly Current_Visitor $visitor,
		private readonly Decider $decider,
		private readonly Decision_Log $decisions,
		private readonly Database $database,
		private readonly Audit_Log $audit,
		private readonly Clock $clock,
	) {
	}

	/**
	 * The account of an identity that has just signed in, been renewed or linked.
	 *
	 * @param string $identity_uid Identity.
	 */
	public function identity( string $identity_uid ): void {
		$this->linked->forget();
		$identity = $this->identities->of_person( null, '', array( $identity_uid ), 0, 1 )[0] ?? null;
		if ( null !== $identity?->user_id ) {
			$this->account( $identity->user_id, true );
		}
	}

	/**
	 * An account that lost an identity.
	 *
	 * @param int    $user_id      Account.
	 * @param string $identity_uid Identity, which may be gone.
	 */
	public function unlinked( int $user_id, string $identity_uid ): void {
		$this->linked->forget();
		$identity = $this->identities->of_person( null, '', array( $identity_uid ), 0, 1 )[0] ?? null;
		if ( null !== $identity && $identity->user_id !== $user_id ) {
			$this->marks->mark( $identity->id, array() );
		}
		$this->account( $user_id, true );
	}

	/**
	 * An account that makes a request: looked at when a rule changed or time passed since the last look.
	 *
	 * @param int $user_id Account.
	 */
	public function request( int $user_id ): void {
		if ( $user_id > 0 && ! $this->running && $this->marks->is_due( $user_id, time() ) ) {
			$this->account( $user_id, false );
		}
	}

	/**
	 * Brings one account in line. When storage fails nothing is noted, and the next request tries again.
	 *
	 * @param int  $user_id Account.
	 * @param bool $record  Whether every decision is recorded, not only those that change something.
	 */
	public function account( int $user_id, bool $record ): void {
		$user = get_current_user_id() === $user_id ? wp_get_current_user() : get_userdata( $user_id );
		if ( $this->running || false === $user || ( is_multisite() && ! is_user_member_of_blog( $user_id ) ) ) {
			return;
		}
		$this->running = true;
		try {
			$this->apply( $user, $record );
		} catch ( Problem $problem ) {
			clean_user_cache( $user_id );
			$this->audit->record( 'identity_roles', 'error', $problem->reason, array( 'user_id' => $user_id ) );
		} finally {
			$this->running = false;
		}
	}

	/**
	 * Decides, changes and notes.
	 *
	 * @param \WP_User $user   Account.
	 * @param bool     $record Whether every decision is recorded.
	 */
	private function apply( \WP_User $user, bool $record ): void {
		$marked  = $this->marks->of_account( $user->ID );
		$now     = $this->clock->now()->getTimestamp();
		$until   = $now + self::RECHECK;
		$wanted  = array();
		$always  = array();
		$decided = array();
		$linked  = $this->linked->of_account( $user->ID );
		foreach ( $linked as $one ) {
			foreach ( $one->provider->map( 'role_rules' ) as $rule_uid => $role ) {
				if ( ! $this->policy->allows( $role ) ) {
					$this->refuse( $user, $role, $rule_uid, $one->provider->slug, $one->identity->uid, $record || in_array( $role, $marked, true ) );
					continue;
				}
				$session  = $this->session_of( $user ); // Read only where a rule asks: looking at a session that has ended takes it away.
				$decision = $this->decider->decide_account( $one, $linked, $session, $rule_uid, 'role' );
				if ( $decision->is_allowed() || ( 'step_up' === $decision->outcome && in_array( $role, $marked, true ) ) ) {
					$wanted[ $role ][] = $one->identity->id;
					$until             = min( $until, $decision->good_until ?? $until );
				}
				if ( $decision->is_allowed() && ( null === $session || $this->decider->decide_account( $one, $linked, null, $rule_uid, 'role' )->is_allowed() ) ) {
					$always[] = $role;
				}
				$decided[] = array( $decision, $role, $one->provider->slug, $one->identity->uid );
			}
		}

		$give = array_values( array_diff( array_keys( $wanted ), $user->roles ) );
		$take = array_values( array_diff( $marked, array_keys( $wanted ) ) );
		$ours = array_values( array_merge( array_intersect( $marked, array_keys( $wanted ) ), array_diff( $give, $marked ) ) );
		$this->database->transaction(
			function () use ( $user, $linked, $wanted, $give, $take, $ours, $until, $always ): void {
				foreach ( $linked as $one ) {
					$this->marks->mark( $one->identity->id, array_values( array_filter( $ours, static fn( string $role ): bool => in_array( $one->identity->id, $wanted[ $role ] ?? array(), true ) ) ) );
				}
				if ( array() !== $take ) {
					$this->marks->unmark_others( $user->ID, array_map( static fn( Linked_Identity $one ): int => $one->identity->id, $linked ) );
				}
				foreach ( $give as $role ) {
					$user->add_role( $role );
				}
				foreach ( $take as $role ) {
					$user->remove_role( $role );
				}
				$this->marks->settle( $user->ID, $ours, $until, array_values( array_diff( $ours, $always ) ) );
			}
		);
		$this->tell( $user, $decided, $give, $take, $record );
	}

	/**
	 * Records what was decided and changed.
	 *
	 * @param \WP_User     $user    Account.
	 * @param list<array{Decision,string,string,string}> $decided Decision, role, provider, identity.
	 * @param list<string> $give    Roles given.
	 * @param list<string> $take    Roles taken.
	 * @param bool         $record  Whether every decision is recorded.
	 */
	private function tell( \WP_User $user, array $decided, array $give, array $take, bool $record ): void {
		foreach ( $decided as list( $decision, $role, $provider, $identity ) ) {
			if ( $record || in_array( $role, $give, true ) || in_array( $role, $take, true ) ) {
				$this->decisions->record( $decision, 'role', $role, $provider, $identity, $user->ID );
			}
		}
		foreach ( array( 'given' => $give, 'taken' => $take ) as $change => $roles ) { // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
			foreach ( $roles as $role ) {
				$this->audit->record(
					'identity_role_' . $change,
					'ok',
					'',
					array(
						'user_id' => $user->ID,
						'details' => array( 'role' => $role ),
					)
				);
			}
		}
	}

	/**
	 * Records that a rule names a role that must not be given.
	 *
	 * @param \WP_User $user     Account.
	 * @param string   $role     Role.
	 * @param string   $rule_uid Rule.
	 * @param string   $provider Slug.
	 * @param string   $identity Identity.
	 * @param bool     $record   Whether to record it.
	 */
	private function refuse( \WP_User $user, string $role, string $rule_uid, string $provider, string $identity, bool $record ): void {
		if ( $record ) {
			$this->audit->record(
				'identity_role_given',
				'refused',
				(string) $this->policy->problem( $role ),
				array(
					'provider'     => $provider,
					'identity_uid' => $identity,
					'user_id'      => $user->ID,
					'details'      => array(
						'role'     => $role,
						'rule_uid' => $rule_uid,
					),
				)
			);
		}
	}

	/**
	 * The present session, if it is this account's.
	 *
	 * @param \WP_User $user Account.
	 */
	private function session_of( \WP_User $user ): ?Visitor {
		$visitor = $this->visitor->get();

		return null !== $visitor && $visitor->user_id === $user->ID ? $visitor : null;
	}
}
