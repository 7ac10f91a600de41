<?php
/**
 * The fields a TypeScript interface names, to be compared with what the server answers.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Support;

/**
 * Reads `interface X { readonly field?: type; … }` from a file of src/, and says where a value does not fit it.
 */
final class Typescript_Fields {

	/**
	 * @param string                                              $name   Name of the interface.
	 * @param array<string, array{optional: bool, type: string}> $fields By name.
	 */
	private function __construct( private readonly string $name, private readonly array $fields ) {}

	/**
	 * @param string $file Below src/.
	 * @param string $name Name of the interface.
	 */
	public static function of( string $file, string $name ): self {
		$source = (string) file_get_contents( dirname( __DIR__, 3 ) . '/src/' . $file );
		$source = (string) preg_replace( '#/\*.*?\*/#s', '', $source );
		if ( 1 !== preg_match( '/\binterface ' . $name . '\s*(\{(?:[^{}]|(?1))*\})/', $source, $found ) ) {
			throw new \LogicException( "No interface $name in $file." );
		}
		preg_match_all( '/(?:readonly\s+)?(\w+)(\?)?\s*:\s*((?:[^{};]|(\{(?:[^{}]|(?4))*\}))+);/', substr( $found[1], 1, -1 ), $lines, PREG_SET_ORDER );
		$fields = array();
		foreach ( $lines as $line ) {
			$fields[ $line[1] ] = array(
				'optional' => '' !== $line[2],
				'type'     => trim( (string) preg_replace( '/\s+/', ' ', $line[3] ) ),
			);
		}
		return new self( $name, $fields );
	}

	/** @return list<string> */
	public function names(): array {
		return array_keys( $this->fields );
	}

	/**
	 * Fields that are missing, or whose value is of another kind.
	 *
	 * @param array<mixed> $answer One item of the server's answer, as it travels.
	 * @return list<string>
	 */
	public function mismatches( array $answer ): array {
		$wrong = array();
		foreach ( $this->fields as $field => $told ) {
			if ( ! array_key_exists( $field, $answer ) ) {
				if ( ! $told['optional'] ) {
					$wrong[] = "$this->name.$field is missing";
				}
			} elseif ( ! self::fits( $told['type'], $answer[ $field ] ) ) {
				$wrong[] = "$this->name.$field is " . get_debug_type( $answer[ $field ] ) . ", not {$told['type']}";
			}
		}
		return $wrong;
	}

	private static function fits( string $type, mixed $value ): bool {
		if ( null === $value ) {
			return 1 === preg_match( '/\|\s*null$/', $type );
		}
		$parts = str_contains( $type, '{' ) || str_contains( $type, '<' ) ? array( $type ) : preg_split( '/\s*\|\s*/', trim( $type, '| ' ) );
		foreach ( (array) $parts as $part ) {
			$part = trim( (string) $part );
			$fits = match ( true ) {
				'string' === $part                           => is_string( $value ),
				'number' === $part                           => is_int( $value ) || is_float( $value ),
				'boolean' === $part                          => is_bool( $value ),
				'null' === $part                             => false,
				str_starts_with( $part, "'" )                => trim( $part, "'" ) === $value,
				1 === preg_match( '/^[A-Z]\w*$/', $part )    => is_string( $value ) || is_array( $value ),
				default                                      => is_array( $value ),
			};
			if ( $fits ) {
				return true;
			}
		}
		return false;
	}
}
