<?php
/**
 * What one scenario found.
 */

declare( strict_types=1 );

namespace CoopCredentials\Benchmark;

/**
 * A table of times, ratios with their intervals, and the gates among them.
 */
final class Report {

	/** Slack of a gated ratio. */
	private const SLACK = 1.2;

	/** @var list<array{side: string, beside: string, ratio: float, low: float, high: float, limit: float|null}> */
	private array $ratios = array();

	/**
	 * Builds the report.
	 *
	 * @param string  $id      Scenario.
	 * @param string  $title   What is measured.
	 * @param Samples $samples Times.
	 */
	public function __construct( public readonly string $id, public readonly string $title, private readonly Samples $samples ) {
	}

	/**
	 * Compares two sides of the same run.
	 *
	 * @param string     $side   Numerator.
	 * @param string     $beside Denominator.
	 * @param float|null $limit  Largest ratio of the budget; null only reports.
	 */
	public function compare( string $side, string $beside, ?float $limit = null ): void {
		$this->ratios[] = array(
			'side'   => $side,
			'beside' => $beside,
			'limit'  => $limit,
		) + $this->samples->ratio( $side, $beside );
	}

	/** Whether every gated ratio keeps its budget, with slack for the machine. */
	public function holds(): bool {
		foreach ( $this->ratios as $ratio ) {
			if ( null !== $ratio['limit'] && $ratio['ratio'] > $ratio['limit'] * self::SLACK ) {
				return false;
			}
		}

		return true;
	}

	/** Markdown. */
	public function table(): string {
		$lines = array( "## {$this->id} {$this->title}", '', '| Side | p10 ms | p50 ms | p95 ms | samples |', '| --- | ---: | ---: | ---: | ---: |' );
		foreach ( $this->samples->raw() as $side => $times ) {
			$lines[] = sprintf( '| %s | %.2f | %.2f | %.2f | %d |', $side, $this->samples->percentile( $side, 0.1 ), $this->samples->percentile( $side, 0.5 ), $this->samples->percentile( $side, 0.95 ), count( $times ) );
		}
		array_push( $lines, '', '| Ratio of p50 | | 95 % interval | budget |', '| --- | ---: | --- | ---: |' );
		foreach ( $this->ratios as $ratio ) {
			$lines[] = sprintf( '| %s ÷ %s | %.2f | %.2f – %.2f | %s |', $ratio['side'], $ratio['beside'], $ratio['ratio'], $ratio['low'], $ratio['high'], null === $ratio['limit'] ? '' : '≤ ' . $ratio['limit'] );
		}

		return implode( "\n", $lines ) . "\n";
	}

	/** @return array<string, mixed> Raw numbers. */
	public function raw(): array {
		return array(
			'scenario' => $this->id,
			'title'    => $this->title,
			'ratios'   => $this->ratios,
			'times_ms' => $this->samples->raw(),
		);
	}
}
