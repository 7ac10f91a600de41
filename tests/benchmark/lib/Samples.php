<?php
/**
 * Interleaved measuring and what may be said of it.
 */

declare( strict_types=1 );

namespace CoopCredentials\Benchmark;

/**
 * Times of several sides, taken in turn: A, B, C, A, B, C … so that whatever the machine does meanwhile meets all alike.
 */
final class Samples {

	private const RESAMPLES = 2000;
	private const SEED      = 20261123;

	/** @var array<string, list<float>> Side → milliseconds. */
	private array $times = array();

	/**
	 * Measures.
	 *
	 * @param array<string, array{0: callable(): mixed, 1: callable(mixed): void}> $sides  Side → preparation (not timed) and what is timed, given what was prepared.
	 * @param int                                                              $warm   Rounds before measuring.
	 * @param int                                                              $rounds Samples of each side.
	 */
	public static function take( array $sides, int $warm, int $rounds ): self {
		$samples = new self();
		for ( $round = -$warm; $round < $rounds; ++$round ) {
			foreach ( $sides as $name => list( $prepare, $run ) ) {
				$prepared = $prepare();
				$begin    = hrtime( true );
				$run( $prepared );
				$time = ( hrtime( true ) - $begin ) / 1e6;
				if ( $round >= 0 ) {
					$samples->times[ $name ][] = $time;
				}
			}
		}

		return $samples;
	}

	/** @return array<string, list<float>> Milliseconds as they were taken. */
	public function raw(): array {
		return $this->times;
	}

	/**
	 * A percentile in milliseconds.
	 *
	 * @param string $side  Side.
	 * @param float  $share 0 to 1.
	 */
	public function percentile( string $side, float $share ): float {
		return self::at( $this->times[ $side ], $share );
	}

	/**
	 * Ratio of the medians with its bootstrap interval of 95 %.
	 *
	 * @param string $side   Numerator.
	 * @param string $beside Denominator.
	 * @return array{ratio: float, low: float, high: float}
	 */
	public function ratio( string $side, string $beside ): array {
		mt_srand( self::SEED );
		$ratios = array();
		for ( $at = 0; $at < self::RESAMPLES; ++$at ) {
			$ratios[] = self::at( self::resample( $this->times[ $side ] ), 0.5 ) / self::at( self::resample( $this->times[ $beside ] ), 0.5 );
		}

		return array(
			'ratio' => self::at( $this->times[ $side ], 0.5 ) / self::at( $this->times[ $beside ], 0.5 ),
			'low'   => self::at( $ratios, 0.025 ),
			'high'  => self::at( $ratios, 0.975 ),
		);
	}

	/**
	 * @param list<float> $times Times.
	 * @return list<float>
	 */
	private static function resample( array $times ): array {
		$last  = count( $times ) - 1;
		$drawn = array();
		foreach ( $times as $ignored ) {
			$drawn[] = $times[ mt_rand( 0, $last ) ];
		}

		return $drawn;
	}

	/** @param list<float> $values Values. */
	private static function at( array $values, float $share ): float {
		sort( $values );

		return $values[ (int) round( $share * ( count( $values ) - 1 ) ) ];
	}
}
