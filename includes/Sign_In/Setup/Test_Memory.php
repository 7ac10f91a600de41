<?php
/**
 * Remembers the last connection test.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Setup;

use CoopCredentials\Kernel\Clock;
use CoopCredentials\Kernel\Document_Store;
use CoopCredentials\Sign_In\Provider;

/**
 * One small option per provider: when it was tested last, how that went, and the first line that was not good. It says
 * itself whether the settings have changed since.
 */
final class Test_Memory {

	private const PREFIX = 'last_test_';

	/**
	 * Builds the memory.
	 *
	 * @param Document_Store $options Options.
	 * @param Clock          $clock   Time.
	 */
	public function __construct(
		private readonly Document_Store $options,
		private readonly Clock $clock,
	) {
	}

	/**
	 * Keeps a result.
	 *
	 * @param Provider                                                                       $provider Provider.
	 * @param list<array{id:string,status:string,label:string,detail:string,remedy:string}> $lines    Lines.
	 */
	public function keep( Provider $provider, array $lines ): void {
		$worst = Test_Report::worst( $lines );
		$first = array_values( array_filter( $lines, static fn( array $line ): bool => 'ok' !== $worst && $worst === $line['status'] ) )[0] ?? null;
		$value = array(
			'at'     => $this->clock->now()->format( 'Y-m-d\TH:i:s\Z' ),
			'status' => $worst,
			'line'   => $first['id'] ?? '',
			'label'  => $first['label'] ?? '',
			'remedy' => $first['remedy'] ?? '',
			'of'     => self::print( $provider ),
		);
		$name  = self::PREFIX . $provider->slug;
		$known = $this->options->read( $name );
		if ( null === $known ) {
			$this->options->create( $name, $value );
		} else {
			$this->options->replace( $name, $value, $known->hash ); // Of two tests at once, one is enough.
		}
	}

	/**
	 * The last result; null when there was none.
	 *
	 * @param Provider $provider Provider.
	 * @return array{at:string,status:string,line:string,label:string,remedy:string,current:bool}|null
	 */
	public function last( Provider $provider ): ?array {
		$value = $this->options->read( self::PREFIX . $provider->slug )?->value;
		if ( null === $value ) {
			return null;
		}
		$text = static fn( string $key ): string => is_string( $value[ $key ] ?? null ) ? $value[ $key ] : '';

		return array(
			'at'      => $text( 'at' ),
			'status'  => $text( 'status' ),
			'line'    => $text( 'line' ),
			'label'   => $text( 'label' ),
			'remedy'  => $text( 'remedy' ),
			'current' => $text( 'of' ) === self::print( $provider ),
		);
	}

	/**
	 * Forgets the result.
	 *
	 * @param string $slug Provider.
	 */
	public function forget( string $slug ): void {
		$this->options->delete( self::PREFIX . $slug );
	}

	/**
	 * What a test depends on.
	 *
	 * @param Provider $provider Provider.
	 */
	private static function print( Provider $provider ): string {
		return hash( 'sha256', $provider->digest() . '|' . ( $provider->sealed_secret ?? '' ) . '|' . home_url() );
	}
}
