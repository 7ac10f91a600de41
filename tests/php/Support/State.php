<?php
/**
 * What a test process looked like before its first test, and the way back to it.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Support;

use CoopCredentials\Kernel\Services;
use CoopCredentials\Plugin;

/**
 * Remembers hooks, options and row numbers; resets them before each test.
 */
final class State {

	/** @var array<string, \WP_Hook>|null */
	private static ?array $hooks = null;

	/** @var array<string, array{value: string, autoload: string}> */
	private static array $options = array();

	/** @var array<string, int> Highest id per core table. */
	private static array $highest = array();

	/** @var list<string> */
	private static array $plugin_tables = array();

	/** @var list<string> Names of block types before any test. */
	private static array $blocks = array();

	private const CORE_TABLES = array(
		'posts'         => 'ID',
		'postmeta'      => 'meta_id',
		'users'         => 'ID',
		'usermeta'      => 'umeta_id',
		'comments'      => 'comment_ID',
		'commentmeta'   => 'meta_id',
		'terms'         => 'term_id',
		'term_taxonomy' => 'term_taxonomy_id',
		'termmeta'      => 'meta_id',
	);

	/** Brings everything back to the state before the first test. */
	public static function reset(): void {
		if ( null === self::$hooks ) {
			self::remember();
		}
		self::restore_hooks();
		self::restore_database();
		wp_cache_flush();
		self::restore_globals();
		self::fresh_plugin();
	}

	private static function remember(): void {
		global $wpdb;
		if ( class_exists( Plugin::class ) ) {
			Plugin::instance()->kernel->schema_manager()->ensure();
		}
		self::$hooks  = array_map( static fn ( \WP_Hook $hook ): \WP_Hook => clone $hook, $GLOBALS['wp_filter'] );
		self::$blocks = array_keys( \WP_Block_Type_Registry::get_instance()->get_all_registered() );
		foreach ( self::CORE_TABLES as $table => $key ) {
			self::$highest[ $table ] = (int) $wpdb->get_var( $wpdb->prepare( 'SELECT MAX( %i ) FROM %i', $key, $wpdb->$table ) );
		}
		self::$options = self::read_options();
		foreach ( $wpdb->get_col( 'SHOW TABLES' ) as $table ) {
			if ( str_starts_with( (string) $table, $wpdb->prefix . 'coop_credentials_' ) ) {
				self::$plugin_tables[] = (string) $table;
			}
		}
	}

	/** @return array<string, array{value: string, autoload: string}> */
	private static function read_options(): array {
		global $wpdb;
		$all = array();
		foreach ( (array) $wpdb->get_results( "SELECT option_name, option_value, autoload FROM $wpdb->options", ARRAY_A ) as $row ) {
			$all[ $row['option_name'] ] = array(
				'value'    => (string) $row['option_value'],
				'autoload' => (string) $row['autoload'],
			);
		}
		return $all;
	}

	private static function restore_hooks(): void {
		$GLOBALS['wp_filter']         = array_map( static fn ( \WP_Hook $hook ): \WP_Hook => clone $hook, self::$hooks ?? array() ); // phpcs:ignore WordPress.WP.GlobalVariablesOverride.Prohibited -- that is the reset.
		$GLOBALS['wp_current_filter'] = array(); // phpcs:ignore WordPress.WP.GlobalVariablesOverride.Prohibited -- a test may have thrown inside a hook.
	}

	private static function restore_database(): void {
		global $wpdb;
		$wpdb->query( 'ROLLBACK' );
		foreach ( self::$plugin_tables as $table ) {
			$wpdb->query( $wpdb->prepare( 'DELETE FROM %i', $table ) );
		}
		foreach ( self::CORE_TABLES as $table => $key ) {
			$wpdb->query( $wpdb->prepare( 'DELETE FROM %i WHERE %i > %d', $wpdb->$table, $key, self::$highest[ $table ] ) );
		}
		$wpdb->query( $wpdb->prepare( 'DELETE FROM %i WHERE object_id > %d', $wpdb->term_relationships, self::$highest['posts'] ) );
		$now = self::read_options();
		foreach ( array_diff_key( $now, self::$options ) as $name => $row ) {
			$wpdb->delete( $wpdb->options, array( 'option_name' => (string) $name ) );
		}
		foreach ( self::$options as $name => $row ) {
			if ( ! isset( $now[ $name ] ) ) {
				$wpdb->insert(
					$wpdb->options,
					array(
						'option_name'  => $name,
						'option_value' => $row['value'],
						'autoload'     => $row['autoload'],
					)
				);
			} elseif ( $now[ $name ] !== $row ) {
				$wpdb->update(
					$wpdb->options,
					array(
						'option_value' => $row['value'],
						'autoload'     => $row['autoload'],
					),
					array( 'option_name' => $name )
				);
			}
		}
	}

	private static function restore_globals(): void {
		$GLOBALS['wp_rest_server'] = null; // phpcs:ignore WordPress.WP.GlobalVariablesOverride.Prohibited -- routes are registered anew.
		$GLOBALS['wp_roles']       = null; // phpcs:ignore WordPress.WP.GlobalVariablesOverride.Prohibited -- read from the restored option.
		$GLOBALS['wp_scripts']     = null; // phpcs:ignore WordPress.WP.GlobalVariablesOverride.Prohibited -- registered again when asked for.
		$GLOBALS['wp_styles']      = null; // phpcs:ignore WordPress.WP.GlobalVariablesOverride.Prohibited -- registered again when asked for.
		$GLOBALS['post']           = null; // phpcs:ignore WordPress.WP.GlobalVariablesOverride.Prohibited -- no post is current.
		wp_set_current_user( 0 );
		foreach ( array_keys( \WP_Block_Type_Registry::get_instance()->get_all_registered() ) as $name ) {
			if ( ! in_array( $name, self::$blocks, true ) ) {
				unregister_block_type( $name );
			}
		}
	}

	/** Boots the plugin anew so that no service remembers the test before. */
	private static function fresh_plugin(): void {
		if ( ! class_exists( Plugin::class ) || ! class_exists( Services::class ) ) {
			return;
		}
		self::remove_plugin_hooks();
		Plugin::boot( new Services() );
		self::run_missed_hooks();
	}

	/** Takes every hook callback out that belongs to an object or class of the plugin. */
	public static function remove_plugin_hooks(): void {
		foreach ( $GLOBALS['wp_filter'] as $name => $hook ) {
			foreach ( $hook->callbacks as $priority => $callbacks ) {
				foreach ( $callbacks as $callback ) {
					if ( self::is_ours( $callback['function'] ) ) {
						remove_filter( (string) $name, $callback['function'], (int) $priority );
					}
				}
			}
		}
		foreach ( array_keys( \WP_Block_Type_Registry::get_instance()->get_all_registered() ) as $name ) {
			if ( str_starts_with( (string) $name, 'coop-credentials/' ) ) {
				unregister_block_type( $name );
			}
		}
		foreach ( array_keys( get_all_registered_block_bindings_sources() ) as $name ) {
			if ( str_starts_with( (string) $name, 'coop-credentials/' ) ) {
				unregister_block_bindings_source( $name );
			}
		}
	}

	/** Runs the plugin's callbacks of moments of the request that have already passed. */
	public static function run_missed_hooks(): void {
		foreach ( array( 'plugins_loaded', 'after_setup_theme', 'init', 'wp_loaded' ) as $moment ) {
			$hook = $GLOBALS['wp_filter'][ $moment ] ?? null;
			if ( ! did_action( $moment ) || ! $hook instanceof \WP_Hook ) {
				continue;
			}
			foreach ( $hook->callbacks as $callbacks ) {
				foreach ( $callbacks as $callback ) {
					if ( self::is_ours( $callback['function'] ) && ! self::boots( $callback['function'] ) ) {
						call_user_func( $callback['function'] );
					}
				}
			}
		}
	}

	/** Whether a callback is Plugin::boot itself. */
	private static function boots( mixed $callback ): bool {
		return is_array( $callback ) && Plugin::class === ltrim( is_object( $callback[0] ) ? $callback[0]::class : (string) $callback[0], '\\' );
	}

	/** Whether a callback belongs to a class of the plugin (the tests' own excepted). */
	private static function is_ours( mixed $callback ): bool {
		if ( $callback instanceof \Closure ) {
			$scope = ( new \ReflectionFunction( $callback ) )->getClosureScopeClass();
			$owner = $scope ? $scope->getName() : '';
		} elseif ( is_array( $callback ) ) {
			$owner = is_object( $callback[0] ) ? $callback[0]::class : (string) $callback[0];
		} elseif ( is_object( $callback ) ) {
			$owner = $callback::class;
		} else {
			$owner = (string) $callback;
		}
		$owner = ltrim( $owner, '\\' );
		return str_starts_with( $owner, 'CoopCredentials\\' ) && ! str_starts_with( $owner, 'CoopCredentials\\Tests\\' );
	}
}
