<?php
/**
 * Tables of the directory.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Directory;

use CoopCredentials\Kernel\Schema;

/**
 * Directory reference 5. Columns whose plain name SQL reserves carry a longer one: point_precision, before_value,
 * after_value. badge_facts and created_at of evidence are derived copies that save queries.
 */
final class Directory_Schema implements Schema {

	public function room(): string {
		return 'directory';
	}

	public function version(): int {
		return 1;
	}

	public function tables(): array {
		return array(
			'organisations'            => '
				id bigint(20) NOT NULL AUTO_INCREMENT,
				uid varchar(26) NOT NULL,
				slug varchar(100) NOT NULL,
				sort_key varchar(90) NOT NULL,
				listed tinyint(1) NOT NULL,
				state varchar(16) NOT NULL,
				state_reason varchar(64) NOT NULL,
				level tinyint(4) NOT NULL,
				name varchar(200) NOT NULL,
				legal_name varchar(200) NULL,
				summary varchar(300) NOT NULL,
				website text NULL,
				website_key varchar(64) NULL,
				locality varchar(120) NULL,
				region varchar(120) NULL,
				postcode varchar(20) NULL,
				country varchar(2) NULL,
				latitude decimal(9,6) NULL,
				longitude decimal(9,6) NULL,
				point_precision varchar(16) NOT NULL,
				category varchar(24) NOT NULL,
				type varchar(16) NULL,
				structure varchar(16) NULL,
				sector varchar(16) NULL,
				verified_until datetime NULL,
				grace_until datetime NULL,
				next_change_at datetime NULL,
				badge_facts text NULL,
				search_tokens text NOT NULL,
				data longtext NOT NULL,
				hidden_data longtext NOT NULL,
				policy_version varchar(64) NOT NULL,
				version bigint(20) NOT NULL,
				created_at datetime NOT NULL,
				updated_at datetime NOT NULL,
				PRIMARY KEY  (id),
				UNIQUE KEY uid (uid),
				UNIQUE KEY slug (slug),
				UNIQUE KEY sort_key (sort_key),
				KEY list_name (listed,sort_key),
				KEY list_newest (listed,uid),
				KEY list_country (listed,country,sort_key),
				KEY list_category (listed,category,sort_key),
				KEY list_type (listed,type,sort_key),
				KEY list_level (listed,level,sort_key),
				KEY place (listed,latitude,longitude),
				KEY facets (listed,category,type,country,level),
				KEY state (state,sort_key),
				KEY website_key (website_key),
				KEY next_change_at (next_change_at),
				FULLTEXT KEY search_tokens (search_tokens)
			',
			'organisation_identifiers' => '
				id bigint(20) NOT NULL AUTO_INCREMENT,
				organisation_id bigint(20) NOT NULL,
				scheme varchar(24) NOT NULL,
				issuer varchar(64) NOT NULL,
				value varchar(255) NOT NULL,
				proven tinyint(1) NOT NULL,
				value_key varchar(64) NOT NULL,
				row_hash varchar(64) NULL,
				seen_run_id bigint(20) NULL,
				missing_since datetime NULL,
				PRIMARY KEY  (id),
				UNIQUE KEY value_key (value_key),
				KEY organisation_id (organisation_id),
				KEY seen (scheme,issuer,seen_run_id)
			',
			'organisation_terms'       => '
				organisation_id bigint(20) NOT NULL,
				facet varchar(16) NOT NULL,
				code varchar(32) NOT NULL,
				sort_key varchar(90) NOT NULL,
				listed tinyint(1) NOT NULL,
				PRIMARY KEY  (facet,code,sort_key),
				KEY organisation_id (organisation_id)
			',
			'evidence'                 => '
				id bigint(20) NOT NULL AUTO_INCREMENT,
				uid varchar(26) NOT NULL,
				organisation_id bigint(20) NOT NULL,
				kind varchar(32) NOT NULL,
				method varchar(16) NOT NULL,
				issuer varchar(255) NOT NULL,
				reference_url text NULL,
				subject_scheme varchar(24) NULL,
				subject_value varchar(255) NULL,
				supports text NOT NULL,
				result varchar(16) NOT NULL,
				checked_at datetime NOT NULL,
				checked_by bigint(20) NULL,
				valid_until datetime NULL,
				note text NOT NULL,
				private_note text NOT NULL,
				document_ref varchar(64) NULL,
				document_digest varchar(64) NULL,
				policy_version varchar(64) NOT NULL,
				supersedes_id bigint(20) NULL,
				created_at datetime NOT NULL,
				PRIMARY KEY  (id),
				UNIQUE KEY uid (uid),
				KEY valid_until (valid_until),
				KEY of_organisation (organisation_id,result,valid_until)
			',
		) + $this->import_tables();
	}

	/**
	 * @return array<string, string>
	 */
	private function import_tables(): array {
		return array(
			'sources'      => '
				id bigint(20) NOT NULL AUTO_INCREMENT,
				slug varchar(64) NOT NULL,
				title varchar(200) NOT NULL,
				kind varchar(16) NOT NULL,
				url text NULL,
				secret text NULL,
				mode varchar(16) NOT NULL,
				licence varchar(200) NOT NULL,
				attribution text NOT NULL,
				priority bigint(20) NOT NULL,
				mapping longtext NOT NULL,
				etag varchar(191) NULL,
				next_due_at datetime NULL,
				fail_count bigint(20) NOT NULL,
				last_good_at datetime NULL,
				PRIMARY KEY  (id),
				UNIQUE KEY slug (slug),
				KEY next_due_at (next_due_at)
			',
			'import_runs'  => '
				id bigint(20) NOT NULL AUTO_INCREMENT,
				uid varchar(26) NOT NULL,
				source_id bigint(20) NOT NULL,
				state varchar(16) NOT NULL,
				dry_run tinyint(1) NOT NULL,
				file_ref varchar(64) NOT NULL,
				sha256 varchar(64) NOT NULL,
				byte_offset bigint(20) NOT NULL,
				line bigint(20) NOT NULL,
				total_bytes bigint(20) NOT NULL,
				layout text NOT NULL,
				created bigint(20) NOT NULL,
				updated bigint(20) NOT NULL,
				unchanged bigint(20) NOT NULL,
				skipped bigint(20) NOT NULL,
				conflicts bigint(20) NOT NULL,
				errors bigint(20) NOT NULL,
				lease_token varchar(32) NOT NULL,
				lease_until datetime NULL,
				started_by bigint(20) NULL,
				error_code varchar(64) NOT NULL,
				created_at datetime NOT NULL,
				updated_at datetime NOT NULL,
				PRIMARY KEY  (id),
				UNIQUE KEY uid (uid),
				KEY of_source (source_id,state)
			',
			'import_items' => '
				id bigint(20) NOT NULL AUTO_INCREMENT,
				run_id bigint(20) NULL,
				organisation_id bigint(20) NULL,
				kind varchar(16) NOT NULL,
				line bigint(20) NULL,
				code varchar(64) NOT NULL,
				field varchar(64) NOT NULL,
				excerpt varchar(120) NOT NULL,
				before_value longtext NULL,
				after_value longtext NULL,
				state varchar(16) NOT NULL,
				decided_by bigint(20) NULL,
				reason text NULL,
				PRIMARY KEY  (id),
				KEY of_run (run_id,kind,id),
				KEY queue (state,kind,id),
				KEY organisation_id (organisation_id)
			',
			'tombstones'   => '
				id bigint(20) NOT NULL AUTO_INCREMENT,
				key_hash varchar(64) NOT NULL,
				group_uid varchar(26) NOT NULL,
				reason varchar(64) NOT NULL,
				created_by bigint(20) NULL,
				created_at datetime NOT NULL,
				PRIMARY KEY  (id),
				UNIQUE KEY key_hash (key_hash),
				KEY group_uid (group_uid)
			',
		);
	}

	public function steps(): array {
		return array();
	}
}
