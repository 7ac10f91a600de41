<?php
declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Blocks;

use CoopCredentials\Blocks\Attributes;
use CoopCredentials\Blocks\Directory_Request;
use CoopCredentials\Blocks\Html;
use CoopCredentials\Blocks\Offer_States;
use CoopCredentials\Blocks\Page_Privacy;
use CoopCredentials\Blocks\Preview;
use CoopCredentials\Tests\Integration\Test_Case;
use PHPUnit\Framework\Attributes\DataProvider;

/**
 * The parts the renderers stand on.
 */
final class PartsTest extends Test_Case {

	/** @return iterable<string, array{array<string, mixed>}> */
	public static function hostile(): iterable {
		yield 'BLOCK-A1 markup' => array(
			array(
				'label'  => '<img src=x onerror=alert(1)>',
				'layout' => '"><script>',
				'slug'   => "'; DROP",
				'page'   => '12',
				'on'     => 'yes',
				'codes'  => array( 'BMT30', '<b>', array( 'x' ), 'BMT30' ),
			),
		);
		yield 'BLOCK-A2 other types' => array(
			array(
				'label'  => array( 'x' ),
				'layout' => array( 'card' ),
				'slug'   => 7,
				'page'   => 1.5,
				'on'     => 1,
				'codes'  => 'BMT30',
			),
		);
		yield 'BLOCK-A3 nothing' => array( array() );
	}

	/**
	 * Contributors can post any attribute: nothing outside type and range survives (CVE-2025-13730).
	 *
	 * @param array<string, mixed> $raw Attributes.
	 */
	#[DataProvider( 'hostile' )]
	public function test_attributes_fall_back( array $raw ): void {
		$attributes = new Attributes( $raw );
		self::assertSame( 'button', $attributes->choice( 'layout', array( 'button', 'card' ) ) );
		self::assertSame( '', $attributes->id( 'slug' ) );
		self::assertSame( 12, $attributes->number( 'page', array( 12, 24 ) ) );
		self::assertTrue( $attributes->flag( 'on', true ) );
		self::assertStringNotContainsString( '<', $attributes->text( 'label', 'Sign in' ) );
		self::assertSame( array(), array_diff( $attributes->codes( 'codes' ), array( 'BMT30' ) ) );
	}

	/** REST makes a float of every "number"; the preview must show what the page will. */
	public function test_numbers_from_rest_are_kept(): void {
		$attributes = new Attributes(
			array(
				'page' => 24.0,
				'odd'  => 24.5,
			)
		);
		self::assertSame( 24, $attributes->number( 'page', array( 12, 24 ) ) );
		self::assertSame( 12, $attributes->number( 'odd', array( 12, 24 ) ) );
	}

	public function test_attributes_keep_what_fits(): void {
		$attributes = new Attributes(
			array(
				'label'     => 'Join  us',
				'layout'    => 'card',
				'page'      => 24,
				'on'        => false,
				'className' => 'has-x is-style-outline',
			)
		);
		self::assertSame( 'Join us', $attributes->text( 'label' ) );
		self::assertSame( 60, mb_strlen( ( new Attributes( array( 'label' => str_repeat( 'é', 80 ) ) ) )->text( 'label' ) ) );
		self::assertSame( 'card', $attributes->choice( 'layout', array( 'button', 'card' ) ) );
		self::assertSame( 24, $attributes->number( 'page', array( 12, 24 ) ) );
		self::assertFalse( $attributes->flag( 'on', true ) );
		self::assertSame( 'outline', $attributes->style( array( 'primary', 'outline' ) ) );
	}

	public function test_co_op_never_breaks_at_the_hyphen(): void {
		self::assertSame( "Co-\u{2060}op &amp; e-\u{2060}mail, co-owner", Html::text( 'Co-op & e-mail, co-owner' ) );
	}

	public function test_a_day_without_a_time_is_that_day_everywhere(): void {
		update_option( 'timezone_string', 'Pacific/Auckland' );
		update_option( 'date_format', 'j F Y' );
		self::assertSame( '31 December 2026', Html::date( '2026-12-31' ) );
		self::assertSame( '1 January 2027', Html::date( '2026-12-31T23:00:00Z' ) );
		self::assertSame( '', Html::date( 'soon' ) );
		self::assertSame( '2023', Html::date( '2023' ), 'Not 20:23 of today.' );
		self::assertSame( 'May 2023', Html::date( '2023-05' ), 'Not its first day.' );
		self::assertSame( '', Html::date( '2023-13' ) );
	}

	public function test_the_address_of_the_page_is_local_and_carries_nothing_of_a_visit(): void {
		$_SERVER['REQUEST_URI'] = '/offers/?coop_kind=pass&coop_action=claim:X&coop_credentials_private=1&coop_problem=x';
		self::assertSame( '/offers/?coop_kind=pass', Html::current_path() );
		$_SERVER['REQUEST_URI'] = '//evil.example/';
		self::assertSame( '/', Html::current_path() );
	}

	public function test_a_qr_code_is_an_image_that_cannot_run(): void {
		$html = Html::qr( '<svg onload="alert(1)"><script>x</script></svg>', 'QR "x"' );
		self::assertStringContainsString( 'src="data:image/svg+xml,%3Csvg%20onload', $html );
		self::assertStringNotContainsString( '<script', $html );
		self::assertStringContainsString( 'alt="QR &quot;x&quot;"', $html );
	}

	/** @return iterable<string, array{array<string, mixed>, bool, array<string, mixed>}> */
	public static function stubs(): iterable {
		$cases = json_decode( (string) file_get_contents( dirname( __DIR__, 3 ) . '/fixtures/blocks/offer-states.json' ), true );
		foreach ( is_array( $cases ) ? $cases : array() as $case ) {
			yield $case['name'] => array( $case['entry'], $case['focused'], $case['stub'] );
		}
	}

	/**
	 * The server's stubs are the browser's.
	 *
	 * @param array<string, mixed> $entry   As in GET me.
	 * @param bool                 $focused Came back for it.
	 * @param array<string, mixed> $stub    Expected.
	 */
	#[DataProvider( 'stubs' )]
	public function test_stub( array $entry, bool $focused, array $stub ): void {
		$made = Offer_States::of_entry( $entry, $focused );
		self::assertSame( $stub['is'], $made['is'] );
		ksort( $stub );
		$made = array_intersect_key( $made, $stub );
		ksort( $made );
		self::assertSame( $stub, $made );
	}

	public function test_directory_links_change_one_thing_and_go_to_page_one(): void {
		$request = new Directory_Request(
			array(
				'coop_search' => 'bakery & co',
				'coop_type'   => array( 'BMT30', 'BMT10', '<x>' ),
				'coop_level'  => '3',
				'coop_cursor' => 'abc',
				'coop_view'   => 'list',
				'search'      => 'belongs to core',
			),
			'coop_',
			array(),
			'/?page_id=7&coop_search=old&coop2_search=other'
		);
		self::assertTrue( $request->is_filtered() );
		self::assertSame(
			array(
				'per_page' => 12,
				'type'     => array( 'BMT30', 'BMT10' ),
				'search'   => 'bakery & co',
				'level'    => 3,
				'cursor'   => 'abc',
			),
			$request->criteria( 12 )
		);
		parse_str( (string) wp_parse_url( $request->without( 'type', 'BMT10' ), PHP_URL_QUERY ), $query );
		self::assertEquals(
			array(
				'page_id'      => '7',
				'coop2_search' => 'other',
				'coop_search'  => 'bakery & co',
				'coop_type'    => array( 'BMT30' ),
				'coop_level'   => '3',
				'coop_view'    => 'list',
			),
			array_intersect_key( $query, array_flip( array( 'page_id', 'coop2_search', 'coop_search', 'coop_type', 'coop_level', 'coop_view', 'coop_cursor' ) ) )
		);
		self::assertStringContainsString( 'coop_cursor=next', $request->url( array( 'cursor' => 'next' ) ) );
		self::assertSame(
			array(
				'page_id'      => '7',
				'coop2_search' => 'other',
				'coop_view'    => 'list',
			),
			$request->others()
		);
	}

	public function test_visitors_narrow_what_the_editor_fixed_and_never_widen_it(): void {
		$fixed = array( 'country' => array( 'GB', 'US' ) );
		$asks  = static fn ( string $country ): mixed => ( new Directory_Request( array( 'coop_country' => $country ), 'coop_', $fixed, '/' ) )->criteria( 12 )['country'];
		self::assertSame( array( 'US' ), $asks( 'US' ) );
		self::assertSame( array( 'GB', 'US' ), $asks( 'FR' ) );
		self::assertSame( array( 'GB', 'US' ), $asks( '' ) );
	}

	public function test_private_pages_cost_no_query(): void {
		$privacy = new Page_Privacy( $this->plugin()->kernel->settings() );
		$id      = wp_insert_post(
			array(
				'post_type'    => 'page',
				'post_status'  => 'publish',
				'post_title'   => 'Mine',
				'post_content' => '<!-- wp:coop-credentials/my-coupons /-->',
			)
		);
		$plain   = wp_insert_post(
			array(
				'post_type'    => 'page',
				'post_status'  => 'publish',
				'post_title'   => 'Plain',
				'post_content' => '<!-- wp:coop-credentials/offers /-->',
			)
		);
		foreach ( array(
			$id    => true,
			$plain => false,
		) as $page => $private ) {
			$GLOBALS['wp_query'] = new \WP_Query( array( 'page_id' => $page ) );
			$before              = get_num_queries();
			self::assertSame( $private, $privacy->is_private( array() ) );
			self::assertSame( $before, get_num_queries() );
			self::assertTrue( $privacy->is_private( array( 'coop_credentials_private' => '1' ) ) );
			self::assertTrue( $privacy->is_private( array( 'coop_action' => 'claim:X' ) ) );
		}
		self::assertTrue( $privacy->is_narrowed( array( 'coop2_search' => 'x' ) ) );
		self::assertFalse( $privacy->is_narrowed( array( 'cooperative' => 'x' ) ) );
	}

	public function test_a_classic_theme_paints_links_and_summaries_as_its_buttons(): void {
		self::assertNotContains( 'button', explode( ' ', Html::button_class() ) );
		register_theme_directory( dirname( COOP_CREDENTIALS_FILE ) . '/tests/fixtures/themes' );
		foreach ( array( 'template', 'stylesheet' ) as $option ) {
			add_filter( "pre_option_$option", static fn (): string => 'example-classic' );
		}
		self::assertContains( 'button', explode( ' ', Html::button_class() ) );
	}

	public function test_previews_are_for_editors_only(): void {
		$request = new \WP_REST_Request( 'POST', '/wp/v2/block-renderer/coop-credentials/offers' );
		$request->set_query_params( array( 'coop_preview' => 'member' ) );
		$preview = new Preview();
		$preview->enter( $request );
		self::assertFalse( $preview->is_on() );
		$this->act_as( 'editor' );
		$preview->enter( $request );
		self::assertTrue( $preview->is( 'member' ) );
		$request->set_query_params( array( 'coop_preview' => '<script>' ) );
		$preview->enter( $request );
		self::assertTrue( $preview->is( 'signed_out' ) );
		$preview->enter( new \WP_REST_Request( 'GET', '/wp/v2/posts' ) );
		self::assertFalse( $preview->is_on() );
	}
}
