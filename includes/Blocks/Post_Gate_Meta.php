<?php
/**
 * Where a post keeps its gate.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Blocks;

use CoopCredentials\Sign_In\Rule_Repository;
use CoopCredentials\Sign_In\Rules_Controller;

defined( 'ABSPATH' ) || exit;

/**
 * Registers the post meta and the REST field of the editor, for every public post type whether or not it has custom fields.
 */
final class Post_Gate_Meta {

	public const FIELD = 'coop_credentials_gate';

	/**
	 * Takes what it checks.
	 *
	 * @param Post_Gate       $gate  Posts.
	 * @param Rule_Repository $rules Rules.
	 */
	public function __construct(
		private readonly Post_Gate $gate,
		private readonly Rule_Repository $rules,
	) {}

	/**
	 * Post types that can be closed.
	 *
	 * @return list<string>
	 */
	public static function types(): array {
		return array_values( array_diff( get_post_types( array( 'public' => true ) ), array( 'attachment' ) ) );
	}

	/**
	 * Registers the meta.
	 */
	public function register_meta(): void {
		foreach ( self::types() as $type ) {
			register_post_meta(
				$type,
				Post_Gate::META,
				array(
					'type'              => 'string',
					'single'            => true,
					'default'           => '',
					'show_in_rest'      => false,
					'sanitize_callback' => array( self::class, 'sanitize' ),
					'auth_callback'     => array( $this, 'may_set' ),
				)
			);
		}
	}

	/**
	 * Registers the field, which only those who edit the post see.
	 */
	public function register_field(): void {
		register_rest_field(
			self::types(),
			self::FIELD,
			array(
				'get_callback'    => fn ( array $post ): string => $this->gate->rule_of( (int) ( $post['id'] ?? 0 ) ),
				'update_callback' => array( $this, 'update' ),
				'schema'          => array(
					'description' => __( 'Rule that decides who may read the whole post.', 'coop-credentials' ),
					'type'        => 'string',
					'pattern'     => '^[0-9A-Za-z_]{0,40}$',
					'context'     => array( 'edit' ),
				),
			)
		);
	}

	/**
	 * Stores the choice. An unchanged value passes, so that authors without the right save their post as before.
	 *
	 * @param mixed $value Uid or ''.
	 * @param mixed $post  Post.
	 */
	public function update( mixed $value, mixed $post ): ?\WP_Error {
		if ( ! $post instanceof \WP_Post || ! is_string( $value ) || $value === $this->gate->rule_of( $post->ID ) ) {
			return null;
		}
		if ( ! $this->may_set( false, Post_Gate::META, $post->ID ) ) {
			return new \WP_Error( 'coop_credentials_not_permitted', __( 'You are not allowed to choose who may read this.', 'coop-credentials' ), array( 'status' => rest_authorization_required_code() ) );
		}
		if ( '' === $value ) {
			delete_post_meta( $post->ID, Post_Gate::META );
			return null;
		}
		if ( null === $this->rules->find( $value ) ) {
			return new \WP_Error( 'coop_credentials_rule_missing', __( 'There is no such rule.', 'coop-credentials' ), array( 'status' => 400 ) );
		}
		update_post_meta( $post->ID, Post_Gate::META, $value );
		return null;
	}

	/**
	 * Whether the present account may choose the rule of a post.
	 *
	 * @param mixed $allowed Answer so far.
	 * @param mixed $key     Meta key.
	 * @param mixed $post_id Post.
	 */
	public function may_set( mixed $allowed, mixed $key, mixed $post_id ): bool {
		return is_numeric( $post_id ) && Rules_Controller::may_choose() && current_user_can( 'edit_post', (int) $post_id );
	}

	/**
	 * A uid; what does not look like one closes the post for everyone rather than opening it.
	 *
	 * @param mixed $value Given.
	 */
	public static function sanitize( mixed $value ): string {
		return '' === $value ? '' : ( is_string( $value ) && 1 === preg_match( Post_Gate::RULE, $value ) ? $value : 'none' );
	}
}
