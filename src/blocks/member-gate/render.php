<?php
/**
 * Markup of the block member-gate.
 *
 * @package CoopCredentials
 *
 * @var array<mixed> $attributes Attributes as stored.
 * @var \WP_Block    $block      The gate with what stands inside, not rendered yet.
 */

declare( strict_types=1 );

defined( 'ABSPATH' ) || exit;

// phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped -- the renderer escapes every part where it is made; blocks inside escape themselves.
echo CoopCredentials\Blocks\Render::gate( $attributes, $block );
