<?php
/**
 * Block bindings of the visitor's membership.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Blocks;

use CoopCredentials\Claims\Membership;
use CoopCredentials\Kernel\Clock;
use CoopCredentials\Sign_In\Visitor;

defined( 'ABSPATH' ) || exit;

/**
 * `coop-credentials/member` puts one fact of the visitor's first membership that counts into a text. Only on private pages
 * and only for those who are signed in; everybody else reads the text the author wrote there.
 */
final class Bindings_Member {

	public const SOURCE = 'coop-credentials/member';

	/** Facts that may be shown. Numbers a co-op gives its members are not among them. */
	public const FIELDS = array( 'organisation_name', 'class', 'roles', 'status', 'since', 'valid_until', 'country', 'provider' );

	/** Attributes that are text. An address never comes from a claim. */
	private const ATTRIBUTES = array( 'content', 'text', 'alt', 'title', 'caption' );

	/**
	 * Takes the visitor.
	 *
	 * @param Visitor_View $visitor Visitor of a private page.
	 * @param Clock        $clock   Time.
	 */
	public function __construct(
		private readonly Visitor_View $visitor,
		private readonly Clock $clock,
	) {}

	/**
	 * Registers the source.
	 */
	public function register(): void {
		register_block_bindings_source(
			self::SOURCE,
			array(
				'label'              => __( 'Member who is signed in', 'coop-credentials' ),
				'get_value_callback' => array( $this, 'value' ),
			)
		);
	}

	/**
	 * The fact `key`; null keeps the text of the block.
	 *
	 * @param mixed $arguments As stored in the block.
	 * @param mixed $block     The block.
	 * @param mixed $attribute Its attribute.
	 */
	public function value( mixed $arguments, mixed $block = null, mixed $attribute = '' ): ?string {
		$key     = Html::string( is_array( $arguments ) ? $arguments : array(), 'key' );
		$visitor = in_array( $key, self::FIELDS, true ) && in_array( $attribute, self::ATTRIBUTES, true ) ? $this->visitor->get() : null;
		if ( null === $visitor ) {
			return null;
		}
		$value = $this->fact( $key, $visitor );
		return '' === $value ? null : Bindings::safe( $value, $attribute );
	}

	/**
	 * A fact as plain text, '' when it is not known.
	 *
	 * @param string  $key     Field.
	 * @param Visitor $visitor Visitor.
	 */
	private function fact( string $key, Visitor $visitor ): string {
		if ( 'provider' === $key ) {
			return $visitor->provider_label;
		}
		$membership = Visitor_View::first( $visitor->memberships, $this->clock->now()->getTimestamp() );
		return null === $membership ? '' : self::of( $membership, $key );
	}

	/**
	 * A fact of a membership.
	 *
	 * @param Membership $membership Membership.
	 * @param string     $key        Field.
	 */
	private static function of( Membership $membership, string $key ): string {
		return match ( $key ) {
			'organisation_name' => (string) ( $membership->organisation_name ?? $membership->organisation_id ),
			'class'             => (string) $membership->class,
			'roles'             => implode( ', ', $membership->roles ?? array() ),
			'status'            => Visitor_View::status_words()[ (string) $membership->status ] ?? '',
			'since'             => Html::date( $membership->since ),
			'valid_until'       => Html::last_day( $membership->valid_until ),
			'country'           => (string) $membership->country,
			default             => '',
		};
	}
}
