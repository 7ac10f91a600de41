<?php
/**
 * The part of WP-CLI the plugin uses, for PHPStan.
 */

class WP_CLI {
	/**
	 * @param callable|class-string|object $callable
	 * @param array<string, mixed>         $args
	 */
	public static function add_command( string $name, $callable, array $args = array() ): bool {}
	public static function line( string $message = '' ): void {}
	public static function log( string $message ): void {}
	public static function success( string $message ): void {}
	public static function warning( string $message ): void {}
	/**
	 * @param string|\WP_Error $message
	 * @return never
	 */
	public static function error( $message, bool $exit = true ) {}
	/** @return never */
	public static function halt( int $status ) {}
	/** @param array<string, mixed> $assoc_args */
	public static function confirm( string $question, array $assoc_args = array() ): void {}
}
