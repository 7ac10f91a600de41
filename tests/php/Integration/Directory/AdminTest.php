<?php
/**
 * The admin's routes.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Directory;

final class AdminTest extends DirectoryTestCase {

	protected function set_up(): void {
		parent::set_up();
		$this->act_as( 'administrator' );
	}

	public function test_an_entry_is_made_changed_and_removed(): void {
		$made = $this->rest(
			'POST',
			'organisations',
			array(
				'name'        => 'Example Weavers',
				'country'     => 'GB',
				'identifiers' => array(
					array(
						'scheme' => 'url',
						'value'  => 'http://WEAVERS.example',
						'proven' => true,
					),
				),
			)
		);
		self::assertSame( 201, $made->get_status(), (string) wp_json_encode( $made->get_data() ) );
		$one = $made->get_data();
		self::assertSame( array( 'example-weavers', 'listed', 0, 'https://weavers.example/' ), array( $one['slug'], $one['state'], $one['level'], $one['identifiers'][0]['value'] ) );

		$version = $this->directory->version()->current();
		self::assertSame(
			200,
			$this->rest(
				'POST',
				"organisations/{$one['uid']}",
				array(
					'version' => 1,
					'country' => 'GB',
				)
			)->get_status()
		);
		self::assertSame( $version, $this->directory->version()->current(), 'A write that changes nothing raises nothing.' );
		$this->assert_problem(
			'edit_conflict',
			409,
			$this->rest(
				'POST',
				"organisations/{$one['uid']}",
				array(
					'version' => 9,
					'name'    => 'X',
				)
			)
		);
		$changed = $this->rest(
			'POST',
			"organisations/{$one['uid']}",
			array(
				'version' => 1,
				'name'    => 'Example Dyers',
			)
		)->get_data();
		self::assertSame( array( 2, 'Example Dyers' ), array( $changed['version'], $changed['name'] ) );
		self::assertSame( array( 'Example Dyers' ), $this->names( array( 'search' => 'dyers' ) ) );
		$this->assert_problem(
			'unknown_field',
			400,
			$this->rest(
				'POST',
				"organisations/{$one['uid']}",
				array(
					'version' => 2,
					'level'   => 4,
				)
			)
		);
		$this->assert_problem(
			'identifier_conflict',
			409,
			$this->rest(
				'POST',
				'organisations',
				array(
					'name'        => 'Thief',
					'identifiers' => array(
						array(
							'scheme' => 'url',
							'value'  => 'https://weavers.example/',
						),
					),
				)
			)
		);
		$this->assert_problem(
			'identifier_invalid',
			422,
			$this->rest(
				'POST',
				'organisations',
				array(
					'name'        => 'Bad',
					'identifiers' => array(
						array(
							'scheme' => 'lei',
							'value'  => '5493001KJTIIGC8Y1R13',
						),
					),
				)
			)
		);
		self::assertSame( 200, $this->rest( 'DELETE', "organisations/{$one['uid']}", array( 'reason' => 'closed' ) )->get_status() );
		self::assertSame( array(), $this->names() );
	}

	public function test_lists_are_paged_filtered_and_searched(): void {
		foreach ( array( 'A', 'B', 'C' ) as $name ) {
			$this->organisation( "Example $name", array( 'country' => 'C' === $name ? 'DE' : 'GB' ) );
		}
		$page = $this->rest(
			'GET',
			'organisations',
			array(
				'per_page' => 2,
				'order'    => 'desc',
			)
		);
		self::assertSame( array( 'Example C', 'Example B' ), array_column( $page->get_data(), 'name' ) );
		self::assertSame( array( '3', '2' ), array( $page->get_headers()['X-WP-Total'], $page->get_headers()['X-WP-TotalPages'] ) );
		self::assertSame( array( 'Example C' ), array_column( $this->rest( 'GET', 'organisations', array( 'country' => 'DE' ) )->get_data(), 'name' ) );
		self::assertSame( array( 'Example B' ), array_column( $this->rest( 'GET', 'organisations', array( 'search' => 'b' ) )->get_data(), 'name' ) );
	}

	public function test_evidence_is_previewed_added_and_revoked(): void {
		$one   = $this->organisation( 'Example' );
		$input = array(
			'kind'          => 'public_filing',
			'issuer'        => 'Example Register',
			'reference_url' => 'https://register.example/1',
		);
		$seen  = $this->rest( 'POST', "organisations/{$one->uid}/evidence", array( 'preview' => true ) + $input );
		self::assertSame( array( 200, 'verified', 3 ), array( $seen->get_status(), $seen->get_data()['state'], $seen->get_data()['level'] ) );
		self::assertSame( 'listed', $this->fresh( $one )->state->value );
		$added = $this->rest( 'POST', "organisations/{$one->uid}/evidence", $input );
		self::assertSame( 201, $added->get_status() );
		self::assertSame( 'verified', $this->fresh( $one )->state->value );
		self::assertCount( 1, $this->rest( 'GET', "organisations/{$one->uid}/evidence" )->get_data() );
		self::assertSame( 200, $this->rest( 'POST', 'evidence/' . $added->get_data()['uid'] . '/revoke', array( 'reason' => 'wrong company' ) )->get_status() );
		self::assertSame( 'listed', $this->fresh( $one )->state->value );
	}

	public function test_policies_are_replaced_or_refused_whole(): void {
		$policy = $this->rest( 'GET', 'trust-policy' )->get_data();
		self::assertSame( array( 'movement/1', '' ), array( $policy['stamp'], $policy['version'] ) );
		$wrong = (array) $policy['document'];
		$wrong['categories']['coop']['requires']['none_of'] = array();
		$data = $this->assert_problem(
			'policy_invalid',
			422,
			$this->rest(
				'PUT',
				'trust-policy',
				array(
					'policy'  => $wrong,
					'version' => '',
				)
			)
		);
		self::assertSame( 'categories.coop.requires.none_of', $data['path'] );
		$saved = $this->rest(
			'PUT',
			'trust-policy',
			array(
				'preset'  => 'strict',
				'version' => '',
			)
		);
		self::assertSame( array( 200, 'strict/2' ), array( $saved->get_status(), $saved->get_data()['stamp'] ) );
		$this->assert_problem(
			'edit_conflict',
			409,
			$this->rest(
				'PUT',
				'trust-policy',
				array(
					'preset'  => 'solidarity',
					'version' => '',
				)
			)
		);
	}

	public function test_a_file_is_sent_checked_confirmed_and_stepped(): void {
		self::assertSame(
			201,
			$this->rest(
				'POST',
				'sources',
				array(
					'slug'  => 'list',
					'title' => 'List',
					'url'   => 'https://data.example/x.csv?signature=abc',
				)
			)->get_status()
		);
		self::assertSame( 'https://data.example/x.csv', $this->rest( 'GET', 'sources/list' )->get_data()['url'] );
		$request = new \WP_REST_Request( 'POST', '/coop-credentials/v1/imports' );
		$request->set_query_params( array( 'source' => 'list' ) );
		$request->set_header( 'Content-Type', 'text/csv' );
		$request->set_header( 'X-Coop-Credentials', '1' );
		$request->set_body( "id,Name\n1,One\n1,Two\n" );
		$run = rest_do_request( $request );
		self::assertSame( array( 201, 'uploaded' ), array( $run->get_status(), $run->get_data()['status'] ) );
		$uid = $run->get_data()['uid'];
		self::assertSame( 'ready', $this->rest( 'POST', "imports/$uid/step" )->get_data()['status'] );
		$problems = $this->rest( 'GET', "imports/$uid/problems" );
		self::assertSame( array( array( 'duplicate_id', '3' ), '1' ), array( array( $problems->get_data()[0]['code'], $problems->get_data()[0]['line'] ), $problems->get_headers()['X-WP-Total'] ) );
		self::assertSame( 'running', $this->rest( 'POST', "imports/$uid/confirm" )->get_data()['status'] );
		self::assertSame( 'done', $this->rest( 'POST', "imports/$uid/step" )->get_data()['status'] );
		self::assertSame( array( 'One' ), $this->names() );
		$this->assert_problem( 'run_not_open', 409, $this->rest( 'POST', "imports/$uid/step" ) );
	}

	/** DIR-D56 */
	public function test_without_the_capability_nothing_is_stored(): void {
		$this->source();
		foreach ( array(
			'anonymous' => 401,
			'editor'    => 403,
		) as $role => $status ) {
			$this->act_as( $role );
			$request = new \WP_REST_Request( 'POST', '/coop-credentials/v1/imports' );
			$request->set_query_params( array( 'source' => 'list' ) );
			$request->set_header( 'Content-Type', 'text/csv' );
			$request->set_header( 'X-Coop-Credentials', '1' );
			$request->set_body( "id,Name\n1,One\n" );
			$this->assert_problem( 'not_permitted', $status, rest_do_request( $request ) );
			$this->assert_problem( 'not_permitted', $status, $this->rest( 'POST', 'organisations', array( 'name' => 'X' ) ) );
		}
		self::assertSame( 0, $this->directory->import_runs()->page( 1, 10 )['total'] );
		self::assertSame( 0, $this->directory->organisations()->count_listed() );
	}

	public function test_personal_data_names_every_column(): void {
		$source = $this->directory->personal_data()[0];
		$known  = array_keys( $source->columns() );
		$db     = $this->plugin()->kernel->database();
		foreach ( array_keys( $this->directory->schemas()[0]->tables() ) as $table ) {
			foreach ( $db->rows( 'SHOW COLUMNS FROM %i', $db->table( $table ) ) as $column ) {
				self::assertContains( $table . '.' . $column['Field'], $known );
			}
		}
		$user = wp_get_current_user();
		$this->directory->evidence()->add(
			$this->organisation( 'Example' ),
			array(
				'kind'   => 'reference',
				'issuer' => 'x',
			),
			$user->ID
		);
		$person = new \CoopCredentials\Kernel\Person( $user->ID, $user->user_email );
		self::assertSame( '1', $source->export( $person, 1 )['items'][0]['data'][0]['value'] );
		self::assertSame( 1, $source->erase( $person, 1 )['removed'] );
		self::assertSame( array(), $source->export( $person, 1 )['items'] );
		foreach ( $this->directory->health_tests() as $test ) {
			self::assertSame( 'good', $test->run()->status );
		}
	}
}
