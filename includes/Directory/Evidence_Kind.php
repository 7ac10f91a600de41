<?php
/**
 * Kinds of evidence.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Directory;

/**
 * Each kind gives one level (directory reference 8). dotcoop_domain and lei are hints for reviewers and give none.
 */
enum Evidence_Kind: string {

	case Domain_Control     = 'domain_control';
	case Work_Examples      = 'work_examples';
	case Sponsors           = 'sponsors';
	case Governing_Document = 'governing_document';
	case Ownership          = 'ownership';
	case Reference          = 'reference';
	case Questionnaire      = 'questionnaire';
	case Public_Filing      = 'public_filing';
	case Apex_Membership    = 'apex_membership';
	case Attestation        = 'attestation';
	case Dotcoop_Domain     = 'dotcoop_domain';
	case Lei                = 'lei';

	/**
	 * 0–4.
	 */
	public function level(): int {
		return match ( $this ) {
			self::Domain_Control, self::Work_Examples, self::Sponsors => 1,
			self::Governing_Document, self::Ownership, self::Reference, self::Questionnaire => 2,
			self::Public_Filing, self::Apex_Membership => 3,
			self::Attestation => 4,
			self::Dotcoop_Domain, self::Lei => 0,
		};
	}

	/**
	 * Days a record counts when the policy says nothing else.
	 */
	public function default_days(): int {
		return match ( $this->level() ) {
			1       => self::Sponsors === $this ? 182 : 90,
			2       => 730,
			default => 365,
		};
	}

	/**
	 * Longest validity the policy may give: the more a record proves, the fresher it must be.
	 */
	public function max_days(): int {
		return 4 === $this->level() ? 365 : 3650;
	}
}
