<?php
/**
 * The owner tries a provider out.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Sign_In;

use CoopCredentials\Kernel\Front\Front_Request;
use CoopCredentials\Kernel\Front\Page;
use CoopCredentials\Kernel\Front\Redirect;
use CoopCredentials\Sign_In\Intent;

/**
 * Everything is checked and shown, and nothing comes of it.
 */
final class Round_Trip_Test extends Sign_In_Case {

	public function test_a_round_trip_is_shown_once_and_stores_nothing(): void {
		$this->provider( array( 'enabled' => false, 'require' => 'any_listed_member' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$this->act_as( 'administrator' );
		$this->hostile->person(
			array(
				'sub'         => 'wanda-the-weaver',
				'email'       => 'wanda@weavers.example',
				'coop_id'     => 'https://weavers.example/',
				'coop_class'  => 'worker',
				'coop_status' => 'active',
				'note'        => '</pre><script>alert(1)</script>',
			)
		);
		$users  = count( get_users( array( 'fields' => 'ID' ) ) );
		$answer = $this->try_out();
		self::assertInstanceOf( Redirect::class, $answer );
		self::assertSame( 'https://harbour.example/coop-credentials/sign-in/hostile?show=round_trip', $answer->url, 'No code in the address.' );
		self::assertSame( 0, $this->services()->sessions()->count() );
		self::assertSame( 0, $this->services()->identities()->count() );
		self::assertNull( $this->services()->cookies()->session() );
		self::assertCount( $users, get_users( array( 'fields' => 'ID' ) ) );
		self::assertStringNotContainsString( 'wanda', (string) get_transient( 'coop_credentials_round_trip_' . get_current_user_id() ), 'Sealed.' );

		$page = $this->show();
		self::assertTrue( $page->private );
		self::assertStringContainsString( 'This person would not be let in', $page->content );
		self::assertStringContainsString( 'not yet confirmed well enough on this site', $page->content );
		self::assertStringContainsString( 'policy_not_allowed', $page->content, 'The trace: the co-op is not listed here.' );
		self::assertStringContainsString( 'https://weavers.example/', $page->content );
		self::assertMatchesRegularExpression( '#<dt>Status of the membership</dt><dd><bdi>active</bdi></dd>#', $page->content );
		self::assertStringNotContainsString( 'What was left out', $page->content, 'Nothing was.' );
		self::assertStringContainsString( 'item=hostile">Back to the provider', $page->content );
		self::assertStringContainsString( '&quot;email&quot;: &quot;wa… (21)&quot;', $page->content );
		self::assertStringNotContainsString( 'wanda', $page->content );
		self::assertStringNotContainsString( '<script', $page->content );
		self::assertStringContainsString( 'There is no result', $this->show()->content, 'One look.' );
	}

	public function test_whoever_is_nobodys_member_is_no_success(): void {
		$this->provider( array( 'issuer_scope' => '{"organisations":{"own":"https://bakers.example/"}}' ) );
		$this->act_as( 'administrator' );
		$this->hostile->person(
			array(
				'sub'         => 'wanda-the-weaver',
				'coop_id'     => 'https://weavers.example/',
				'coop_status' => 'active',
			)
		);
		$this->try_out();
		$content = $this->show()->content;
		self::assertStringContainsString( 'This person would be let in, but not as a member', $content );
		self::assertStringContainsString( 'is-warn', $content );
		self::assertStringContainsString( 'nobody’s member', $content );
		self::assertStringContainsString( '<b><bdi>https://weavers.example/</bdi></b>: This provider may not vouch for members of that', str_replace( "\u{2060}", '', $content ) );
		self::assertStringContainsString( '<code>issuer_scope</code>', $content );
	}

	public function test_a_test_that_fails_says_why_to_the_owner(): void {
		$provider = $this->provider( array( 'enabled' => false ) );
		$this->services()->providers()->save( $provider->with_sealed_secret( $this->services()->provider_secrets()->seal( 'hostile', 'mistyped' ) ), $provider->hash );
		$this->act_as( 'administrator' );
		$answer = $this->try_out();
		self::assertInstanceOf( Redirect::class, $answer );
		self::assertSame( 'token_refused', $this->reason( $answer ) );
		$query   = (string) wp_parse_url( $answer->url, PHP_URL_QUERY );
		$content = $this->show( $query )->content;
		self::assertStringContainsString( 'The sign-in did not work', $content );
		self::assertStringContainsString( 'client secret is wrong', $content );
		self::assertStringContainsString( '<code dir="ltr">token_refused</code>', $content );
		self::assertStringContainsString( 'page=coop-credentials-sign-in&#038;item=hostile', $content );
		self::assertMatchesRegularExpression( '/screen=log&#038;s=[0-9A-Za-z-]{6,}/', $content );
		self::assertStringNotContainsString( 'does not exist', $content, 'That it is switched off yet is not what went wrong.' );
		self::assertSame( 0, $this->services()->identities()->count() );

		$this->act_as( 'editor' );
		self::assertStringNotContainsString( 'client secret', $this->show( $query )->content, 'For owners only.' );
	}

	public function test_a_test_that_cannot_begin_says_why_to_the_owner(): void {
		$this->provider( array( 'enabled' => false ) );
		$this->act_as( 'administrator' );
		$fields = $this->services()->flow()->forms()->fields( Intent::Test, 'hostile', '/' );
		$this->services()->providers()->save( $this->services()->providers()->find( 'hostile' )->with_sealed_secret( null ), $this->services()->providers()->find( 'hostile' )->hash );
		$page = $this->press( $fields );
		self::assertInstanceOf( Page::class, $page );
		self::assertStringContainsString( '<code dir="ltr">provider_incomplete</code>', $page->content );
		self::assertStringContainsString( 'Something is missing', $page->content );
	}

	public function test_two_tries_tell_whether_the_subject_lasts(): void {
		$this->provider( array( 'subject' => 'ephemeral' ) );
		$this->act_as( 'administrator' );
		$try = function ( string $subject ): string {
			$this->hostile->person( array( 'sub' => $subject ) );
			$this->try_out();
			return $this->show()->content;
		};
		self::assertStringContainsString( 'Sign in a second time', $try( 'wanda-the-weaver' ) );
		self::assertStringNotContainsString( 'wanda', (string) get_transient( 'coop_credentials_round_trip_' . get_current_user_id() . '_hostile' ) );
		self::assertStringContainsString( 'the same subject as at your last try', $try( 'wanda-the-weaver' ) );
		$other = $try( 'another' );
		self::assertStringContainsString( 'another subject than at your last try', $other );
		self::assertStringContainsString( 'This person would be let in', $other );
		self::assertSame( 0, $this->services()->sessions()->count() );
		$this->provider();
		self::assertStringNotContainsString( 'your last try', $try( 'another' ), 'People are told apart already.' );
	}

	public function test_the_connection_test_hands_out_the_form(): void {
		$this->act_as( 'administrator' );
		$form = $this->rest( 'POST', 'providers/hostile/test' )->get_data()['round_trip'];
		self::assertSame( 'https://harbour.example/coop-credentials/sign-in/hostile', $form['url'] );
		self::assertInstanceOf( Redirect::class, $this->press( $form['fields'] ) );
		$this->services()->providers()->save( $this->services()->providers()->find( 'hostile' )->with_sealed_secret( null ), $this->services()->providers()->find( 'hostile' )->hash );
		self::assertNull( $this->rest( 'POST', 'providers/hostile/test' )->get_data()['round_trip'], 'Not while the secret is missing.' );
	}

	public function test_nobody_else_sees_the_result(): void {
		$this->act_as( 'administrator' );
		$this->try_out();
		$this->act_as( 'administrator' );
		self::assertStringContainsString( 'There is no result', $this->show()->content );
		$this->act_as( 'editor' );
		self::assertStringNotContainsString( 'tried out', $this->show()->title );
	}

	public function test_a_forged_answer_shows_nothing(): void {
		$this->act_as( 'administrator' );
		$this->hostile->misbehave( 'D10-other-key' );
		$answer = $this->try_out();
		self::assertInstanceOf( Redirect::class, $answer );
		self::assertSame( 'signature_invalid', $this->reason( $answer ) );
		self::assertStringContainsString( 'There is no result', $this->show()->content );
		self::assertSame( 0, $this->services()->identities()->count() );
	}

	/** The owner goes through a whole sign-in. */
	private function try_out(): Redirect {
		$answer = $this->come_back( $this->go( $this->services()->flow()->forms()->fields( Intent::Test, 'hostile', '/' ) ) );
		self::assertInstanceOf( Redirect::class, $answer );
		return $answer;
	}

	private function show( string $query = 'show=round_trip' ): Page {
		$page = $this->plugin->kernel->router()->handle( new Front_Request( 'GET', array(), $query, array(), array(), null, 'coop-credentials/sign-in/hostile' ) );
		self::assertInstanceOf( Page::class, $page );
		return $page;
	}
}
