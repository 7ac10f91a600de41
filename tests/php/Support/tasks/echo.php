<?php
/**
 * Task of the harness test: says who it is and what it reads.
 */

declare( strict_types=1 );

return static fn ( mixed $plugin, int $number, array $arguments ): array => array(
	'number' => $number,
	'at'     => microtime( true ),
	'value'  => get_option( $arguments['option'] ),
);
