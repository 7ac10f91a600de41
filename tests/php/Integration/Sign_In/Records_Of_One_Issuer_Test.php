<?php
/**
 * Two records of one issuer, of which each reads claims in its own way.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Sign_In;

use CoopCredentials\Kernel\Front\Redirect;

/**
 * What the careless record makes of a person counts for nobody who relies on the careful one.
 */
final class Records_Of_One_Issuer_Test extends Account_Case {

	/** Calls everybody a founder. */
	private const LAX = '{"v":1,"presence_means_member":true,"constants":{"class":"founder"},"fields":[{"to":"class","from":[]}]}';

	/** @var array<string, array<string, string>> Cookies of each browser. */
	private array $browsers = array();

	private string $browser = '';

	private function use_browser( string $name ): void {
		$this->browsers[ $this->browser ] = $_COOKIE;
		$this->browser                    = $name;
		$_COOKIE                          = $this->browsers[ $name ] ?? array();
		$this->next_request();
	}

	private function enter_by( string $slug ): void {
		$answer = $this->press( array(), $slug );
		self::assertInstanceOf( Redirect::class, $answer );
		$back = $this->come_back( $this->hostile->visit( $answer->url ), $slug );
		self::assertInstanceOf( Redirect::class, $back );
		self::assertSame( '', $this->reason( $back ) );
	}

	private function is_a_consumer(): void {
		$this->hostile->person(
			array(
				'sub'         => 'wanda',
				'coop_id'     => 'https://weavers.example/',
				'coop_status' => 'active',
				'coop_class'  => 'consumer',
			)
		);
	}

	public function test_a_session_of_one_ends_when_its_person_signs_in_by_the_other(): void {
		$this->is_a_consumer();
		$this->provider( array(), 'strict' );
		$this->provider( array( 'claim_map' => self::LAX ), 'lax' );
		$this->use_browser( 'one' );
		$this->enter_by( 'strict' );
		self::assertSame( array( 'consumer' ), array_column( $this->services()->current_visitor()->require()->memberships, 'class' ) );

		$this->use_browser( 'two' );
		$this->enter_by( 'lax' );
		self::assertSame( array( 'founder' ), array_column( $this->services()->current_visitor()->require()->memberships, 'class' ) );

		$this->use_browser( 'one' );
		self::assertNull( $this->services()->current_visitor()->get(), 'No founder in the name of the careful record.' );
		self::assertSame( 'session_revoked', $this->services()->current_visitor()->ended() );

		$this->enter_by( 'strict' );
		self::assertSame( array( 'consumer' ), array_column( $this->services()->current_visitor()->require()->memberships, 'class' ) );
	}

	public function test_a_renewal_by_one_does_not_speak_for_the_other(): void {
		$this->list_weavers();
		$rule = $this->services()->rules()->create( 'Founders', '{"v":1,"when":{"path":["class"],"op":"eq","value":"founder"}}' )->uid;
		$this->provider( array( 'accounts' => 'create', 'role_rules' => array( $rule => 'author' ) ), 'strict' ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$this->provider( array( 'accounts' => 'create', 'recheck' => 'refresh', 'claim_map' => self::LAX ), 'lax' ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
		$this->is_a_consumer();
		$this->hostile->misbehave( 'refresh' );
		$this->use_browser( 'two' );
		$this->enter_by( 'lax' );
		$visitor = $this->services()->current_visitor()->require();
		self::assertTrue( $visitor->can_refresh );

		$this->use_browser( 'one' );
		$this->enter_by( 'strict' );
		$account = (int) $this->identity()->user_id;

		// A request that read its session before the other sign-in, and renews after it.
		$this->use_browser( 'two' );
		try {
			$this->services()->flow()->renewal()->renew( $visitor );
			self::fail( 'The session went on.' );
		} catch ( \CoopCredentials\Kernel\Problem $problem ) {
			self::assertSame( 'session_revoked', $problem->reason );
		}
		self::assertSame( 'strict', $this->identity()->provider );
		self::assertSame( array( 'consumer' ), array_column( $this->identity()->snapshot->memberships, 'class' ) );
		clean_user_cache( $account );
		self::assertNotContains( 'author', get_userdata( $account )->roles );
	}
}
