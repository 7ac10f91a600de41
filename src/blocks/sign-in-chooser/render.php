<?php
/**
 * Markup of the block sign-in-chooser.
 *
 * @package CoopCredentials
 *
 * @var array<mixed> $attributes Attributes as stored.
 */

declare( strict_types=1 );

defined( 'ABSPATH' ) || exit;

// phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped -- the renderer escapes every part where it is made.
echo CoopCredentials\Blocks\Render::block( 'sign-in-chooser', $attributes );
