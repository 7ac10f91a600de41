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
use CoopCredentials\Kernel\Clock;
use CoopCredentials\Kernel\Option_Repository;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Kernel\Stored_Option;
use CoopCredentials\Kernel\Ulid;

/**
 * One non-autoloaded option per rule with its last versions; a version is never edited, saving writes the next one.
 * Templates are readable by their name and cannot be changed.
 */
final class Rule_Repository {

	/** Versions kept of a rule. */
	public const VERSIONS = 20;

	/** Rules of a site. */
	public const RULES = 200;

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
	 * @param Clock             $clock   Time.
	 * @param \Closure(): (string|null) $own  Id of the site's own organisation, for the template that names it.
	 */
	public function __construct(
		private readonly Option_Repository $options,
		private readonly Clock $clock,
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
	 * @param string $note  Why, for the list of versions.
	 * @throws Problem `rule_invalid` (400), `rule_limit_reached` (409).
	 */
	public function create( string $title, string $json, string $note = '' ): Stored_Rule {
		$uid = Ulid::generate();
		self::parse( $json );
		if ( count( $this->options->names( self::PREFIX ) ) >= self::RULES ) {
			throw new Problem( 'rule_limit_reached', 409, __( 'There are too many rules. Remove one that is not used.', 'coop-credentials' ) );
		}
		$this->options->create( self::name( $uid ), $this->document( array(), 1, $title, $json, $note ) );
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
	 * @param string $note  Why, for the list of versions.
	 * @throws Problem `rule_missing` (404), `rule_invalid` (400), `rule_changed` (409).
	 */
	public function save( string $uid, string $title, string $json, string $hash, string $note = '' ): Stored_Rule {
		$known = $this->find( $uid );
		if ( null === $known || $known->template ) {
			throw new Problem( 'rule_missing', 404, __( 'There is no such rule to change.', 'coop-credentials' ) );
		}
		self::parse( $json );
		$stored = $this->options->read( self::name( $uid ) );
		$now    = null === $stored ? array() : $stored->value;
		$number = is_int( $now['version'] ?? null ) ? $now['version'] : 0;
		if ( null === $stored || ! $this->options->replace( self::name( $uid ), $this->document( self::earlier( $now ), $number + 1, $title, $json, $note ), $hash ) ) {
			throw new Problem( 'rule_changed', 409, __( 'Somebody else changed this rule meanwhile. Load it again.', 'coop-credentials' ), 'reload' );
		}
		unset( $this->read[ $uid ] );

		return $this->find( $uid ) ?? throw new Problem( 'storage_failed', 503 );
	}

	/**
	 * The last versions of a rule, newest first.
	 *
	 * @param string $uid Uid.
	 * @return list<array{number:int,title:string,rule:string,hash:string,saved_at:string,author:int,note:string}>
	 */
	public function versions( string $uid ): array {
		$stored = Ulid::is_valid( $uid ) ? $this->options->read( self::name( $uid ) ) : null;

		return null === $stored ? array() : self::earlier( $stored->value );
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
			'any_identity'          => __( 'Everybody who signs in', 'coop-credentials' ),
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
	 * What is stored of a rule: its present version, and those before.
	 *
	 * @param list<array<string,mixed>> $earlier Versions before, newest first.
	 * @param int                       $number  Number of the present one.
	 * @param string                    $title   Title.
	 * @param string                    $json    Rule.
	 * @param string                    $note    Why.
	 * @return array<string,mixed>
	 */
	private function document( array $earlier, int $number, string $title, string $json, string $note ): array {
		return array(
			'title'    => $title,
			'version'  => $number,
			'rule'     => $json,
			'hash'     => hash( 'sha256', $json ),
			'saved_at' => $this->clock->now()->format( 'Y-m-d\TH:i:s\Z' ),
			'author'   => get_current_user_id(),
			'note'     => mb_substr( $note, 0, 200 ),
			'earlier'  => array_slice( $earlier, 0, self::VERSIONS - 1 ),
		);
	}

	/**
	 * The versions of a stored document, newest first.
	 *
	 * @param array<string,mixed> $value Document.
	 * @return list<array{number:int,title:string,rule:string,hash:string,saved_at:string,author:int,note:string}>
	 */
	private static function earlier( array $value ): array {
		$text = static fn( array $from, string $key ): string => is_string( $from[ $key ] ?? null ) ? $from[ $key ] : '';
		$list = array( array( 'number' => $value['version'] ?? 0 ) + $value );
		foreach ( is_array( $value['earlier'] ?? null ) ? $value['earlier'] : array() as $version ) {
			if ( is_array( $version ) ) {
				$list[] = $version;
			}
		}

		return array_map(
			static fn( array $version ): array => array(
				'number'   => is_int( $version['number'] ?? null ) ? $version['number'] : 0,
				'title'    => $text( $version, 'title' ),
				'rule'     => $text( $version, 'rule' ),
				'hash'     => '' === $text( $version, 'hash' ) ? hash( 'sha256', $text( $version, 'rule' ) ) : $text( $version, 'hash' ),
				'saved_at' => $text( $version, 'saved_at' ),
				'author'   => is_int( $version['author'] ?? null ) ? $version['author'] : 0,
				'note'     => $text( $version, 'note' ),
			),
			array_slice( $list, 0, self::VERSIONS )
		);
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
