<?php
/**
 * Footnotes and pictures taken out of a gated text.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Blocks;

defined( 'ABSPATH' ) || exit;

/**
 * WordPress keeps the footnotes of a text beside it, in post meta that REST shows to everybody, and takes a post's first
 * picture out of its stored text. Both belong to the text: who may not read it gets neither.
 */
final class Post_Gate_Notes {

	/** Post meta of WordPress with the footnotes, JSON: a list of objects with id and content. */
	public const META = 'footnotes';

	/** @var bool Whether core's list of footnotes is being rendered. */
	private bool $printing = false;

	/**
	 * Takes what it asks.
	 *
	 * @param Post_Gate     $gate Whether a post is closed.
	 * @param Post_Gate_Raw $raw  Text without what stands inside closed gates.
	 */
	public function __construct(
		private readonly Post_Gate $gate,
		private readonly Post_Gate_Raw $raw,
	) {}

	/**
	 * Notes that core's list of footnotes begins or ends.
	 *
	 * @param bool $begins Begins.
	 */
	public function printing( bool $begins ): void {
		$this->printing = $begins;
	}

	/**
	 * The post meta while the list is rendered. At all other times it is what is stored, so that no copy loses a note.
	 *
	 * @param mixed $value   What other plugins answer; null to read it.
	 * @param int   $post_id Post.
	 */
	public function of_meta( mixed $value, int $post_id ): mixed {
		if ( ! $this->printing ) {
			return $value;
		}
		$this->printing = false;
		$stored         = get_post_meta( $post_id, self::META, true );
		$this->printing = true;
		return array( is_string( $stored ) ? $this->visible( $stored, $post_id ) : '' );
	}

	/**
	 * The footnotes whose mark stands in the text as this response may show it.
	 *
	 * @param string $notes   Stored footnotes.
	 * @param int    $post_id Post.
	 */
	public function visible( string $notes, int $post_id ): string {
		$post = get_post( $post_id );
		if ( '' === $notes || ! $post instanceof \WP_Post ) {
			return $notes;
		}
		if ( $this->gate->is_closed( $post_id ) ) {
			return '';
		}
		if ( ! has_block( Member_Gate_Block::NAME, $post ) ) {
			return $notes;
		}
		$text = $this->raw->shown( $post );
		$list = self::read( $notes );
		$kept = array_filter( $list, static fn( int|string $id ): bool => str_contains( $text, 'data-fn="' . $id . '"' ), ARRAY_FILTER_USE_KEY );
		return count( $kept ) === count( $list ) ? $notes : (string) wp_json_encode( array_values( $kept ) );
	}

	/**
	 * The list with the numbers its marks in the text have, also when notes before them are hidden.
	 *
	 * @param string $html    List of core.
	 * @param int    $post_id Post.
	 */
	public function numbered( string $html, int $post_id ): string {
		$notes = '' === $html ? '' : get_post_meta( $post_id, self::META, true );
		if ( ! is_string( $notes ) || $notes === $this->visible( $notes, $post_id ) ) {
			return $html;
		}
		$numbers = array_flip( array_keys( self::read( $notes ) ) );
		$tags    = new \WP_HTML_Tag_Processor( $html );
		while ( $tags->next_tag( array( 'tag_name' => 'li' ) ) ) {
			$id = $tags->get_attribute( 'id' );
			if ( is_string( $id ) && isset( $numbers[ $id ] ) ) {
				$tags->set_attribute( 'value', (string) ( $numbers[ $id ] + 1 ) );
			}
		}
		return $tags->get_updated_html();
	}

	/**
	 * The answer of REST about a post. Its editors get what is stored.
	 *
	 * @param \WP_REST_Response $response Answer.
	 * @param \WP_Post          $post     Post.
	 */
	public function of_rest( \WP_REST_Response $response, \WP_Post $post ): \WP_REST_Response {
		$data  = $response->get_data();
		$notes = is_array( $data ) && is_array( $data['meta'] ?? null ) ? $data['meta'][ self::META ] ?? '' : '';
		if ( is_array( $data ) && is_array( $data['meta'] ?? null ) && is_string( $notes ) && '' !== $notes && ! current_user_can( 'edit_post', $post->ID ) ) {
			$data['meta'][ self::META ] = $this->visible( $notes, $post->ID );
			$response->set_data( $data );
		}
		return $response;
	}

	/**
	 * Whether the picture a list would take out of the stored text of a post must not be shown: the post is closed, or its
	 * first picture stands inside a closed gate.
	 *
	 * @param int $post_id Post.
	 */
	public function hides_picture( int $post_id ): bool {
		$post = get_post( $post_id );
		if ( ! $post instanceof \WP_Post || has_post_thumbnail( $post ) ) {
			return false;
		}
		return $this->gate->is_closed( $post_id ) || self::picture( $post->post_content ) !== self::picture( $this->raw->shown( $post ) );
	}

	/**
	 * First picture of a text.
	 *
	 * @param string $text Text.
	 */
	private static function picture( string $text ): string {
		return 1 === preg_match( '/<img\b[^>]*>/i', $text, $found ) ? $found[0] : '';
	}

	/**
	 * Reads stored footnotes.
	 *
	 * @param string $notes JSON.
	 *
	 * @return array<array-key,array<mixed>> By id, in their order.
	 */
	private static function read( string $notes ): array {
		$list = array();
		$read = json_decode( $notes, true );
		foreach ( is_array( $read ) ? $read : array() as $note ) {
			if ( is_array( $note ) && is_string( $note['id'] ?? null ) && '' !== $note['id'] ) {
				$list[ $note['id'] ] = $note;
			}
		}
		return $list;
	}
}
