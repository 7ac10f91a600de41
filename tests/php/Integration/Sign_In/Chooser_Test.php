<?php
/**
 * From a co-op's name to its provider.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Sign_In;

use CoopCredentials\Directory\Identifier;
use CoopCredentials\Kernel\Front\Privacy;

/**
 * Search over organisations, answered by issuer scopes and the directory's facts.
 */
final class Chooser_Test extends Sign_In_Case {

	protected function set_up(): void {
		parent::set_up();
		Privacy::reset();
		$_SERVER['REQUEST_URI'] = '/join/?page_id=7';
		$this->provider( array( 'label' => 'Example Federation' ) );
		$this->provider( array( 'label' => 'Weavers’ own', 'issuer_scope' => '{"organisations":{"own":"https://weavers.example/"}}', 'order' => 2 ), 'weavers' ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$this->organisation( 'Example Weavers Co-op', 'https://weavers.example/', 'Hebden Bridge' );
		$this->organisation( 'Example Bakers Café', 'https://bakers.example/', 'Leeds' );
	}

	protected function tear_down(): void {
		parent::tear_down();
		$_GET = array();
	}

	private function organisation( string $name, string $url, string $place, string $state = 'listed', bool $proven = true ): void {
		$this->plugin->directory->writer()->create(
			array(
				'name'     => $name,
				'locality' => $place,
				'country'  => 'GB',
				'category' => 'coop',
			),
			array( Identifier::checked( Identifier::URL, '', $url, $proven ) ),
			$state
		);
	}

	/** @return list<string> "name: provider". */
	private function found( string $text ): array {
		return array_map( static fn ( array $entry ): string => $entry['name'] . ': ' . $entry['provider'], $this->services()->chooser()->search( $text ) );
	}

	public function test_a_scope_that_names_the_co_op_comes_before_one_that_may_speak_for_any(): void {
		self::assertSame( array( 'Example Weavers Co-op: weavers', 'Example Weavers Co-op: hostile' ), $this->found( 'weav' ) );
		self::assertSame( array( 'Example Bakers Café: hostile' ), $this->found( 'bakers cafe' ) );
		self::assertSame( array(), $this->found( 'nobody' ) );
		self::assertSame( array(), $this->found( 'w' ), 'One letter is too little.' );
	}

	public function test_what_may_not_be_confirmed_or_seen_is_not_found(): void {
		$this->provider( array( 'issuer_scope' => '{"organisations":{"any":true},"deny":["https://weavers.example/"]}' ) );
		self::assertSame( array( 'Example Weavers Co-op: weavers' ), $this->found( 'weavers' ), 'Denied.' );
		$this->provider( array( 'issuer_scope' => '{"organisations":{"own":"https://weavers.example/"}}', 'show_in' => array( 'wp-login' ) ), 'weavers' ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		self::assertSame( array(), $this->found( 'weavers' ), 'Not for blocks.' );
		$this->organisation( 'Example Hidden Co-op', 'https://hidden.example/', 'York', 'draft' );
		self::assertSame( array(), $this->found( 'hidden' ), 'Not public.' );
		$this->provider( array( 'enabled' => false ) );
		self::assertSame( array(), $this->found( 'bakers' ), 'Not switched on.' );
	}

	public function test_the_route_is_public_cacheable_and_the_same_for_everyone(): void {
		$answer = $this->serve( 'GET', 'sign-in/organisations?search=weavers', array(), array( 'X-Coop-Credentials' => null ) );
		self::assertSame( 200, $answer['status'] );
		self::assertSame( 'public, max-age=300', $answer['headers']['Cache-Control'] );
		self::assertStringEndsWith( '/coop-credentials/sign-in/weavers', $answer['json'][0]['start'] );
		self::assertSame( array( 'name', 'place', 'provider', 'label', 'start' ), array_keys( $answer['json'][0] ), 'Nothing else is told.' );
		$this->assert_problem( 'invalid_request', 400, $this->rest( 'GET', 'sign-in/organisations', array( 'search' => 'x' ) ) );
		$this->assert_problem( 'invalid_request', 400, $this->rest( 'GET', 'sign-in/organisations' ) );
	}

	public function test_it_works_without_script_and_keeps_the_pages_own_arguments(): void {
		$html = do_blocks( '<!-- wp:coop-credentials/sign-in {"layout":"card"} /-->' );
		self::assertStringContainsString( 'role="search"', $html );
		self::assertStringContainsString( '<input type="hidden" name="page_id" value="7">', $html );
		self::assertStringNotContainsString( 'role="combobox"', $html, 'Only with script it is one.' );
		$_GET['coop_member'] = 'weavers';
		$html                = str_replace( "\u{2060}", '', do_blocks( '<!-- wp:coop-credentials/sign-in {"layout":"card"} /-->' ) );
		self::assertStringContainsString( '1 co-op found', $html );
		self::assertStringContainsString( 'confirmed by Weavers’ own', $html );
		self::assertMatchesRegularExpression( '#action="[^"]*/coop-credentials/sign-in/weavers"#', $html );
		self::assertStringContainsString( 'name="return_to" value="/join/?page_id=7"', html_entity_decode( $html ) );
		$_GET['coop_member'] = '"><script>alert(1)</script>nobody';
		$html                = do_blocks( '<!-- wp:coop-credentials/sign-in {"layout":"card"} /-->' );
		self::assertStringNotContainsString( '<script>alert', $html );
		self::assertStringContainsString( 'can confirm you here yet', $html );
	}

	public function test_one_provider_needs_no_chooser(): void {
		$this->provider( array( 'enabled' => false ), 'weavers' );
		self::assertStringNotContainsString( 'role="search"', do_blocks( '<!-- wp:coop-credentials/sign-in {"layout":"card"} /-->' ) );
		self::assertSame( '', trim( do_blocks( '<!-- wp:coop-credentials/sign-in-chooser /-->' ) ) );
	}

	public function test_the_number_of_queries_does_not_grow_with_the_scope(): void {
		$count = fn (): int => $this->count_queries( fn () => $this->services()->chooser()->search( 'example' ) );
		$count();
		$few   = $count();
		$ids   = array( 'https://weavers.example/' );
		for ( $number = 0; $number < 60; $number++ ) {
			$ids[] = "https://co-op-$number.example/";
			$this->organisation( "Example Co-op $number", "https://co-op-$number.example/", 'Leeds' );
		}
		$this->provider( array( 'issuer_scope' => (string) wp_json_encode( array( 'organisations' => array( 'list' => $ids ) ) ), 'order' => 2 ), 'weavers' ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$count();
		self::assertLessThanOrEqual( $few + 2, $count() );
		self::assertCount( 8, $this->found( 'example' ) );
	}
}
