<?php
/**
 * The JSON body of a request, undamaged.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In;

/**
 * Core hands JSON over as arrays, where `{}` and `[]` are the same. Rules and maps are read from the body itself.
 */
final class Json_Body {

	/**
	 * A member as JSON text, or null when it is absent or null.
	 *
	 * @param \WP_REST_Request $request Request.
	 * @param string           $member  Member.
	 */
	public static function document( \WP_REST_Request $request, string $member ): ?string {
		$body = json_decode( (string) $request->get_body(), false, 32 );
		if ( ! $body instanceof \stdClass || ! isset( $body->{$member} ) || ! $body->{$member} instanceof \stdClass ) {
			return null;
		}
		$json = wp_json_encode( $body->{$member}, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_PRESERVE_ZERO_FRACTION );

		return is_string( $json ) ? $json : null;
	}

	/**
	 * Members of the body by name; documents as JSON text.
	 *
	 * @param \WP_REST_Request $request   Request.
	 * @param list<string>     $documents Members that are documents.
	 * @return array<string,mixed>
	 */
	public static function values( \WP_REST_Request $request, array $documents ): array {
		$values = array();
		$body   = $request->get_json_params();
		foreach ( is_array( $body ) ? $body : array() as $name => $value ) {
			$values[ (string) $name ] = in_array( $name, $documents, true ) ? self::document( $request, (string) $name ) : $value;
		}

		return $values;
	}
}
