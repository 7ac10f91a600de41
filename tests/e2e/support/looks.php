<?php
/**
 * Must-use plugin of the browser tests: a browser's cookies say in which language, direction and style of the theme a page
 * is answered, so that one site serves all of them and no test changes what another sees.
 *
 *     coop_e2e_locale     a locale whose translations the plugin brings, such as de_DE
 *     coop_e2e_direction  rtl: as in a language written from right to left
 *     coop_e2e_style      a variation of the theme, such as 01-evening
 *     coop_e2e_theme      another theme, such as the classic one of tests/fixtures/themes
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

( static function (): void {
	$asked = static function ( string $name, string $pattern ): string {
		$value = $_COOKIE[ "coop_e2e_$name" ] ?? '';
		return is_string( $value ) && 1 === preg_match( $pattern, $value ) ? $value : '';
	};

	$locale = $asked( 'locale', '/^[a-z]{2}_[A-Z]{2}$/D' );
	if ( '' !== $locale ) {
		foreach ( array( 'locale', 'determine_locale' ) as $hook ) {
			add_filter( $hook, static fn (): string => $locale );
		}
	}

	// Where no translation of WordPress itself is installed, this is the whole difference to an RTL language.
	if ( 'rtl' === $asked( 'direction', '/^rtl$/D' ) ) {
		add_filter( 'gettext_with_context', static fn ( $text, $source, $context ) => 'text direction' === $context ? 'rtl' : $text, 10, 3 );
	}

	$theme = $asked( 'theme', '/^[0-9a-z-]+$/D' );
	if ( '' !== $theme ) {
		register_theme_directory( WP_PLUGIN_DIR . '/coop-credentials/tests/fixtures/themes' );
		foreach ( array( 'template', 'stylesheet' ) as $option ) {
			add_filter( "pre_option_$option", static fn (): string => $theme );
		}
	}

	$style = $asked( 'style', '/^[0-9a-z-]+$/D' );
	if ( '' !== $style ) {
		add_filter(
			'wp_theme_json_data_user',
			static function ( $data ) use ( $style ) {
				$file = get_template_directory() . "/styles/$style.json";
				return is_file( $file ) ? $data->update_with( (array) json_decode( (string) file_get_contents( $file ), true ) ) : $data;
			}
		);
	}
} )();
