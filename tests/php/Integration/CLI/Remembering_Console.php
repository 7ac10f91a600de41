<?php
/**
 * A terminal that remembers what was printed.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\CLI;

use CoopCredentials\CLI\Console;

final class Remembering_Console extends Console {

	/** @var list<mixed> */
	public array $printed = array();

	public function table( array $rows, array $fields, string $format ): void {
		$this->printed[] = array_map( static fn( array $row ): array => array_intersect_key( $row, array_flip( $fields ) ), $rows );
	}

	public function json( mixed $document ): void {
		$this->printed[] = json_decode( (string) wp_json_encode( $document ), true );
	}

	public function line( string $text ): void {
		$this->printed[] = $text;
	}

	public function success( string $text ): void {
		$this->printed[] = $text;
	}

	public function warning( string $text ): void {
		$this->printed[] = $text;
	}

	public function confirm( string $question, array $options ): void {
		if ( true !== ( $options['yes'] ?? false ) ) {
			throw new \DomainException( 'no' );
		}
	}

	public function fail( string $text ): never {
		throw new \DomainException( $text );
	}

	public function fail_silently(): never {
		throw new \DomainException( '' );
	}
}
