<?php
/**
 * Strict reading of stored JSON documents.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Claims;

/**
 * Reads objects, lists and scalars of a document and refuses everything unexpected with its place.
 */
final class Shape {

	/**
	 * Which error is thrown.
	 *
	 * @param class-string<Invalid_Document> $error Class of the error.
	 */
	public function __construct( private readonly string $error ) {
	}

	/**
	 * Refuses.
	 *
	 * @param string $at      JSON pointer.
	 * @param string $problem Stable code.
	 * @throws Invalid_Document Always.
	 */
	public function fail( string $at, string $problem ): never {
		throw new ( $this->error )( $at, $problem );
	}

	/**
	 * Decodes a document given as text; an object is checked for its size only.
	 *
	 * @param string|\stdClass $json  The document.
	 * @param int              $bytes Largest size.
	 * @throws Invalid_Document When it is not a JSON object of that size.
	 */
	public function document( string|\stdClass $json, int $bytes ): \stdClass {
		if ( is_string( $json ) ) {
			try {
				$json = Json::decode( $json, $bytes, 32, true );
			} catch ( Invalid_Json $error ) {
				$this->fail( '', $error->getMessage() );
			}
		} elseif ( strlen( Json::encode( $json ) ) > $bytes ) {
			$this->fail( '', 'too_large' );
		}
		return $json instanceof \stdClass ? $json : $this->fail( '', 'not_an_object' );
	}

	/**
	 * An object with no keys but the allowed ones, as an array.
	 *
	 * @param mixed             $value   Decoded value.
	 * @param string            $at      JSON pointer of it.
	 * @param list<string>|null $allowed Allowed keys; null allows all.
	 * @return array<array-key, mixed>
	 */
	public function object( mixed $value, string $at, ?array $allowed = null ): array {
		if ( ! $value instanceof \stdClass ) {
			$this->fail( $at, 'not_an_object' );
		}
		$vars = get_object_vars( $value );
		foreach ( array_keys( $vars ) as $key ) {
			if ( null !== $allowed && ! in_array( (string) $key, $allowed, true ) ) {
				$this->fail( $at, 'unknown_key' );
			}
		}
		return $vars;
	}

	/**
	 * A list of so many elements.
	 *
	 * @return list<mixed>
	 */
	public function list( mixed $value, string $at, int $least, int $most ): array {
		if ( ! is_array( $value ) || ! array_is_list( $value ) ) {
			$this->fail( $at, 'not_a_list' );
		}
		if ( count( $value ) < $least ) {
			$this->fail( $at, 'empty_list' );
		}
		return count( $value ) > $most ? $this->fail( $at, 'too_many' ) : $value;
	}

	/**
	 * A string of 1 to so many bytes.
	 */
	public function string( mixed $value, string $at, int $most = 1024 ): string {
		if ( ! is_string( $value ) ) {
			$this->fail( $at, 'not_a_string' );
		}
		return '' === $value || strlen( $value ) > $most ? $this->fail( $at, 'string_length' ) : $value;
	}

	/**
	 * A list of strings.
	 *
	 * @return list<string>
	 */
	public function strings( mixed $value, string $at, int $least, int $most ): array {
		$strings = array();
		foreach ( $this->list( $value, $at, $least, $most ) as $index => $element ) {
			$strings[] = $this->string( $element, "$at/$index" );
		}
		return $strings;
	}

	/**
	 * One of a few words.
	 *
	 * @param mixed        $value Decoded value.
	 * @param string       $at    JSON pointer of it.
	 * @param list<string> $words Allowed words.
	 */
	public function word( mixed $value, string $at, array $words ): string {
		return is_string( $value ) && in_array( $value, $words, true ) ? $value : $this->fail( $at, 'unknown_value' );
	}

	/**
	 * A boolean.
	 */
	public function boolean( mixed $value, string $at ): bool {
		return is_bool( $value ) ? $value : $this->fail( $at, 'not_a_boolean' );
	}

	/**
	 * An integer within bounds.
	 */
	public function integer( mixed $value, string $at, int $least, int $most ): int {
		return is_int( $value ) && $value >= $least && $value <= $most ? $value : $this->fail( $at, 'out_of_range' );
	}

	/**
	 * A claims path.
	 */
	public function path( mixed $value, string $at ): Path {
		return Path::from( $value ) ?? $this->fail( $at, 'path' );
	}

	/**
	 * A canonical organisation id.
	 */
	public function organisation( mixed $value, string $at ): string {
		return Organisation_Id::canonical( $this->string( $value, $at ) ) ?? $this->fail( $at, 'organisation_id' );
	}

	/**
	 * The version, which must be 1.
	 */
	public function version( mixed $value, string $at = '/v' ): void {
		if ( 1 !== $value ) {
			$this->fail( $at, 'unknown_version' );
		}
	}
}
