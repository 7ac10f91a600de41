<?php
/**
 * Registration of the blocks.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Blocks;

defined( 'ABSPATH' ) || exit;

/**
 * One call registers all of them; a page without our blocks loads nothing.
 */
final class Registration {

	public const STYLE = 'coop-credentials-shared';

	private const PANEL = 'coop-credentials-post-gate';

	/**
	 * Handles of styles taken back from classic themes, by block.
	 *
	 * @var array<string,list<string>>
	 */
	private array $on_demand = array();

	/**
	 * Takes the folder of the plugin.
	 *
	 * @param string $file Main file of the plugin.
	 */
	public function __construct( private readonly string $file ) {}

	/**
	 * Registers everything that was built.
	 */
	public function register(): void {
		$folder   = plugin_dir_path( $this->file ) . 'build/blocks';
		$manifest = $folder . '/blocks-manifest.php';
		if ( ! is_readable( $manifest ) ) {
			return;
		}
		$style = $folder . '/shared.css';
		wp_register_style( self::STYLE, plugins_url( 'build/blocks/shared.css', $this->file ), array(), is_readable( $style ) ? (string) filemtime( $style ) : COOP_CREDENTIALS_VERSION );
		// Small files are printed into the page, as core does with its own.
		wp_style_add_data( self::STYLE, 'path', $style );
		wp_register_block_types_from_metadata_collection( $folder, $manifest );
		foreach ( $this->own() as $type ) {
			foreach ( $type->editor_script_handles as $handle ) {
				wp_set_script_translations( $handle, 'coop-credentials', plugin_dir_path( $this->file ) . 'languages' );
			}
		}
	}

	/**
	 * What stands behind a closed gate is not even rendered: there is no such key in block.json.
	 *
	 * @param array<mixed> $settings Settings of a block type about to be registered.
	 * @param string       $name     Its name.
	 *
	 * @return array<mixed>
	 */
	public function settings( array $settings, string $name ): array {
		return Member_Gate_Block::NAME === $name ? array( 'skip_inner_blocks' => true ) + $settings : $settings;
	}

	/**
	 * Themes that load the styles of every block at once shall not load ours.
	 */
	public function hold_back_styles(): void {
		if ( wp_should_load_block_assets_on_demand() ) {
			return;
		}
		foreach ( $this->own() as $type ) {
			$this->on_demand[ $type->name ] = array_values( $type->style_handles );
			$type->style_handles            = array();
		}
	}

	/**
	 * Styles of a block that is being rendered after all.
	 *
	 * @param string $name Name of a block.
	 */
	public function load_styles( string $name ): void {
		foreach ( $this->on_demand[ $name ] ?? array() as $handle ) {
			wp_enqueue_style( $handle );
		}
	}

	/**
	 * Script of the editor's panel for whole posts.
	 */
	public function load_editor_panel(): void {
		$asset = plugin_dir_path( $this->file ) . 'build/editor/index.asset.php';
		if ( ! is_readable( $asset ) ) {
			return;
		}
		$built = require $asset;
		$built = is_array( $built ) ? $built : array();
		wp_enqueue_script( self::PANEL, plugins_url( 'build/editor/index.js', $this->file ), is_array( $built['dependencies'] ?? null ) ? $built['dependencies'] : array(), is_string( $built['version'] ?? null ) ? $built['version'] : COOP_CREDENTIALS_VERSION, array( 'in_footer' => true ) );
		wp_set_script_translations( self::PANEL, 'coop-credentials', plugin_dir_path( $this->file ) . 'languages' );
	}

	/**
	 * Our group of the inserter.
	 *
	 * @param array<mixed> $categories Groups.
	 *
	 * @return array<mixed>
	 */
	public function with_category( array $categories ): array {
		$categories[] = array(
			'slug'  => 'coop-credentials',
			'title' => __( 'Co-op Credentials', 'coop-credentials' ),
		);
		return $categories;
	}

	/**
	 * Our block types.
	 *
	 * @return list<\WP_Block_Type>
	 */
	private function own(): array {
		return array_values( array_filter( \WP_Block_Type_Registry::get_instance()->get_all_registered(), static fn ( \WP_Block_Type $type ): bool => str_starts_with( $type->name, 'coop-credentials/' ) ) );
	}
}
