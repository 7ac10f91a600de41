<?php
/**
 * Stores rules.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In;

use CoopCredentials\Claims\Invalid_Rule;
use CoopCredentials\Claims\Rule;
use CoopCredentials\Claims\Rule_Templates;
use CoopCredentials\Kernel\Option_Repository;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Kernel\Stored_Option;
use CoopCredentials\Kernel\Ulid;

/**
 * One non-autoloaded option per rule, with a version. Templates are readable by their name and cannot be changed.
 */
final class Rule_Repository {

	private const PREFIX = 'rule_';

	/**
	 * Rules read in this request.
	 *
	 * @var array<string,Stored_Rule|null>
	 */
	private array $read = array();

	/**
	 * Builds the repository.
	 *
	 * @param Option_Repository      $options Guarded options.
	 * @param \Closure(): (string|null) $own  Id of the site's own organisation, for the template that names it.
	 */
	public function __construct(
		private readonly Option_Repository $options,
		private readonly \Closure $own,
	) {
	}

	/**
	 * One rule or template.
	 *
	 * @param string $uid Uid.
	 */
	public function find( string $uid ): ?Stored_Rule {
		if ( ! array_key_exists( $uid, $this->read ) ) {
			$this->read[ $uid ] = $this->template( $uid ) ?? $this->load( $uid );
		}

		return $this->read[ $uid ];
	}

	/**
	 * All rules, templates first.
	 *
	 * @return list<Stored_Rule>
	 */
	public function all(): array {
		$uids = array_keys( Rule_Templates::all( ( $this->own )() ) );
		foreach ( $this->options->names( self::PREFIX ) as $name ) {
			$uids[] = strtoupper( substr( $name, strlen( self::PREFIX ) ) );
		}

		return array_values( array_filter( array_map( $this->find( ... ), $uids ) ) );
	}

	/**
	 * Stores a new rule.
	 *
	 * @param string $title Title.
	 * @param string $json  Rule as JSON.
	 * @throws Problem `rule_invalid` (400).
	 */
	public function create( string $title, string $json ): Stored_Rule {
		$uid = Ulid::generate();
		self::parse( $json );
		$this->options->create(
			self::name( $uid ),
			array(
				'title'   => $title,
				'version' => 1,
				'rule'    => $json,
			)
		);
		unset( $this->read[ $uid ] );

		return $this->find( $uid ) ?? throw new Problem( 'storage_failed', 503 );
	}

	/**
	 * Changes a rule.
	 *
	 * @param string $uid   Uid.
	 * @param string $title Title.
	 * @param string $json  Rule as JSON.
	 * @param string $hash  Version the change is based on.
	 * @throws Problem `rule_missing` (404), `rule_invalid` (400), `edit_conflict` (409).
	 */
	public function save( string $uid, string $title, string $json, string $hash ): Stored_Rule {
		$known = $this->find( $uid );
		if ( null === $known || $known->template ) {
			throw new Problem( 'rule_missing', 404, __( 'There is no such rule to change.', 'coop-credentials' ) );
		}
		self::parse( $json );
		$done = $this->options->replace(
			self::name( $uid ),
			array(
				'title'   => $title,
				'version' => $known->version + 1,
				'rule'    => $json,
			),
			$hash
		);
		if ( ! $done ) {
			throw new Problem( 'edit_conflict', 409, __( 'Somebody else changed this meanwhile. Load it again.', 'coop-credentials' ) );
		}
		unset( $this->read[ $uid ] );

		return $this->find( $uid ) ?? throw new Problem( 'storage_failed', 503 );
	}

	/**
	 * Removes a rule. What used it finds `rule_missing` and denies.
	 *
	 * @param string $uid Uid.
	 */
	public function delete( string $uid ): bool {
		unset( $this->read[ $uid ] );

		return Ulid::is_valid( $uid ) && $this->options->delete( self::name( $uid ) );
	}

	/**
	 * Forgets what was read.
	 */
	public function forget(): void {
		$this->read = array();
	}

	/**
	 * Translated title of a template, or null.
	 *
	 * @param string $uid Uid.
	 */
	public static function template_title( string $uid ): ?string {
		return match ( $uid ) {
			'any_identity'          => __( 'Anybody who is signed in', 'coop-credentials' ),
			'any_listed_member'     => __( 'Active members of any listed co-op', 'coop-credentials' ),
			'own_members'           => __( 'Our own active members', 'coop-credentials' ),
			'checked_within_a_year' => __( 'Active members of any listed co-op, checked within a year', 'coop-credentials' ),
			'board'                 => __( 'Board members of any listed co-op', 'coop-credentials' ),
			default                 => null,
		};
	}

	/**
	 * A template.
	 *
	 * @param string $uid Uid.
	 */
	private function template( string $uid ): ?Stored_Rule {
		$own      = ( $this->own )();
		$template = Rule_Templates::all( $own )[ $uid ] ?? null;

		return null === $template
			? null
			: new Stored_Rule( $uid, self::template_title( $uid ) ?? $template['title'], 1, Rule_Templates::rule( $uid, $own ), $template['rule'], '', true );
	}

	/**
	 * A rule of the database.
	 *
	 * @param string $uid Uid.
	 */
	private function load( string $uid ): ?Stored_Rule {
		$stored = Ulid::is_valid( $uid ) ? $this->options->read( self::name( $uid ) ) : null;
		if ( ! $stored instanceof Stored_Option ) {
			return null;
		}
		$json    = is_string( $stored->value['rule'] ?? null ) ? $stored->value['rule'] : '';
		$title   = is_string( $stored->value['title'] ?? null ) ? $stored->value['title'] : '';
		$version = is_int( $stored->value['version'] ?? null ) ? $stored->value['version'] : 0;
		try {
			$rule = Rule::from_json( $json, $uid, $version );
		} catch ( Invalid_Rule ) {
			$rule = null;
		}

		return new Stored_Rule( $uid, $title, $version, $rule, $json, $stored->hash );
	}

	/**
	 * Checks a rule before it is stored.
	 *
	 * @param string $json JSON text.
	 * @throws Problem `rule_invalid` (400).
	 */
	private static function parse( string $json ): void {
		try {
			Rule::from_json( $json );
		} catch ( Invalid_Rule $invalid ) {
			throw new Problem( 'rule_invalid', 400, __( 'This rule cannot be read.', 'coop-credentials' ), null, array( 'detail' => $invalid->getMessage() ), null, $invalid );
		}
	}

	/**
	 * Option name of a rule.
	 *
	 * @param string $uid Uid.
	 */
	private static function name( string $uid ): string {
		return self::PREFIX . strtolower( $uid );
	}
}
