<?php
/**
 * The part of WP_CLI\Utils the plugin uses, for PHPStan.
 */

namespace WP_CLI\Utils;

/**
 * @param iterable<mixed>        $items
 * @param list<string>|string    $fields
 */
function format_items( string $format, iterable $items, $fields ): void {}

/**
 * @param array<string, mixed> $assoc_args
 * @param mixed                $default
 * @return mixed
 */
function get_flag_value( array $assoc_args, string $flag, $default = null ) {}

/** @return object */
function make_progress_bar( string $message, int $count ) {}
