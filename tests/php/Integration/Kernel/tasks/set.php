<?php
/**
 * Writes one setting.
 */

declare( strict_types=1 );

return static function ( \CoopCredentials\Plugin $plugin, int $number ): bool {
	$plugin->kernel->settings()->set( "race_$number", $number );
	return true;
};
