<?php
/**
 * What a provider that understands the `claims` parameter is asked for.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Sign_In;

use CoopCredentials\Kernel\Front\Redirect;

/**
 * Such a provider may hand out nothing it was not asked for, so every claim a rule reads has to be named, and no other.
 */
final class Asked_Claims_Test extends Sign_In_Case {

	private const ALWAYS = array( 'coop_id', 'coop_status', 'coop_valid_until' );

	protected function set_up(): void {
		parent::set_up();
		$this->hostile->misbehave( 'claims-parameter' );
	}

	/** @return list<string> Names asked for at the next sign-in. */
	private function asked(): array {
		$answer = $this->press();
		self::assertInstanceOf( Redirect::class, $answer );
		wp_parse_str( (string) wp_parse_url( $answer->url, PHP_URL_QUERY ), $query );
		$claims = json_decode( (string) ( $query['claims'] ?? '{}' ), true );
		self::assertArrayNotHasKey( 'id_token', $claims, 'How somebody logs in is asked by a step-up only.' );
		$names = array_keys( $claims['userinfo'] ?? array() );
		sort( $names );

		return $names;
	}

	public function test_a_ready_made_rule_is_asked_for_only_where_it_is_used(): void {
		self::assertSame( self::ALWAYS, $this->asked() );

		$this->provider( array( 'role_rules' => array( 'board' => 'subscriber' ) ) );
		self::assertSame( array( 'coop_id', 'coop_roles', 'coop_status', 'coop_valid_until' ), $this->asked(), 'A role of the provider.' );

		$this->provider();
		$page = (int) wp_insert_post(
			array(
				'post_title'   => 'Meeting',
				'post_status'  => 'publish',
				'post_content' => '<!-- wp:coop-credentials/member-gate {"rule":"checked_within_a_year"} --><p>Yes.</p><!-- /wp:coop-credentials/member-gate -->',
			)
		);
		delete_transient( 'coop_credentials_used_templates' );
		self::assertSame( array( 'coop_id', 'coop_status', 'coop_valid_until', 'coop_verified_at' ), $this->asked(), 'A gate.' );
		wp_delete_post( $page, true );
		self::assertContains( 'coop_verified_at', $this->asked(), 'Looked up once an hour.' );
		delete_transient( 'coop_credentials_used_templates' );
		self::assertSame( self::ALWAYS, $this->asked() );
	}

	public function test_a_rule_that_also_asks_how_somebody_logs_in_still_reads_its_claims(): void {
		$this->services()->rules()->create( 'Young workers', '{"v":1,"when":{"path":["class"],"op":"eq","value":"worker"},"auth":{"max_age":3600,"acr_any":["urn:gold"]}}' );
		self::assertSame( array( 'coop_class', 'coop_id', 'coop_status', 'coop_valid_until' ), $this->asked() );
	}

	public function test_what_would_be_too_long_is_left_out_and_told(): void {
		$this->act_as( 'administrator' );
		$told   = fn (): array => array_column( $this->rest( 'POST', 'providers/hostile/test' )->get_data()['checks'], null, 'id' );
		self::assertArrayNotHasKey( 'claims', $told() );
		$leaves = array_map( static fn ( int $number ): array => array( 'path' => array( 'claim_number_' . $number . '_' . str_repeat( 'x', 40 ) ), 'op' => 'exists', 'of' => 'claim' ), range( 1, 20 ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
		$this->services()->rules()->create( 'Long', (string) wp_json_encode( array( 'v' => 1, 'when' => array( 'all' => array( array( 'any' => $leaves ), array( 'path' => array( 'claim_x_' . str_repeat( 'y', 200 ) ), 'op' => 'exists', 'of' => 'claim' ) ) ) ) ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
		$this->services()->rules()->create( 'Longer', (string) wp_json_encode( array( 'v' => 1, 'when' => array( 'any' => array_map( static fn ( int $number ): array => array( 'path' => array( 'other_' . $number . '_' . str_repeat( 'z', 100 ) ), 'op' => 'exists', 'of' => 'claim' ), range( 1, 10 ) ) ) ) ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
		self::assertSame( array(), $this->asked() );
		self::assertSame( 'warn', $told()['claims']['status'] );
		self::assertStringContainsString( 'with the scopes', $told()['claims']['remedy'] );
	}
}
