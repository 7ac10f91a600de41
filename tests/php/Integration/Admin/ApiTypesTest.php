<?php
/**
 * What the admin app reads is what the server answers.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Admin;

use CoopCredentials\Tests\Integration\Offers\Offers_Test_Case;
use CoopCredentials\Tests\Support\Typescript_Fields;
use PHPUnit\Framework\Attributes\DataProvider;

/**
 * Compares the interfaces of src/api with answers of the routes, on rows that were really written.
 */
final class ApiTypesTest extends Offers_Test_Case {

	private string $organisation = '';

	/** Each of the collections and documents src/api/entities.ts names. */
	#[DataProvider( 'answers' )]
	public function test_an_answer_has_the_fields_its_type_names( string $file, string $type, string $route, bool $many ): void {
		$this->act_as( 'administrator' );
		$this->write_one_of_each();
		$response = $this->rest( 'GET', strtr( $route, array( '{organisation}' => $this->organisation ) ) );
		self::assertSame( 200, $response->get_status(), (string) wp_json_encode( $response->get_data() ) );
		$answer = json_decode( (string) wp_json_encode( $response->get_data() ), true );
		self::assertIsArray( $answer );
		$items = $many ? $answer : array( $answer );
		self::assertNotSame( array(), $items, "$route answered nothing to compare." );
		$fields = Typescript_Fields::of( $file, $type );
		self::assertNotSame( array(), $fields->names() );
		foreach ( $items as $item ) {
			self::assertSame( array(), $fields->mismatches( (array) $item ), $route );
		}
	}

	/** @return iterable<string, array{string, string, string, bool}> */
	public static function answers(): iterable {
		yield 'redemptions' => array( 'api/offers.ts', 'Redemption', 'redemptions', true );
		yield 'offers' => array( 'api/offers.ts', 'Offer', 'offers?context=edit', true );
		yield 'points' => array( 'api/offers.ts', 'Point', 'points', true );
		yield 'organisations' => array( 'api/organisations.ts', 'Organisation', 'organisations', true );
		yield 'evidence' => array( 'api/organisations.ts', 'Evidence', 'organisations/{organisation}/evidence', true );
		yield 'trust policy' => array( 'api/organisations.ts', 'TrustPolicy', 'trust-policy', false );
		yield 'sources' => array( 'api/imports.ts', 'Source', 'sources', true );
		yield 'providers' => array( 'api/providers.ts', 'Provider', 'providers', true );
		yield 'rules' => array( 'api/rules.ts', 'Rule', 'rules', true );
		yield 'audit' => array( 'api/settings.ts', 'AuditEntry', 'audit', true );
		yield 'settings' => array( 'api/settings.ts', 'SiteSettings', 'settings', false );
		yield 'onboarding' => array( 'api/onboarding.ts', 'Onboarding', 'onboarding', false );
	}

	/** The type is read as it is written, and a field that is not there or of another kind is told. */
	public function test_a_mismatch_is_told(): void {
		$fields = Typescript_Fields::of( 'api/offers.ts', 'Redemption' );
		self::assertContains( 'offer_title', $fields->names() );
		$wrong = $fields->mismatches( array( 'offer' => array( 'title' => 'Soup' ) ) + array( 'uid' => 7 ) );
		self::assertContains( 'Redemption.offer_title is missing', $wrong );
		self::assertContains( 'Redemption.uid is int, not string', $wrong );
	}

	private function write_one_of_each(): void {
		$this->offer();
		list( , $code ) = $this->coupon( $this->offer() );
		$this->use_code( $code->grouped(), $this->point(), 'one' );
		$made               = $this->write(
			'organisations',
			array(
				'name'    => 'Example Weavers',
				'country' => 'GB',
			)
		);
		$this->organisation = (string) $made['uid'];
		$this->write(
			"organisations/$this->organisation/evidence",
			array(
				'kind'   => 'reference',
				'issuer' => 'Example register',
			)
		);
		$this->write(
			'sources',
			array(
				'slug'  => 'list',
				'title' => 'A list',
			)
		);
		$this->write(
			'providers',
			array(
				'slug'  => 'weavers',
				'label' => 'Weavers',
			)
		);
		$this->write(
			'rules',
			array(
				'title' => 'Known here',
				'rule'  => array(
					'v'    => 1,
					'when' => array(
						'path' => array( 'issuer' ),
						'op'   => 'exists',
					),
				),
			)
		);
	}

	/**
	 * @param string               $route Route.
	 * @param array<string, mixed> $body  What is written.
	 * @return array<string, mixed>
	 */
	private function write( string $route, array $body ): array {
		$response = $this->rest( 'POST', $route, $body );
		self::assertContains( $response->get_status(), array( 200, 201 ), $route . ' ' . wp_json_encode( $response->get_data() ) );
		return (array) $response->get_data();
	}
}
