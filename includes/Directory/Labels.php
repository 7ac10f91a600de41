<?php
/**
 * Labels of codes.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Directory;

/**
 * Translatable names of the codes that are stored.
 */
final class Labels {

	/**
	 * @return array<string, string> Who owns or joins it.
	 */
	public static function types(): array {
		return array(
			'BMT10' => __( 'Consumers or users', 'coop-credentials' ),
			'BMT20' => __( 'Producers', 'coop-credentials' ),
			'BMT30' => __( 'Workers', 'coop-credentials' ),
			'BMT40' => __( 'Several groups', 'coop-credentials' ),
			'BMT50' => __( 'Residents', 'coop-credentials' ),
			'BMT60' => __( 'Community and others', 'coop-credentials' ),
		);
	}

	/**
	 * @return array<string, string> How it is built.
	 */
	public static function structures(): array {
		return array(
			'OS10'  => __( 'Community group', 'coop-credentials' ),
			'OS20'  => __( 'Not-for-profit organisation', 'coop-credentials' ),
			'OS30'  => __( 'Social enterprise', 'coop-credentials' ),
			'OS40'  => __( 'Charity', 'coop-credentials' ),
			'OS50'  => __( 'Company', 'coop-credentials' ),
			'OS60'  => __( 'Workers co-op', 'coop-credentials' ),
			'OS70'  => __( 'Housing co-op', 'coop-credentials' ),
			'OS80'  => __( 'Consumer co-op', 'coop-credentials' ),
			'OS90'  => __( 'Producer co-op', 'coop-credentials' ),
			'OS100' => __( 'Multi-stakeholder co-op', 'coop-credentials' ),
			'OS110' => __( 'Secondary co-op', 'coop-credentials' ),
			'OS115' => __( 'Co-operative', 'coop-credentials' ),
			'OS120' => __( 'Community interest company', 'coop-credentials' ),
			'OS130' => __( 'Community benefit society', 'coop-credentials' ),
			'OS140' => __( 'Employee trust', 'coop-credentials' ),
			'OS150' => __( 'Self-employed people', 'coop-credentials' ),
			'OS160' => __( 'Unincorporated group', 'coop-credentials' ),
			'OS170' => __( 'Mutual', 'coop-credentials' ),
			'OS180' => __( 'Apex body', 'coop-credentials' ),
			'OS190' => __( 'Federation of a sector', 'coop-credentials' ),
			'OS200' => __( 'Federation of a region', 'coop-credentials' ),
			'OS210' => __( 'Group of organisations', 'coop-credentials' ),
			'OS220' => __( 'Government body', 'coop-credentials' ),
			'OS230' => __( 'Supranational body', 'coop-credentials' ),
			'OS240' => __( 'Co-op of co-ops', 'coop-credentials' ),
		);
	}

	/**
	 * @return array<string, string> What it does.
	 */
	public static function sectors(): array {
		return array(
			'ICA10'  => __( 'Agriculture', 'coop-credentials' ),
			'ICA20'  => __( 'Dairy', 'coop-credentials' ),
			'ICA30'  => __( 'Forestry', 'coop-credentials' ),
			'ICA40'  => __( 'Irrigation', 'coop-credentials' ),
			'ICA50'  => __( 'Fishing', 'coop-credentials' ),
			'ICA60'  => __( 'Artisans and crafts', 'coop-credentials' ),
			'ICA70'  => __( 'Construction', 'coop-credentials' ),
			'ICA80'  => __( 'Industry', 'coop-credentials' ),
			'ICA90'  => __( 'Manufacturing', 'coop-credentials' ),
			'ICA100' => __( 'Mining', 'coop-credentials' ),
			'ICA110' => __( 'Professional work', 'coop-credentials' ),
			'ICA120' => __( 'Services', 'coop-credentials' ),
			'ICA130' => __( 'Tourism', 'coop-credentials' ),
			'ICA140' => __( 'Finance', 'coop-credentials' ),
			'ICA150' => __( 'Insurance', 'coop-credentials' ),
			'ICA160' => __( 'Education', 'coop-credentials' ),
			'ICA170' => __( 'Health', 'coop-credentials' ),
			'ICA180' => __( 'Community work', 'coop-credentials' ),
			'ICA190' => __( 'Social work', 'coop-credentials' ),
			'ICA200' => __( 'Social services', 'coop-credentials' ),
			'ICA210' => __( 'Housing', 'coop-credentials' ),
			'ICA220' => __( 'Transport', 'coop-credentials' ),
			'ICA230' => __( 'Energy and water', 'coop-credentials' ),
			'ICA240' => __( 'Retail', 'coop-credentials' ),
			'ICA250' => __( 'Production', 'coop-credentials' ),
			'ICA260' => __( 'Wholesale and retail', 'coop-credentials' ),
			'ICA270' => __( 'Education, health and social work', 'coop-credentials' ),
			'ICA280' => __( 'Other activities', 'coop-credentials' ),
			'ICA290' => __( 'All activities', 'coop-credentials' ),
		);
	}

	/**
	 * @return array<string, string> What it is.
	 */
	public static function categories(): array {
		return array(
			'coop'                 => __( 'Co-op', 'coop-credentials' ),
			'coop_association'     => __( 'Association of co-ops', 'coop-credentials' ),
			'coop_controlled'      => __( 'Controlled by co-ops', 'coop-credentials' ),
			'coop_serving'         => __( 'Serves co-ops', 'coop-credentials' ),
			'mutual'               => __( 'Mutual', 'coop-credentials' ),
			'democratic_workplace' => __( 'Democratic workplace', 'coop-credentials' ),
			'sse_enterprise'       => __( 'Solidarity-economy enterprise', 'coop-credentials' ),
			'informal'             => __( 'Informal group', 'coop-credentials' ),
		);
	}

	/**
	 * @return array<string, string> Badge words; they always name the category.
	 */
	public static function verified(): array {
		return array(
			'coop'                 => __( 'Verified co-op', 'coop-credentials' ),
			'coop_association'     => __( 'Verified association of co-ops', 'coop-credentials' ),
			'coop_controlled'      => __( 'Verified: controlled by co-ops', 'coop-credentials' ),
			'coop_serving'         => __( 'Verified: serves co-ops', 'coop-credentials' ),
			'mutual'               => __( 'Verified mutual', 'coop-credentials' ),
			'democratic_workplace' => __( 'Verified democratic workplace', 'coop-credentials' ),
			'sse_enterprise'       => __( 'Verified solidarity-economy enterprise', 'coop-credentials' ),
			'informal'             => __( 'Verified informal group', 'coop-credentials' ),
		);
	}

	/**
	 * @return array<string, string> Kinds of evidence, as a fact about the organisation.
	 */
	public static function kinds(): array {
		return array(
			'domain_control'     => __( 'Controls its web address', 'coop-credentials' ),
			'work_examples'      => __( 'Shows examples of its work', 'coop-credentials' ),
			'sponsors'           => __( 'Two verified co-ops vouch for it', 'coop-credentials' ),
			'governing_document' => __( 'Its rules were read', 'coop-credentials' ),
			'ownership'          => __( 'Owned by verified co-ops', 'coop-credentials' ),
			'reference'          => __( 'A verified co-op gave a reference', 'coop-credentials' ),
			'questionnaire'      => __( 'Answered the questionnaire', 'coop-credentials' ),
			'public_filing'      => __( 'Confirmed in the official register', 'coop-credentials' ),
			'apex_membership'    => __( 'Listed by a federation', 'coop-credentials' ),
			'attestation'        => __( 'Attested by a federation', 'coop-credentials' ),
			'dotcoop_domain'     => __( 'Uses a .coop address', 'coop-credentials' ),
			'lei'                => __( 'Has a legal entity identifier', 'coop-credentials' ),
		);
	}

	/**
	 * @return array<string, string> Identifiers the public sees.
	 */
	public static function schemes(): array {
		return array(
			'lei'          => __( 'Legal entity identifier', 'coop-credentials' ),
			'registration' => __( 'Registration number', 'coop-credentials' ),
			'coop_domain'  => __( '.coop address', 'coop-credentials' ),
			'coops_uk'     => __( 'Co-operatives UK number', 'coop-credentials' ),
			'dotcoop_org'  => __( 'DotCooperation number', 'coop-credentials' ),
			'vat'          => __( 'VAT number', 'coop-credentials' ),
			'ein'          => __( 'Employer identification number', 'coop-credentials' ),
			'wikidata'     => __( 'Wikidata', 'coop-credentials' ),
			'url'          => __( 'Web address', 'coop-credentials' ),
		);
	}
}
