<?php
/**
 * What the public gets: REST answers, pages, machine-readable data.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Directory;

use CoopCredentials\Directory\Identifier;
use CoopCredentials\Directory\State;
use CoopCredentials\Kernel\Front\Front_Request;
use CoopCredentials\Kernel\Front\Page;
use CoopCredentials\Kernel\Front\Redirect;

final class PublicTest extends DirectoryTestCase {

	private const ITEM = array( 'uid', 'slug', 'url', 'name', 'summary', 'locality', 'region', 'country', 'category', 'type', 'sector', 'level', 'state', 'badge', 'latitude', 'longitude', 'precision', 'website', 'logo' );

	private const PROFILE = array( 'legal_name', 'postcode', 'structure', 'state_words', 'level_words', 'other_names', 'description', 'mission', 'links', 'street', 'scope', 'territory', 'sectors', 'qualifiers', 'legal_form', 'life_status', 'founded', 'closed', 'members', 'member_of', 'parent', 'languages', 'email', 'phone', 'identifiers', 'evidence', 'provenance' );

	private function page( string $path ): mixed {
		return $this->plugin()->kernel->router()->handle( new Front_Request( 'GET', array(), '', array(), array(), null, $path ) );
	}

	public function test_the_public_fields_are_these_and_no_others(): void {
		$this->evidence(
			$this->organisation(
				'Example',
				array(
					'email' => 'hidden@example.org',
					'phone' => '020',
				)
			),
			'public_filing',
			array( 'private_note' => 'secret words' )
		);
		$list = $this->rest( 'GET', 'directory' )->get_data();
		self::assertSame( array( 'items', 'exact', 'total', 'total_is_minimum', 'facets', 'previous', 'next', 'hint', 'version' ), array_keys( $list ) );
		self::assertSame( self::ITEM, array_keys( $list['items'][0] ) );
		self::assertSame( array( 'words', 'issuer', 'checked_at', 'valid_until' ), array_keys( $list['items'][0]['badge'] ) );
		$profile = $this->rest( 'GET', 'directory/example' )->get_data();
		self::assertSame( array_merge( self::ITEM, self::PROFILE ), array_keys( $profile ) );
		self::assertSame( array( 'uid', 'kind', 'words', 'level', 'method', 'issuer', 'reference_url', 'subject', 'checked_at', 'valid_until', 'status', 'decides', 'note' ), array_keys( $profile['evidence'][0] ) );
		self::assertStringNotContainsString( 'hidden@example', (string) wp_json_encode( array( $list, $profile ) ) );
		self::assertStringNotContainsString( 'secret words', (string) wp_json_encode( array( $list, $profile ) ) );
	}

	public function test_a_refusal_is_never_published(): void {
		$one = $this->organisation( 'Example' );
		$this->directory->standings()->refresh( $one, State::Refused, 'not_a_coop' );
		$this->directory->version()->raise();
		self::assertSame( 'listed', $this->rest( 'GET', 'directory/example' )->get_data()['state'] );
		self::assertSame( 'Listed. Not verified.', $this->rest( 'GET', 'directory/example' )->get_data()['state_words'] );
		self::assertSame( 'listed', $this->search()->items[0]['state'] );
	}

	public function test_caching_headers_and_304(): void {
		$this->organisation( 'Example' );
		$answer = $this->serve( 'GET', 'directory' );
		self::assertSame( 'public, max-age=60, s-maxage=300, stale-while-revalidate=600', $answer['headers']['Cache-Control'] );
		$etag = $answer['headers']['ETag'];
		self::assertMatchesRegularExpression( '#^W/"[0-9a-f]{32}"$#', $etag );
		$again = $this->rest( 'GET', 'directory', array(), array( 'If-None-Match' => '"x", ' . $etag ) );
		self::assertSame( array( 304, null ), array( $again->get_status(), $again->get_data() ) );
		self::assertSame( 304, $this->rest( 'GET', 'directory', array(), array( 'If-None-Match' => '*' ) )->get_status() );
		$this->organisation( 'Another' );
		self::assertSame( 200, $this->rest( 'GET', 'directory', array(), array( 'If-None-Match' => $etag ) )->get_status() );
		$this->act_as( 'administrator' );
		self::assertSame( 'private, no-store', $this->rest( 'GET', 'directory' )->get_headers()['Cache-Control'] );
	}

	public function test_fields_without_counts_cost_no_count(): void {
		$this->organisation( 'Example', array( 'sector' => 'ICA10' ) );
		wp_cache_flush();
		$this->directory->facets()->warm();
		$few = $this->rest( 'GET', 'directory', array( '_fields' => 'items,next' ) )->get_data();
		self::assertSame( array( 'items', 'next' ), array_keys( $few ) );
	}

	public function test_moved_removed_and_unknown(): void {
		$one = $this->directory->writer()->move( $this->organisation( 'Example' ), 'new-name' );
		self::assertSame( 'new-name', $one->slug );
		$answer = $this->rest( 'GET', 'directory/example' );
		self::assertSame( 301, $answer->get_status() );
		self::assertStringEndsWith( '/directory/new-name', $answer->get_headers()['Location'] );
		$page = $this->page( 'co-ops/example' );
		self::assertInstanceOf( Redirect::class, $page );
		self::assertSame( array( 301, 'https://harbour.example/co-ops/new-name/' ), array( $page->status, $page->url ) );
		self::assertSame( 'example-2', $this->organisation( 'Example' )->slug, 'A former slug is never given away.' );

		$this->assert_problem( 'organisation_not_found', 404, $this->rest( 'GET', 'directory/nobody' ) );
		self::assertSame( 404, $this->page( 'co-ops/nobody' )->status );
		self::assertSame( 301, $this->page( 'CO-OPS/New-Name' )->status );

		$this->directory->writer()->withdraw( $this->directory->organisations()->find_by_slug( 'new-name' ), 'asked for it' );
		$this->directory = $this->boot_plugin( $this->clock )->directory;
		$this->assert_problem( 'organisation_removed', 410, $this->rest( 'GET', 'directory/new-name' ) );
		self::assertSame( array( 410, true ), array( $this->page( 'co-ops/new-name' )->status, $this->page( 'co-ops/new-name' )->noindex ) );
		self::assertSame( 1, $this->search()->total );
		self::assertSame( 'draft', $this->organisation( 'Hidden', array(), array(), 'draft' )->state->value );
		$this->assert_problem( 'organisation_not_found', 404, $this->rest( 'GET', 'directory/hidden' ) );
	}

	/** DIR-D34 DIR-D36 */
	public function test_hostile_names_stay_text(): void {
		foreach ( array( '<img src=x onerror=alert(1)>', '"><script>alert(1)</script>', '</script><b>', '[gallery] <!-- wp:html -->' ) as $i => $name ) {
			$slug = $this->organisation( $name )->slug;
			$page = $this->page( "co-ops/$slug" );
			self::assertInstanceOf( Page::class, $page );
			self::assertStringNotContainsString( '<img', $page->content );
			self::assertStringNotContainsString( '<script', $page->content );
			ob_start();
			$this->directory->pages()->print_head();
			$head = (string) ob_get_clean();
			self::assertSame( 1, preg_match( '#<script type="application/ld\+json">(.*?)</script>#s', $head, $match ), $head );
			self::assertSame( $name, json_decode( $match[1], true )['name'] );
			self::assertStringNotContainsString( '<', $match[1] );
			self::assertStringNotContainsString( '<img', str_replace( $match[0], '', $head ) );
			self::assertSame( $name, $this->directory->profiles()->by_slug( $slug )->to_array()['name'] );
		}
	}

	/** DIR-D35 */
	public function test_a_description_keeps_a_few_elements(): void {
		$slug = $this->organisation( 'Example', array( 'description' => '<p onclick="x">Hi <a href="https://a.example/" style="x">there</a><script>alert(1)</script></p><iframe src="x"></iframe>' ) )->slug;
		self::assertSame( '<p>Hi <a rel="nofollow ugc" href="https://a.example/">there</a>alert(1)</p>', $this->directory->profiles()->by_slug( $slug )->to_array()['description'] );
	}

	/** DIR-D45 */
	public function test_a_private_address_leaves_nothing_finer_than_the_town(): void {
		$one  = $this->organisation(
			'Example',
			array(
				'street'    => '1 Secret Lane',
				'postcode'  => 'LU1 2QL', // Letters that no random uid has.
				'latitude'  => 53.123456,
				'longitude' => -2.5,
				'locality'  => 'Leeds',
				'precision' => 'hidden',
			)
		);
		$rows = $this->plugin()->kernel->database()->row( 'SELECT * FROM %i WHERE id = %d', $this->plugin()->kernel->database()->table( 'organisations' ), $one->id );
		foreach ( array( 'Secret', 'LU1', '53.12' ) as $part ) {
			self::assertStringNotContainsStringIgnoringCase( $part, (string) wp_json_encode( $rows ), 'Dropped at write.' );
			self::assertStringNotContainsStringIgnoringCase( $part, (string) wp_json_encode( array( $this->rest( 'GET', 'directory/example' )->get_data(), $this->directory->json_ld()->of( $this->directory->profiles()->by_slug( 'example' ) ) ) ) );
		}
		self::assertSame( 'Leeds', $this->search()->items[0]['locality'] );
	}

	public function test_json_ld_certifies_only_while_there_is_a_badge(): void {
		$one = $this->organisation( 'Example', array(), array( Identifier::checked( 'coops_uk', '', 'R000001' ) ) );
		self::assertArrayNotHasKey( 'hasCertification', $this->directory->json_ld()->of( $this->directory->profiles()->by_slug( 'example' ) ) );
		$this->evidence( $one, 'public_filing' );
		$this->directory = $this->boot_plugin( $this->clock )->directory;
		$thing           = $this->directory->json_ld()->of( $this->directory->profiles()->by_slug( 'example' ) );
		self::assertSame( array( 'Cooperative', 'Verified co-op', 'Example Register', 'R000001' ), array( $thing['@type'], $thing['hasCertification']['name'], $thing['hasCertification']['issuedBy']['name'], $thing['identifier'][0]['value'] ) );
	}

	public function test_the_policy_stands_in_plain_words(): void {
		$page = $this->page( 'co-ops/how-we-verify/' );
		self::assertInstanceOf( Page::class, $page );
		self::assertSame( array( 200, false ), array( $page->status, $page->private ) );
		self::assertStringContainsString( 'Confirmed in the official register, for 1 year', $page->content );
		self::assertStringContainsString( '<p>All of these are asked for:</p><ul><li>Shows examples of its work</li><li>A verified co-op gave a reference</li></ul>', $page->content );
		self::assertDoesNotMatchRegularExpression( '/one of \(|all of \(|counts \d+ days|\d{3} days/', $page->content, 'Sentences and lists, no code.' );
		self::assertStringContainsString( 'movement/1', $page->content );
	}

	public function test_a_page_somebody_made_wins_and_filtered_pages_stay_out_of_search_engines(): void {
		$router = $this->plugin()->kernel->router();
		$start  = $this->page( 'co-ops/' );
		self::assertInstanceOf( Page::class, $start );
		self::assertFalse( $start->noindex );
		self::assertTrue( $router->handle( new Front_Request( 'GET', array(), 'coop_search=x', array(), array(), null, 'co-ops/' ) )->noindex );
		wp_insert_post(
			array(
				'post_type'   => 'page',
				'post_status' => 'publish',
				'post_title'  => 'Ours',
				'post_name'   => 'co-ops',
			)
		);
		self::assertInstanceOf( \CoopCredentials\Kernel\Front\Not_Mine::class, $this->page( 'co-ops/' ) );
	}
}
