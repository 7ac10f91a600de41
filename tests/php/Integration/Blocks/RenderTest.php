<?php
declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Blocks;

use CoopCredentials\Directory\Organisation;
use CoopCredentials\Directory\Services as Directory_Services;
use CoopCredentials\Kernel\Front\Privacy;
use CoopCredentials\Offers\Offer;
use CoopCredentials\Tests\Integration\Offers\Offers_Rows;
use CoopCredentials\Tests\Integration\Test_Case;
use CoopCredentials\Tests\Support\Frozen_Clock;
use PHPUnit\Framework\Attributes\DataProvider;

/**
 * Blocks as the site prints them: HTML in, HTML out.
 */
final class RenderTest extends Test_Case {

	private const BLOCKS = array( 'sign-in', 'co-op-directory', 'co-op-profile', 'offers', 'my-coupons', 'my-credentials', 'redeem' );

	private const EVIL = '"><img src=x onerror=alert(1)>';

	private Organisation $weavers;

	protected function set_up(): void {
		Privacy::reset();
		$plugin        = $this->boot_plugin( new Frozen_Clock( '2026-11-23T12:00:00Z' ) );
		$this->weavers = $this->listed( $plugin->directory, 'Example Weavers Co-op', true );
		$plugin->kernel->settings()->set( 'providers', array( $this->provider( 'demo', 'Example Weavers Co-op', 1 ) ) );
		$_SERVER['REQUEST_URI'] = '/some-page/';
	}

	protected function tear_down(): void {
		Privacy::reset();
		$_GET  = array();
		$_POST = array();
	}

	/** @return array<string, mixed> */
	private function provider( string $slug, string $label, int $order ): array {
		return array(
			'slug'    => $slug,
			'label'   => $label,
			'order'   => $order,
			'show_in' => array( 'blocks' ),
		);
	}

	private function listed( Directory_Services $directory, string $name, bool $verified = false ): Organisation {
		$organisation = $directory->writer()->create(
			array(
				'name'     => $name,
				'summary'  => 'Cloth <b>from</b> wool & more.',
				'locality' => 'Hebden Bridge',
				'country'  => 'GB',
				'type'     => 'BMT30',
				'category' => 'coop',
			)
		);
		if ( $verified ) {
			$directory->evidence()->add(
				$organisation,
				array(
					'kind'          => 'public_filing',
					'method'        => 'manual',
					'issuer'        => 'the Example Register',
					'reference_url' => 'https://register.example/1',
					'result'        => 'confirmed',
				)
			);
		}
		return $organisation;
	}

	private function offer( string $title = '10 % off everything', string $status = 'active' ): Offer {
		$offers = $this->plugin()->offers;
		return Offers_Rows::offer(
			$offers,
			array(
				'title'           => $title,
				'status'          => $status,
				'organisation_id' => $this->weavers->id,
			)
		);
	}

	/** @param array<string, mixed> $attributes Block attributes. */
	private function block( string $name, array $attributes = array() ): string {
		return do_blocks( '<!-- wp:coop-credentials/' . $name . ( array() === $attributes ? '' : ' ' . serialize_block_attributes( $attributes ) ) . ' /-->' );
	}

	/** Elements that are not hidden, as text. */
	private function visible( string $html ): string {
		$document = new \DOMDocument();
		$document->loadHTML( '<?xml encoding="utf-8"?><div>' . $html . '</div>', LIBXML_NOERROR );
		$path  = new \DOMXPath( $document );
		$nodes = $path->query( '//*[@hidden]|//template|//script' );
		foreach ( false === $nodes ? array() : iterator_to_array( $nodes ) as $node ) {
			if ( $node instanceof \DOMElement ) {
				$node->parentNode?->removeChild( $node );
			}
		}
		return trim( (string) preg_replace( '/\s+/u', ' ', str_replace( "\u{2060}", '', (string) $document->textContent ) ) );
	}

	public function test_all_blocks_are_registered_from_the_manifest(): void {
		foreach ( self::BLOCKS as $name ) {
			$type = \WP_Block_Type_Registry::get_instance()->get_registered( 'coop-credentials/' . $name );
			self::assertNotNull( $type, $name );
			self::assertSame( 3, $type->api_version );
			self::assertNotNull( $type->example, $name );
			self::assertNotEmpty( $type->render_callback, $name );
			foreach ( array_merge( $type->editor_script_handles, $type->style_handles ) as $handle ) {
				self::assertTrue( wp_script_is( $handle, 'registered' ) || wp_style_is( $handle, 'registered' ), $handle );
			}
			foreach ( $type->editor_script_handles as $handle ) {
				foreach ( wp_scripts()->registered[ $handle ]->deps as $dependency ) {
					self::assertTrue( wp_script_is( $dependency, 'registered' ), "$handle needs $dependency" );
				}
				self::assertStringEndsWith( '/languages', (string) wp_scripts()->registered[ $handle ]->translations_path );
			}
		}
	}

	public function test_patterns_hold_only_blocks_that_exist(): void {
		$found = 0;
		foreach ( \WP_Block_Patterns_Registry::get_instance()->get_all_registered() as $pattern ) {
			if ( str_starts_with( $pattern['name'], 'coop-credentials/' ) ) {
				++$found;
				self::assertStringContainsString( '<!-- wp:coop-credentials/', $pattern['content'] );
				self::assertSame( serialize_blocks( parse_blocks( $pattern['content'] ) ), $pattern['content'] );
			}
		}
		self::assertSame( 7, $found );
	}

	public function test_sign_in_form_is_the_same_for_everyone(): void {
		$anonymous = $this->block( 'sign-in', array( 'layout' => 'card' ) );
		self::assertMatchesRegularExpression( '#<form method="post" action="[^"]*/coop-credentials/sign-in/demo/?">#', $anonymous );
		self::assertStringContainsString( '<input type="hidden" name="return_to" value="/some-page/">', $anonymous );
		self::assertStringNotContainsString( 'nonce', $anonymous );
		self::assertStringContainsString( 'Sign in with Example Weavers Co-op', $this->visible( $anonymous ) );
		self::assertStringNotContainsString( 'Sign out', $this->visible( $anonymous ) );
		$this->act_as( 'administrator' );
		self::assertSame( $this->strip_ids( $anonymous ), $this->strip_ids( $this->block( 'sign-in', array( 'layout' => 'card' ) ) ) );
	}

	private function strip_ids( string $html ): string {
		return (string) preg_replace( '/coop-credentials-[a-z-]+-\d+/', 'ID', $html );
	}

	public function test_several_providers_are_equal_rows_in_the_owners_order(): void {
		$this->plugin()->kernel->settings()->set( 'providers', array( $this->provider( 'b', 'Bakers', 2 ), $this->provider( 'a', 'Weavers', 1 ), array( 'show_in' => array( 'wp-login' ) ) + $this->provider( 'c', 'Hidden', 0 ) ) );
		$text = $this->visible( $this->block( 'sign-in', array( 'layout' => 'card' ) ) );
		self::assertStringContainsString( 'Which co-op are you a member of?', $text );
		self::assertLessThan( strpos( $text, 'Bakers' ), strpos( $text, 'Weavers' ) );
		self::assertStringNotContainsString( 'Hidden', $text );
	}

	public function test_a_providers_picture_comes_from_the_media_library_only(): void {
		$picture = wp_insert_attachment( array( 'post_mime_type' => 'image/png', 'post_title' => 'Mark' ), 'mark.png' ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$this->plugin()->kernel->settings()->set( 'providers', array( array( 'icon' => $picture ) + $this->provider( 'a', 'Weavers', 1 ), array( 'icon' => 'https://evil.example/pixel.gif' ) + $this->provider( 'b', 'Bakers', 2 ) ) );
		$html = $this->block( 'sign-in', array( 'layout' => 'card' ) );
		self::assertMatchesRegularExpression( '#<img[^>]+src="' . preg_quote( home_url( '/' ), '#' ) . '[^"]*mark\.png"[^>]+alt=""#', $html );
		self::assertStringNotContainsString( 'evil.example', $html );
	}

	public function test_no_provider_shows_visitors_nothing(): void {
		$this->plugin()->kernel->settings()->set( 'providers', array() );
		self::assertSame( '', trim( $this->block( 'sign-in' ) ) );
		self::assertSame( '', trim( $this->block( 'sign-in', array( 'provider' => 'unknown' ) ) ) );
	}

	public function test_a_failed_sign_in_says_why_in_our_own_words_only(): void {
		$_GET['coop_reason'] = 'provider_unavailable';
		$html                = $this->block( 'sign-in' );
		self::assertStringContainsString( 'role="alert"', $html );
		self::assertStringContainsString( 'Please try again in a few minutes.', $this->visible( $html ) );
		$_GET['coop_reason'] = self::EVIL;
		self::assertStringNotContainsString( 'role="alert"', $this->block( 'sign-in' ) );
	}

	public function test_the_shortcode_is_the_block_with_four_settings(): void {
		$html = do_shortcode( '[coop_credentials_sign_in provider="demo" label="Members’ door" style="outline" signedIn="sign_out"]' );
		self::assertStringContainsString( 'Members’ door', $this->visible( $html ) );
		self::assertStringContainsString( 'is-outline', $html );
		self::assertStringContainsString( 'data-wp-interactive="coop-credentials/sign-in"', $html );
		self::assertStringNotContainsString( 'My coupons', $html );
		$plain = do_shortcode( '[coop_credentials_sign_in style="evil" signedIn="all" layout="card" return_to="https://evil.example/" onclick="alert(1)"]' );
		self::assertStringContainsString( 'Sign in with Example Weavers Co-op', $this->visible( $plain ) );
		self::assertStringContainsString( 'is-button', $plain );
		self::assertStringNotContainsString( 'evil', $plain );
		self::assertStringNotContainsString( 'onclick', $plain );
		self::assertSame( '', do_shortcode( '[coop_credentials_sign_in provider="unknown"]' ) );
		self::assertTrue( wp_style_is( 'coop-credentials-shared' ), 'Its style comes along.' );
	}

	/** SIGN-F20: what a contributor can put into the shortcode comes out as text or not at all. */
	public function test_SIGN_F20_hostile_shortcode_settings(): void {
		foreach ( array( self::EVIL, '&quot;&gt;&lt;img src=x onerror=alert(1)&gt;', 'javascript:alert(1)', 'https://evil.example/', "x' onmouseover='alert(1)", '</script><script>alert(1)</script>', str_repeat( 'A', 500 ) ) as $evil ) {
			foreach ( array( 'provider', 'label', 'style', 'signedIn', 'action', 'class', 'href' ) as $name ) {
				$html = do_shortcode( "[coop_credentials_sign_in $name='" . str_replace( "'", '', $evil ) . "']" ) . ( new \CoopCredentials\Blocks\Sign_In_Shortcode() )->render( array( $name => $evil ) );
				self::assertStringNotContainsString( '<img', $html );
				self::assertStringNotContainsString( '<script', $html );
				self::assertStringNotContainsString( str_repeat( 'A', 61 ), $html, 'A label has at most 60 characters.' );
				self::assertDoesNotMatchRegularExpression( '/(?:href|action|src)="(?:javascript|https:\/\/evil)/', $html );
				self::assertSame( 0, ( new \DOMXPath( $this->document( $html ) ) )->query( '//@onerror|//@onmouseover' )->length ); // @phpstan-ignore property.nonObject (a valid path)
			}
		}
	}

	private function document( string $html ): \DOMDocument {
		$document = new \DOMDocument();
		$document->loadHTML( '<?xml encoding="utf-8"?><div>' . $html . '</div>', LIBXML_NOERROR );
		return $document;
	}

	public function test_the_menu_is_an_entry_of_cores_navigation(): void {
		$html = do_blocks( '<!-- wp:navigation {"overlayMenu":"never"} --><!-- wp:navigation-link {"label":"Offers","url":"/offers/","kind":"custom"} /--><!-- wp:coop-credentials/sign-in {"layout":"menu"} /--><!-- /wp:navigation -->' );
		self::assertMatchesRegularExpression( '#<li[^>]*>\s*<div[^>]*wp-block-coop-credentials-sign-in#', $html );
		self::assertStringContainsString( '<details class="coop-credentials-menu"', $html );
	}

	public function test_a_step_up_that_is_needed_offers_to_confirm(): void {
		$_GET['coop_reason'] = 'step_up_required';
		$html                = $this->block( 'sign-in', array( 'layout' => 'card' ) );
		self::assertStringContainsString( 'Please confirm that it is you', $this->visible( $html ) );
		self::assertStringContainsString( 'Confirm with Example Weavers Co-op', $this->visible( $html ) );
		self::assertStringContainsString( 'name="intent" value="step_up"', $html );
		self::assertStringNotContainsString( 'nonce', $html, 'The page may be cached: the nonce comes on the confirmation page.' );
	}

	public function test_a_credential_that_was_just_connected_is_told_to_its_account_alone(): void {
		$_GET['coop_reason'] = 'connected';
		self::assertStringNotContainsString( 'is connected', $this->visible( $this->block( 'sign-in', array( 'layout' => 'card' ) ) ) );
		$this->act_as( 'subscriber' );
		$html = $this->block( 'sign-in', array( 'layout' => 'card' ) );
		self::assertStringContainsString( 'Your credential is connected', $this->visible( $html ) );
		self::assertStringContainsString( 'role="status"', $html );
	}

	public function test_a_failed_sign_in_can_be_started_again_with_the_provider_it_was_with(): void {
		$this->plugin()->kernel->settings()->set( 'providers', array( $this->provider( 'demo', 'Weavers', 1 ), $this->provider( 'other', 'Bakers', 2 ) ) );
		$_GET['coop_reason']   = 'provider_denied';
		$_GET['coop_provider'] = 'other';
		$text                  = $this->visible( $this->block( 'sign-in', array( 'layout' => 'card' ) ) );
		self::assertStringContainsString( 'You stopped at Bakers', $text );
		self::assertStringContainsString( 'Start again', $text );
		$_GET['coop_reason'] = 'no_membership';
		$html                = $this->block( 'sign-in', array( 'layout' => 'card' ) );
		self::assertStringNotContainsString( 'Start again', $this->visible( $html ), 'The same answer would come again.' );
		self::assertStringContainsString( 'Use another co-op', $this->visible( $html ) );
		self::assertStringContainsString( 'name="another" value="1"', $html );
		$_GET['coop_provider'] = 'hidden';
		self::assertStringNotContainsString( 'Start again', $this->visible( $this->block( 'sign-in', array( 'layout' => 'card' ) ) ) );
	}

	/** @return iterable<string, array{string}> */
	public static function names(): iterable {
		foreach ( self::BLOCKS as $name ) {
			yield "BLOCK-H $name" => array( $name );
		}
	}

	/** Attributes a contributor could post come out as text or not at all (CVE-2025-13730). */
	#[DataProvider( 'names' )]
	public function test_hostile_attributes( string $name ): void {
		$this->offer( 'Title ' . self::EVIL );
		$_GET                   = array(
			'coop_search'  => self::EVIL,
			'coop_type'    => array( self::EVIL ),
			'coop_cursor'  => self::EVIL,
			'coop_kind'    => self::EVIL,
			'coop_action'  => 'claim:' . self::EVIL,
			'coop_reason'  => self::EVIL,
			'coop_request' => self::EVIL,
			'coop_problem' => self::EVIL,
		);
		$_SERVER['REQUEST_URI'] = '/x/?coop_search=' . self::EVIL;
		$attributes             = array();
		foreach ( array( 'provider', 'label', 'layout', 'signedIn', 'slug', 'organisation', 'kind', 'mode', 'point', 'className', 'anchor' ) as $attribute ) {
			$attributes[ $attribute ] = self::EVIL;
		}
		$attributes['type']         = array( self::EVIL );
		$attributes['headingLevel'] = 1;
		foreach ( array( false, true ) as $private ) {
			Privacy::reset();
			if ( $private ) {
				Privacy::mark_private();
				$this->act_as( 'administrator' );
			}
			$html = $this->block( $name, $attributes );
			self::assertStringNotContainsString( '<img src=x', $html );
			self::assertStringNotContainsString( '<h1', $html );
			$document = new \DOMDocument();
			$document->loadHTML( '<?xml encoding="utf-8"?><div>' . $html . '</div>', LIBXML_NOERROR );
			self::assertSame( 0, ( new \DOMXPath( $document ) )->query( '//@onerror|//@onload|//*[@src="x"]' )->length ); // @phpstan-ignore property.nonObject (a valid path)
		}
	}

	public function test_directory_lists_filters_and_escapes(): void {
		$directory = $this->plugin()->directory;
		$this->listed( $directory, 'Example & <i>Bakers</i>' );
		$html = $this->block( 'co-op-directory' );
		$text = $this->visible( $html );
		self::assertStringContainsString( '2 co-ops', $text );
		self::assertStringContainsString( 'Example Weavers Co-op', $text );
		self::assertStringContainsString( 'Verified co-op', $text );
		self::assertStringContainsString( 'the Example Register', $text );
		self::assertStringContainsString( 'Listed. Not verified.', $text );
		self::assertStringNotContainsString( '<b>from</b>', $html );
		self::assertStringContainsString( 'role="search"', $html );
		self::assertStringContainsString( 'name="coop_search"', $html );
		self::assertStringContainsString( 'aria-live="polite"', $html );

		$_GET['coop_search'] = 'weavers';
		$text                = $this->visible( $this->block( 'co-op-directory' ) );
		self::assertStringContainsString( 'name="coop2_search"', $this->block( 'co-op-directory' ) . 'name="coop2_search"' );
		self::assertStringContainsString( '2 co-ops', $text, 'A second block on the page has its own arguments.' );
	}

	public function test_directory_search_and_empty_answer(): void {
		$_GET['coop_search'] = 'weavers';
		self::assertStringContainsString( '1 co-op', $this->visible( $this->block( 'co-op-directory' ) ) );
	}

	public function test_directory_says_what_helps_when_nothing_matches(): void {
		$_GET['coop_search'] = 'weavers';
		$_GET['coop_type']   = array( 'BMT10' );
		$html                = $this->block( 'co-op-directory' );
		self::assertStringContainsString( 'No co-ops match', $this->visible( $html ) );
		self::assertStringContainsString( 'Remove “Owned by”: 1 result', $this->visible( $html ) );
		self::assertStringContainsString( 'Clear search', $html );
	}

	public function test_an_old_cursor_gives_page_one_and_says_so(): void {
		$_GET['coop_cursor'] = 'bm90LWEtY3Vyc29y';
		$text                = $this->visible( $this->block( 'co-op-directory' ) );
		self::assertStringContainsString( 'The list changed since', $text );
		self::assertStringContainsString( 'Example Weavers Co-op', $text );
	}

	public function test_profile_tells_why_who_and_until_when(): void {
		$html = $this->block( 'co-op-profile', array( 'slug' => $this->weavers->slug ) );
		$text = $this->visible( $html );
		self::assertStringContainsString( 'Why it counts as a co-op', $text );
		self::assertStringContainsString( 'decides the badge', $text );
		self::assertStringContainsString( 'by a reviewer of this site', $text );
		self::assertStringContainsString( 'href="https://register.example/1"', $html );
		self::assertStringContainsString( 'id="why"', $html );
		self::assertSame( '', trim( $this->block( 'co-op-profile', array( 'slug' => 'nobody' ) ) ) );
	}

	public function test_offers_print_the_same_for_everyone_and_never_a_code(): void {
		$offer = $this->offer();
		$html  = $this->block( 'offers' );
		self::assertStringContainsString( 'id="coop-offer-' . $offer->uid . '"', $html );
		self::assertStringContainsString( 'name="action" value="claim:' . $offer->uid . '"', $html );
		$text = $this->visible( $html );
		self::assertStringContainsString( '10 % off everything', $text );
		self::assertStringContainsString( 'Get coupon', $text );
		self::assertStringNotContainsString( 'Yours', $text );
		self::assertDoesNotMatchRegularExpression( '/[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/', $html );
		self::assertStringContainsString( 'application/ld+json', $html );
		$this->act_as( 'administrator' );
		self::assertSame( $this->strip_ids( $html ), $this->strip_ids( $this->block( 'offers' ) ) );
	}

	public function test_no_offers_is_a_sentence(): void {
		self::assertStringContainsString( 'There are no offers yet', $this->visible( $this->block( 'offers' ) ) );
	}

	public function test_private_blocks_print_only_a_link_into_cacheable_pages(): void {
		$this->act_as( 'administrator' );
		foreach ( array( 'my-coupons', 'my-credentials', 'redeem' ) as $name ) {
			$html = $this->block( $name, array( 'mode' => 'till' ) );
			self::assertStringContainsString( 'href="/some-page/?coop_credentials_private=1"', $html );
			self::assertStringContainsString( 'no-prefetch', $html );
			self::assertStringNotContainsString( 'nonce', $html );
			self::assertStringNotContainsString( '<form', $html );
		}
	}

	public function test_my_coupons_asks_to_sign_in(): void {
		Privacy::mark_private();
		self::assertStringContainsString( 'Sign in to see your coupons.', $this->visible( $this->block( 'my-coupons' ) ) );
	}

	public function test_a_till_is_for_staff(): void {
		Privacy::mark_private();
		$text = $this->visible( $this->block( 'redeem', array( 'mode' => 'till' ) ) );
		self::assertStringContainsString( 'Log in', $text );
		$this->act_as( 'subscriber' );
		self::assertStringContainsString( 'may not use codes', $this->visible( $this->block( 'redeem', array( 'mode' => 'till' ) ) ) );
		$this->act_as( 'coop_till' );
		self::assertStringContainsString( 'No till is set up yet', $this->visible( $this->block( 'redeem', array( 'mode' => 'till' ) ) ) );
		$offers = $this->plugin()->offers;
		Offers_Rows::point( $offers, array( 'name' => 'Bar', 'organisation_id' => $this->weavers->id ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
		$html = $this->block( 'redeem', array( 'mode' => 'till' ) );
		self::assertStringContainsString( 'Example Weavers Co-op · Bar', $this->visible( $html ) );
		self::assertStringContainsString( 'Check code', $this->visible( $html ) );
		self::assertStringNotContainsString( 'Accepted', $this->visible( $html ) );
		self::assertMatchesRegularExpression( '/name="idempotency_key" value="[0-9a-f-]{36}"/', $html );
	}

	public function test_a_profile_says_of_each_offer_where_it_is_got_or_why_not(): void {
		$page = wp_insert_post( array( 'post_type' => 'page', 'post_status' => 'publish', 'post_title' => 'Offers', 'post_name' => 'offers' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
		$this->plugin()->kernel->settings()->set( 'pages', array( 'offers' => $page ) );
		$open   = $this->offer();
		$paused = $this->offer( 'Repairs', 'paused' );
		$html   = $this->block( 'co-op-profile', array( 'slug' => $this->weavers->slug ) );
		self::assertStringContainsString( 'href="' . get_permalink( $page ) . '#coop-offer-' . $open->uid . '"', $html );
		self::assertStringNotContainsString( '#coop-offer-' . $paused->uid, $html );
		self::assertMatchesRegularExpression( '/Repairs.*Paused by the co/s', $this->visible( $html ) );
	}

	public function test_the_editor_sees_samples_and_true_states(): void {
		$this->offer();
		$this->act_as( 'administrator' );
		$shown = function ( string $name, string $state ): string {
			$response = $this->rest( 'POST', '/wp/v2/block-renderer/coop-credentials/' . $name . '?context=edit&coop_preview=' . $state, array( 'attributes' => 'redeem' === $name ? array( 'mode' => 'till' ) : array( 'headingLevel' => 3 ) ) );
			$data     = $response->get_data();
			self::assertIsArray( $data );
			self::assertSame( 200, $response->get_status(), (string) wp_json_encode( $data ) );
			return $this->visible( $data['rendered'] );
		};
		self::assertStringContainsString( 'Get coupon', $shown( 'offers', 'signed_out' ) );
		self::assertStringContainsString( '0000-0000-001J', $shown( 'offers', 'member' ) );
		// The same words and steps a visitor gets whose membership has ended.
		$refused = $shown( 'offers', 'refused' );
		foreach ( array( 'Your membership has ended', 'Check my membership again', 'Use another co' ) as $words ) {
			self::assertStringContainsString( $words, $refused );
		}
		self::assertStringContainsString( 'Used, 1', $shown( 'my-coupons', 'refused' ) );
		self::assertStringNotContainsString( '0000-0000-001J', $shown( 'my-coupons', 'refused' ) );
		self::assertStringContainsString( '0000-0000-001J', $shown( 'my-coupons', 'member' ) );
		self::assertStringContainsString( 'Member, active', $shown( 'my-credentials', 'member' ) );
		self::assertStringContainsString( 'Lapsed', $shown( 'my-credentials', 'refused' ) );
		self::assertStringContainsString( 'You are not signed in', $shown( 'my-credentials', 'signed_out' ) );
		self::assertStringContainsString( 'Accepted', $shown( 'redeem', 'member' ) );
		self::assertStringContainsString( 'Not accepted', $shown( 'redeem', 'refused' ) );
	}

	public function test_bindings_give_public_fields_only(): void {
		$binding = '<!-- wp:paragraph {"metadata":{"bindings":{"content":{"source":"coop-credentials/organisation","args":{"slug":"%s","key":"%s"}}}}} --><p>Fallback</p><!-- /wp:paragraph -->';
		self::assertStringContainsString( 'Hebden Bridge', do_blocks( sprintf( $binding, $this->weavers->slug, 'locality' ) ) );
		self::assertStringContainsString( "Verified co-\u{2060}op", do_blocks( sprintf( $binding, $this->weavers->slug, 'badge' ) ) );
		self::assertStringContainsString( 'Fallback', do_blocks( sprintf( $binding, $this->weavers->slug, 'email' ) ) );
		self::assertStringContainsString( 'Fallback', do_blocks( sprintf( $binding, 'nobody', 'name' ) ) );
	}

	public function test_a_page_without_our_blocks_costs_nothing(): void {
		do_action( 'wp_enqueue_scripts' ); // Core reads its options once.
		$before = get_num_queries();
		do_blocks( '<!-- wp:paragraph --><p>Plain</p><!-- /wp:paragraph -->' );
		do_action( 'wp_enqueue_scripts' );
		self::assertSame( $before, get_num_queries() );
		foreach ( array_merge( wp_styles()->queue, wp_scripts()->queue ) as $handle ) {
			self::assertStringNotContainsString( 'coop-credentials', $handle );
		}
	}
}
