<?php
/**
 * What the events of the log are called.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Kernel;

/**
 * Words for whoever reads the log; they stand beside the code, which stays the same in every language and can be searched
 * for. What came of it is the row's outcome and stands beside it, so that a title neither praises nor blames.
 */
final class Audit_Titles {

	/**
	 * The title of an event.
	 *
	 * @param string $event Event of the log.
	 * @return string '' for an event we do not know: of a newer version, or of another plugin.
	 */
	public static function of( string $event ): string {
		return match ( true ) {
			str_starts_with( $event, 'identity_' ), str_starts_with( $event, 'account_' ) => self::of_account( $event ),
			str_starts_with( $event, 'provider_' ), str_starts_with( $event, 'rule_' ) => self::of_setup( $event ),
			str_starts_with( $event, 'offer_' ) => self::of_offer( $event ),
			default => self::of_other( $event ),
		};
	}

	/** Credentials and the accounts they belong to. */
	private static function of_account( string $event ): string {
		return match ( $event ) {
			'identity_link', 'identity_linked'      => __( 'Credential connected to an account', 'coop-credentials' ),
			'identity_unlink', 'identity_unlinked'  => __( 'Credential taken off an account', 'coop-credentials' ),
			'identity_block', 'identity_blocked'    => __( 'Credential blocked', 'coop-credentials' ),
			'identity_unblocked'                    => __( 'Credential let in again', 'coop-credentials' ),
			'identity_disconnected'                 => __( 'Credential removed by its owner', 'coop-credentials' ),
			'identity_forgotten'                    => __( 'Person forgotten, as they wished', 'coop-credentials' ),
			'identity_retirement'                   => __( 'Unused credentials forgotten', 'coop-credentials' ),
			'identity_roles'                        => __( 'Roles brought in line with the rules', 'coop-credentials' ),
			'identity_role_given'                   => __( 'Role given by a rule', 'coop-credentials' ),
			'identity_role_taken'                   => __( 'Role taken away by a rule', 'coop-credentials' ),
			'account_created'                       => __( 'Account made at the first sign-in', 'coop-credentials' ),
			'account_reset'                         => __( 'Password and log-ins of an account ended by a mailed link', 'coop-credentials' ),
			default                                 => '',
		};
	}

	/** What the owner sets up for sign-in. */
	private static function of_setup( string $event ): string {
		return match ( $event ) {
			'provider_created'          => __( 'Provider added', 'coop-credentials' ),
			'provider_changed'          => __( 'Provider changed', 'coop-credentials' ),
			'provider_deleted'          => __( 'Provider removed', 'coop-credentials' ),
			'provider_issuer_changed'   => __( 'Issuer of a provider changed', 'coop-credentials' ),
			'provider_endpoint_changed' => __( 'Address of a provider changed', 'coop-credentials' ),
			'provider_secret_changed'   => __( 'Secret of a provider changed', 'coop-credentials' ),
			'provider_round_trip'       => __( 'Whole sign-in tried out', 'coop-credentials' ),
			'rule_created'              => __( 'Rule added', 'coop-credentials' ),
			'rule_changed'              => __( 'Rule changed', 'coop-credentials' ),
			'rule_deleted'              => __( 'Rule removed', 'coop-credentials' ),
			'rule_decision'             => __( 'Rule decided', 'coop-credentials' ),
			'rule_dry_run'              => __( 'Rule tried out on a person', 'coop-credentials' ),
			default                     => '',
		};
	}

	/** Offers. */
	private static function of_offer( string $event ): string {
		return match ( $event ) {
			'offer_created' => __( 'Offer added', 'coop-credentials' ),
			'offer_changed' => __( 'Offer changed', 'coop-credentials' ),
			'offer_deleted' => __( 'Offer removed', 'coop-credentials' ),
			'offer_draft'   => __( 'Offer made a draft', 'coop-credentials' ),
			'offer_active'  => __( 'Offer published', 'coop-credentials' ),
			'offer_paused'  => __( 'Offer paused', 'coop-credentials' ),
			'offer_ended'   => __( 'Offer ended', 'coop-credentials' ),
			'offer_revoked' => __( 'Offer withdrawn', 'coop-credentials' ),
			default         => '',
		};
	}

	/** Sign-ins, uses of coupons, the directory, the site itself. */
	private static function of_other( string $event ): string {
		return match ( $event ) {
			'sign_in'                => __( 'Sign-in', 'coop-credentials' ),
			'sign_in_start'          => __( 'Start of a sign-in', 'coop-credentials' ),
			'sign_out'               => __( 'Sign-out', 'coop-credentials' ),
			'backchannel_logout'     => __( 'Sign-out by the provider', 'coop-credentials' ),
			'step_up'                => __( 'Confirmed again', 'coop-credentials' ),
			'refresh'                => __( 'Membership renewed', 'coop-credentials' ),
			'refresh_documents'      => __( 'Keys and addresses of a provider fetched again', 'coop-credentials' ),
			'coupon_refused'         => __( 'Coupon tried', 'coop-credentials' ),
			'code_guessing_alarm'    => __( 'Many wrong coupon codes', 'coop-credentials' ),
			'redemption_voided'      => __( 'Use of a coupon undone', 'coop-credentials' ),
			'redemption_voided_late' => __( 'Use of a coupon undone late', 'coop-credentials' ),
			'organisation_withdrawn' => __( 'Organisation withdrawn from the directory', 'coop-credentials' ),
			'evidence_added'         => __( 'Evidence added', 'coop-credentials' ),
			'evidence_revoked'       => __( 'Evidence withdrawn', 'coop-credentials' ),
			'import_finished'        => __( 'Import finished', 'coop-credentials' ),
			'settings_changed'       => __( 'Settings changed', 'coop-credentials' ),
			'audit_exported'         => __( 'Log saved as CSV', 'coop-credentials' ),
			'key_rotated'            => __( 'Site key renewed', 'coop-credentials' ),
			'listener_failed',
			'after_commit'           => __( 'Another plugin broke what follows a step', 'coop-credentials' ),
			default                  => '',
		};
	}
}
