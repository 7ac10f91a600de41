<?php
/**
 * Evidence, levels, states, policy and facts.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Directory;

use CoopCredentials\Claims\Category;
use CoopCredentials\Directory\Identifier;
use CoopCredentials\Directory\Trust_Policy_Parser;
use CoopCredentials\Kernel\Problem;

final class EvidenceTest extends DirectoryTestCase {

	/** @return array<string, array{string, int, string}> kind, level, state under the preset movement. */
	public static function kinds(): array {
		return array(
			'domain control'       => array( 'domain_control', 1, 'listed' ),
			'work examples'        => array( 'work_examples', 1, 'listed' ),
			'sponsors'             => array( 'sponsors', 1, 'provisional' ),
			'governing document'   => array( 'governing_document', 2, 'verified' ),
			'ownership'            => array( 'ownership', 2, 'verified' ),
			'reference'            => array( 'reference', 2, 'verified' ),
			'questionnaire'        => array( 'questionnaire', 2, 'listed' ),
			'public filing'        => array( 'public_filing', 3, 'verified' ),
			'apex membership'      => array( 'apex_membership', 3, 'verified' ),
			'untrusted federation' => array( 'attestation', 0, 'listed' ),
			'.coop is a hint'      => array( 'dotcoop_domain', 0, 'listed' ),
			'LEI is a hint'        => array( 'lei', 0, 'listed' ),
		);
	}

	/** @dataProvider kinds */
	public function test_a_kind_gives_its_level( string $kind, int $level, string $state ): void {
		$found = $this->evidence( $this->organisation( 'Example' ), $kind );
		self::assertSame( array( $level, $state ), array( $found->level, $found->state->value ) );
	}

	public function test_states_follow_the_dates_without_cron(): void {
		$one = $this->evidence( $this->organisation( 'Example' ), 'public_filing', array( 'valid_until' => '2026-12-01T00:00:00Z' ) );
		self::assertSame( 'verified', $one->state->value );
		self::assertSame( array( 'Verified co-op', 'Example Register', '2026-11-23', '2026-12-01T00:00:00Z' ), array_values( $this->search()->items[0]['badge'] ) );

		$version = $this->directory->version()->current();
		foreach ( array(
			'2026-11-30T23:59:59Z' => array( 'verified', 3, true ),
			'2026-12-01T00:00:00Z' => array( 'grace', 3, true ),
			'2026-12-30T23:59:59Z' => array( 'grace', 3, true ),
			'2026-12-31T00:00:00Z' => array( 'expired', 0, false ),
		) as $time => $expected ) {
			$this->clock->set( $time );
			self::assertSame( $expected[0], $one->state_at( $this->clock->now() )->value, 'From the stored row alone.' );
			$item = $this->search()->items[0];
			self::assertSame( $expected, array( $item['state'], $item['level'], null !== $item['badge'] ), $time );
		}
		self::assertGreaterThan( $version, $this->directory->version()->current(), 'No cache keeps an expired badge.' );
		self::assertSame( 'expired', $this->fresh( $one )->state->value );
		self::assertStringContainsString( 'Verification ended on', $this->directory->profiles()->by_slug( 'example' )->to_array()['state_words'] );
	}

	public function test_revoked_evidence_takes_the_badge_at_once_and_stays_on_record(): void {
		$one    = $this->evidence( $this->organisation( 'Example' ), 'public_filing' );
		$record = $this->directory->evidence_records()->of( $one->id )[0];
		$this->directory->evidence()->revoke( $record, 'A mistake.' );
		self::assertSame( array( 'listed', 0 ), array( $this->fresh( $one )->state->value, $this->fresh( $one )->level ) );
		self::assertCount( 2, $this->directory->evidence_records()->of( $one->id ) );
		$public = $this->directory->profiles()->by_slug( 'example' )->to_array()['evidence'];
		self::assertSame( array( 'revoked' ), array_column( $public, 'status' ) );
		try {
			$this->directory->evidence()->revoke( $record, 'Again.' );
			self::fail( 'Twice.' );
		} catch ( Problem $problem ) {
			self::assertSame( 'evidence_superseded', $problem->reason );
		}
	}

	public function test_evidence_counts_only_for_the_identifier_the_organisation_still_has(): void {
		$url = Identifier::checked( 'url', '', 'https://one.example/' );
		$one = $this->organisation( 'Example', array(), array( $url ) );
		$one = $this->evidence(
			$one,
			'public_filing',
			array(
				'subject_scheme' => 'url',
				'subject_value'  => 'https://one.example/',
			)
		);
		self::assertSame( 'verified', $one->state->value );
		self::assertSame( 'https://one.example/', $this->directory->facts()->primary_id( 'https://one.example/' ), 'Proven by the evidence.' );
		$this->directory->writer()->update( $one, array(), array( Identifier::checked( 'url', '', 'https://two.example/' ) ) );
		self::assertSame( 'listed', $this->fresh( $one )->state->value );
	}

	public function test_a_stricter_policy_gives_grace_first(): void {
		$one      = $this->evidence( $this->organisation( 'Example' ), 'governing_document' );
		$policies = $this->directory->trust_policies();
		$policies->save( $policies->preset( 'strict' ), $policies->hash() );
		$this->directory->standings()->refresh_all( true );
		self::assertSame( array( 'grace', 'policy' ), array( $this->fresh( $one )->state->value, $this->fresh( $one )->state_reason ) );
		$this->clock->advance( 31 * 86400 );
		self::assertSame( array( 'listed', null ), array( $this->search()->items[0]['state'], $this->search()->items[0]['badge'] ) );
	}

	public function test_attestations_count_from_trusted_federations_only(): void {
		$policies                                   = $this->directory->trust_policies();
		$document                                   = $policies->current()->document;
		$document['trusted_issuers']['attestation'] = array( 'Example Federation' );
		$policies->save( Trust_Policy_Parser::parse( $document ), '' );
		self::assertSame( 0, $this->evidence( $this->organisation( 'One' ), 'attestation' )->level );
		$two = $this->evidence( $this->organisation( 'Two' ), 'attestation', array( 'issuer' => 'Example Federation' ) );
		self::assertSame( array( 4, 'verified' ), array( $two->level, $two->state->value ) );
	}

	public function test_serving_needs_both(): void {
		$one = $this->evidence( $this->organisation( 'Example', array( 'category' => 'coop_serving' ) ), 'reference' );
		self::assertSame( 'listed', $one->state->value );
		self::assertSame(
			array(
				'listed'  => true,
				'sign_in' => true,
			),
			array_fill_keys( $one->switches( $this->directory->trust_policies()->current(), $this->clock->now() ), true )
		);
		$one = $this->evidence( $one, 'work_examples' );
		self::assertSame( 'verified', $one->state->value );
		self::assertSame( 'Verified: serves co-ops', $this->search()->items[0]['badge']['words'] );
	}

	/** @return array<string, array{array<string, mixed>}> */
	public static function wrong(): array {
		return array(
			'kind'        => array( array( 'kind' => 'rumour' ) ),
			'issuer'      => array(
				array(
					'kind'   => 'lei',
					'issuer' => '',
				),
			),
			'future'      => array(
				array(
					'kind'       => 'lei',
					'checked_at' => '2027-01-01T00:00:00Z',
				),
			),
			'ends first'  => array(
				array(
					'kind'        => 'lei',
					'valid_until' => '2026-01-01T00:00:00Z',
				),
			),
			'too long'    => array(
				array(
					'kind'        => 'attestation',
					'valid_until' => '2028-01-01T00:00:00Z',
				),
			),
			'foreign id'  => array(
				array(
					'kind'           => 'lei',
					'subject_scheme' => 'lei',
					'subject_value'  => '5493001KJTIIGC8Y1R12',
				),
			),
			'script link' => array(
				array(
					'kind'          => 'lei',
					'reference_url' => 'javascript:alert(1)',
				),
			),
		);
	}

	/** @dataProvider wrong */
	public function test_wrong_evidence_is_refused( array $input ): void {
		$one = $this->organisation( 'Example' );
		try {
			$this->directory->evidence()->add( $one, $input + array( 'issuer' => 'x' ) );
			self::fail( 'Taken.' );
		} catch ( Problem $problem ) {
			self::assertSame( array( 'evidence_invalid', 422 ), array( $problem->reason, $problem->status ) );
		}
		self::assertSame( array(), $this->directory->evidence_records()->of( $one->id ) );
	}

	public function test_an_unreadable_policy_allows_nothing(): void {
		$this->evidence( $this->organisation( 'Example', array(), array( Identifier::checked( 'url', '', 'https://one.example/', true ) ) ), 'public_filing' );
		self::assertContains( 'badged', $this->directory->facts()->facts( 'https://one.example/' )->policy );
		update_option( 'coop_credentials_trust_policy', '{broken', false );
		$this->directory = $this->boot_plugin( $this->clock )->directory;
		self::assertSame( array(), $this->directory->trust_policies()->current()->categories );
		self::assertFalse( $this->directory->trust_policies()->current()->allows( Category::Coop, 4, 'sign_in' ) );
		self::assertSame( array(), $this->directory->facts()->facts( 'https://one.example/' )->policy );
		self::assertSame( array( 'listed', null ), array( $this->search()->items[0]['state'], $this->search()->items[0]['badge'] ) );
	}

	public function test_the_sites_own_organisation_may_always_sign_in_offer_and_redeem(): void {
		$own = $this->organisation( 'Example Own', array(), array( Identifier::checked( 'url', '', 'https://own.example/', true ) ) );
		self::assertSame( array( 'listed', 'sign_in' ), $this->directory->facts()->facts( 'https://own.example/' )->policy );
		$this->plugin()->kernel->settings()->set( 'own_organisation', $own->uid );
		self::assertSame( array( 'listed', 'sign_in', 'offer', 'redeem' ), $this->directory->facts()->facts( 'https://own.example/' )->policy, 'But its badge it earns like anyone.' );
	}

	public function test_ids_follow_proven_identifiers_only(): void {
		$lei   = Identifier::checked( 'lei', '', '5493001KJTIIGC8Y1R12', true );
		$one   = $this->organisation( 'Example', array(), array( $lei, Identifier::checked( 'url', '', 'https://one.example/' ) ) );
		$facts = $this->directory->facts();
		self::assertNull( $facts->primary_id( 'https://one.example/' ) );
		self::assertSame( 'lei:5493001KJTIIGC8Y1R12', $facts->primary_id( 'lei:5493001KJTIIGC8Y1R12' ) );
		self::assertSame( 'lei:5493001KJTIIGC8Y1R12', $facts->primary_id( 'local:' . strtolower( $one->uid ) ) );
		$this->directory->writer()->update( $one, array(), array( $lei, Identifier::checked( 'url', '', 'https://one.example/', true ) ) );
		self::assertSame( 'https://one.example/', $facts->primary_id( 'lei:5493001KJTIIGC8Y1R12' ) );
		self::assertNull( $facts->primary_id( 'local:example' ), 'Slugs change: a local id is a uid.' );
	}
}
