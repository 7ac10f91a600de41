<?php
/**
 * Every command of sign-in by the real `wp`: its arguments, its exit status, and JSON that a program can read.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\CLI;

use CoopCredentials\Tests\Integration\Sign_In\Sign_In_Case;
use CoopCredentials\Tests\Support\Wp_Program;

final class ProgramTest extends Sign_In_Case {

	protected function set_up(): void {
		if ( ! Wp_Program::is_installed() ) {
			self::markTestSkipped( 'composer install brings wp-cli.' );
		}
		parent::set_up();
	}

	/** @return array<array-key, mixed> What was printed, which has to be JSON and nothing else. */
	private function json( int $status, string ...$words ): array {
		$answer = Wp_Program::run( 'coop-credentials', ...array( ...$words, '--format=json' ) );
		self::assertSame( $status, $answer['status'], $answer['out'] . $answer['errors'] );
		self::assertStringNotContainsString( $this->hostile->client_secret, $answer['out'] . $answer['errors'] );
		$document = json_decode( $answer['out'], true );
		self::assertIsArray( $document, $answer['out'] );
		return $document;
	}

	public function test_providers_are_listed_and_tested(): void {
		self::assertSame( array( 'hostile', 'option', '' ), array_values( array_intersect_key( $this->json( 0, 'provider', 'list' )[0], array_flip( array( 'slug', 'secret', 'missing' ) ) ) ) );
		$this->hostile->misbehave( 'A2-issuer-slash' );
		self::assertContains( 'fail', array_column( $this->json( 1, 'provider', 'test', 'hostile' ), 'status' ) );
		$unknown = Wp_Program::run( 'coop-credentials', 'provider', 'test', 'nobody' );
		self::assertSame( array( 1, '' ), array( $unknown['status'], $unknown['out'] ) );
		self::assertStringContainsString( 'There is no such provider.', $unknown['errors'] );
	}

	public function test_identities_are_listed_blocked_and_unlinked(): void {
		$this->sign_in();
		$blocked = $this->services()->accounts()->repository()->all( '', null, 1, 0 )[0]->uid;
		self::assertStringContainsString( '[y/n]', Wp_Program::run( 'coop-credentials', 'identity', 'block', $blocked )['out'] );
		self::assertSame( array(), $this->json( 0, 'identity', 'list', '--status=blocked' ) );
		self::assertSame( 0, Wp_Program::run( 'coop-credentials', 'identity', 'block', $blocked, '--yes' )['status'] );
		self::assertSame( array( $blocked ), array_column( $this->json( 0, 'identity', 'list', '--status=blocked' ), 'uid' ) );
		self::assertSame( 0, Wp_Program::run( 'coop-credentials', 'identity', 'unblock', $blocked )['status'] );
		self::assertSame( 1, Wp_Program::run( 'coop-credentials', 'identity', 'unblock', $blocked )['status'], 'It is not blocked.' );
		$user     = $this->user_with_role( 'subscriber' );
		$identity = $this->services()->accounts()->repository()->all( '', null, 1, 0 )[0];
		$this->services()->accounts()->links()->link( $identity, $user->ID, 'hostile', \CoopCredentials\Sign_In\Accounts\Linked_By::Owner );
		$list = $this->json( 0, 'identity', 'list', '--provider=hostile' );
		self::assertSame( array( $identity->uid, $user->ID ), array( $list[0]['uid'], $list[0]['user_id'] ) );
		self::assertStringNotContainsString( $identity->subject, (string) wp_json_encode( $list ) );
		$asked = Wp_Program::run( 'coop-credentials', 'identity', 'unlink', $identity->uid );
		self::assertStringContainsString( '[y/n]', $asked['out'], 'It asks, and no answer is no.' );
		self::assertSame( $user->ID, $this->services()->accounts()->repository()->find_by_uid( $identity->uid )?->user_id );
		self::assertSame( 0, Wp_Program::run( 'coop-credentials', 'identity', 'unlink', $identity->uid, '--yes' )['status'] );
		self::assertNull( $this->services()->accounts()->repository()->find_by_uid( $identity->uid )?->user_id );
	}

	public function test_claims_are_explained_and_nothing_is_stored(): void {
		$file = (string) tempnam( sys_get_temp_dir(), 'claims' );
		file_put_contents( $file, '{"sub":"wanda","coop_id":"https://weavers.example/","coop_status":"active"}' );
		$document = $this->json( 0, 'claims', 'explain', '--provider=hostile', '--file=' . $file );
		self::assertSame( array( 'https://weavers.example/', 'allow' ), array( $document['memberships'][0]['organisation_id'], $document['outcome'] ) );
		$workers  = $this->services()->rules()->create( 'Workers', '{"v":1,"when":{"path":["class"],"op":"eq","value":"worker"}}' )->uid;
		$document = $this->json( 0, 'claims', 'explain', '--provider=hostile', '--claims=@' . $file, '--rule=' . $workers );
		self::assertSame( array( 'deny', 'claim_unknown' ), array( $document['outcome'], $document['reason'] ) );
		self::assertSame( 'Something this needs was not confirmed when you signed in.', $document['sentence'] );
		self::assertSame( array( '/when', 'unknown', 'absent' ), array( $document['trace'][0]['at'], $document['trace'][0]['result'], $document['trace'][0]['why'] ) );
		self::assertArrayHasKey( 'coop_class', $document['request']['userinfo'] );
		self::assertContains( 'organisation_id', array_column( $document['mapping']['trace'], 'field' ) );
		self::assertSame( 1, Wp_Program::run( 'coop-credentials', 'claims', 'explain', '--provider=hostile', '--claims=@' . $file, '--rule=nobody' )['status'], 'There is no such rule.' );
		unlink( $file );
		self::assertSame( 0, $this->services()->identities()->count() );
		self::assertSame( 1, Wp_Program::run( 'coop-credentials', 'claims', 'explain', '--provider=hostile', '--file=/nowhere' )['status'] );
		self::assertSame( 1, Wp_Program::run( 'coop-credentials', 'claims', 'explain', '--provider=hostile' )['status'], 'Without a file.' );
	}

	public function test_the_log_and_the_key(): void {
		self::assertSame( 0, Wp_Program::run( 'coop-credentials', 'key', 'rotate' )['status'] );
		$this->plugin->kernel->audit_log()->record( 'sign_in', 'refused', 'id_token_nonce' );
		$day = $this->plugin->kernel->clock()->now()->format( 'Y-m-d' );
		self::assertSame( array( 'id_token_nonce' ), array_column( $this->json( 0, 'log', 'tail', '--reason=id_token_nonce', '--since=' . $day ), 'reason' ) );
		self::assertContains( 'key_rotated', array_column( $this->json( 0, 'log', 'tail' ), 'event' ) );
		self::assertSame( 1, Wp_Program::run( 'coop-credentials', 'log', 'tail', '--since=soon' )['status'] );
		self::assertStringContainsString( 'version 2', Wp_Program::run( 'coop-credentials', 'key', 'status' )['out'] );
	}
}
