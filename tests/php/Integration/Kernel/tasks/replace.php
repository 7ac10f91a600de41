<?php
/**
 * Replaces one document version and creates another document.
 */

declare( strict_types=1 );

return static fn ( \CoopCredentials\Plugin $plugin, int $number, array $arguments ): array => array(
	'replaced' => (int) $plugin->kernel->options()->replace( 'race', array( 'n' => $number ), $arguments['hash'] ),
	'created'  => (int) $plugin->kernel->options()->create( 'race_new', array( 'n' => $number ) ),
);
