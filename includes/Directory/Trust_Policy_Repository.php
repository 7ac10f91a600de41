<?php
/**
 * The site's trust policy.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Directory;

use CoopCredentials\Kernel\Option_Repository;
use CoopCredentials\Kernel\Problem;

/**
 * Own document of the site, else the preset movement. An unreadable own document is never replaced by a preset: then
 * nothing is allowed.
 */
final class Trust_Policy_Repository {

	public const PRESETS = array( 'strict', 'dotcoop', 'movement', 'solidarity' );
	public const DEFAULT = 'movement';

	private const OPTION = 'trust_policy';

	private ?Trust_Policy $current = null;

	private string $hash = '';

	public function __construct( private readonly Option_Repository $options, private readonly string $folder = __DIR__ . '/policies' ) {}

	/**
	 * Never throws: what cannot be read allows nothing.
	 */
	public function current(): Trust_Policy {
		if ( null === $this->current ) {
			try {
				// A cached copy may be stale for a moment but never grants more than was once saved.
				$stored        = Option_Repository::decode( get_option( 'coop_credentials_' . self::OPTION, '' ) );
				$exists        = false !== get_option( 'coop_credentials_' . self::OPTION, false );
				$this->current = ! $exists ? $this->preset( self::DEFAULT ) : Trust_Policy_Parser::parse( $stored['document'] ?? null );
			} catch ( Problem ) {
				$this->current = Trust_Policy::none();
			}
		}
		return $this->current;
	}

	/**
	 * Version of the stored document, for guarded saving; '' while the default preset is in use.
	 */
	public function hash(): string {
		$stored     = $this->options->read( self::OPTION );
		$this->hash = null === $stored ? '' : $stored->hash;
		return $this->hash;
	}

	/**
	 * @throws Problem With reason policy_invalid (422), edit_conflict (409).
	 */
	public function save( Trust_Policy $policy, string $expected_hash ): void {
		$value = array( 'document' => $policy->document );
		$done  = '' === $expected_hash ? $this->options->create( self::OPTION, $value ) : $this->options->replace( self::OPTION, $value, $expected_hash );
		if ( ! $done ) {
			throw new Problem( 'edit_conflict', 409, __( 'Somebody else changed the trust policy meanwhile. Reload and try again.', 'coop-credentials' ), 'reload' );
		}
		$this->forget();
	}

	/**
	 * @throws Problem With reason policy_invalid (422) when there is no such preset.
	 */
	public function preset( string $id ): Trust_Policy {
		$file = $this->folder . '/' . $id . '.json';
		$text = in_array( $id, self::PRESETS, true ) && is_readable( $file ) ? file_get_contents( $file ) : false; // phpcs:ignore WordPress.WP.AlternativeFunctions.file_get_contents_file_get_contents -- a file of the plugin.
		return Trust_Policy_Parser::parse( false === $text ? null : json_decode( $text, true, 16 ) );
	}

	/**
	 * After a change, and in tests.
	 */
	public function forget(): void {
		$this->current = null;
	}
}
