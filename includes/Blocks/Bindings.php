<?php
/**
 * Block bindings.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Blocks;

use CoopCredentials\Directory\Profiles;
use CoopCredentials\Kernel\Problem;

defined( 'ABSPATH' ) || exit;

/**
 * `coop-credentials/organisation` puts one public field of a co-op into a paragraph, a heading, a button or an image.
 */
final class Bindings {

	private const FIELDS = array( 'name', 'summary', 'locality', 'region', 'country', 'website', 'url', 'badge' );

	/**
	 * Profiles read in this request.
	 *
	 * @var array<string,array<string,mixed>>
	 */
	private array $read = array();

	/**
	 * Takes what it reads.
	 *
	 * @param Profiles        $profiles The directory's profiles.
	 * @param Bindings_Member $member   The visitor's own membership.
	 */
	public function __construct(
		private readonly Profiles $profiles,
		private readonly Bindings_Member $member,
	) {}

	/**
	 * Registers the sources.
	 */
	public function register(): void {
		$this->member->register();
		register_block_bindings_source(
			'coop-credentials/organisation',
			array(
				'label'              => __( 'Co-op of the directory', 'coop-credentials' ),
				'get_value_callback' => array( $this, 'value' ),
			)
		);
	}

	/**
	 * Public field `key` of the co-op `slug`; null keeps the text of the block.
	 *
	 * @param mixed $arguments As stored in the block.
	 * @param mixed $block     The block.
	 * @param mixed $attribute Its attribute.
	 */
	public function value( mixed $arguments, mixed $block = null, mixed $attribute = '' ): ?string {
		$arguments = is_array( $arguments ) ? $arguments : array();
		$key       = Html::string( $arguments, 'key' );
		$slug      = ( new Attributes( $arguments ) )->id( 'slug' );
		if ( '' === $slug || ! in_array( $key, self::FIELDS, true ) ) {
			return null;
		}
		try {
			$this->read[ $slug ] = $this->read[ $slug ] ?? $this->profiles->by_slug( $slug )->to_array();
		} catch ( Problem ) {
			return null;
		}
		$badge = $this->read[ $slug ]['badge'] ?? null;
		$value = 'badge' === $key ? Html::string( is_array( $badge ) ? $badge : array(), 'words' ) : Html::string( $this->read[ $slug ], $key );
		return '' === $value ? null : self::safe( $value, $attribute );
	}

	/**
	 * Core prints some attributes as markup (`content`, `text`, `caption`, and others to come); names and claims are text.
	 * The few it escapes itself are named here.
	 *
	 * @param string $value     Plain text.
	 * @param mixed  $attribute Attribute of the block.
	 */
	public static function safe( string $value, mixed $attribute ): string {
		return match ( $attribute ) {
			'url'          => str_replace( '[', '%5B', $value ),
			'alt', 'title' => Html::unbroken( $value ),
			default        => Html::text( $value ),
		};
	}
}
