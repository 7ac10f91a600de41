<?php
/**
 * Task of the harness test: fails.
 */

declare( strict_types=1 );

return static function (): never {
	throw new RuntimeException( 'on purpose' );
};
