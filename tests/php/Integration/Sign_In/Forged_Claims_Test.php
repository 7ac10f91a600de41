<?php
/**
 * ID tokens that are well signed and say the wrong thing, over real HTTP against the hostile provider.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Sign_In;

use PHPUnit\Framework\Attributes\DataProvider;

/**
 * Each token differs from a good one in one claim. The group begins with the good one.
 */
final class Forged_Claims_Test extends Sign_In_Case {

	public function test_claims_as_they_should_be_let_in(): void {
		$this->hostile->claims(
			array(
				'aud' => array( $this->hostile->client_id ),
				'azp' => $this->hostile->client_id,
			)
		);
		$this->sign_in();
		self::assertSame( array( 1, 1 ), array( $this->services()->sessions()->count(), $this->services()->identities()->count() ) );
		self::assertSame( 1, $this->hostile->calls( '/token' ) );
	}

	/**
	 * @param array<string, mixed> $claims  What differs; text with @ is that many seconds from now, by the plugin's clock.
	 * @param list<string>         $missing What is left out.
	 */
	#[DataProvider( 'forged' )]
	public function test_a_forged_claim_lets_nobody_in( string $reason, array $claims, array $missing = array() ): void {
		$this->plugin = $this->boot_standing_still();
		$this->hostile->claims( array_map( $this->moment( ... ), $claims ), $missing );
		$this->assert_refused( $reason, $this->come_back( $this->go() ) );
		self::assertSame( array( 1, 0 ), array( $this->hostile->calls( '/token' ), $this->hostile->calls( '/userinfo' ) ), 'One token request, and no userinfo of a token that is not trusted.' );
	}

	/** @return array<string, array{0: string, 1: array<string, mixed>, 2?: list<string>}> */
	public static function forged(): array {
		return array(
			'SIGN-D1 no iss'               => array( 'id_token_iss', array(), array( 'iss' ) ),
			'SIGN-D1 iss is an array'      => array( 'id_token_iss', array( 'iss' => array( 'https://elsewhere.example' ) ) ),
			'SIGN-D2 no aud'               => array( 'id_token_aud', array(), array( 'aud' ) ),
			'SIGN-D2 empty aud'            => array( 'id_token_aud', array( 'aud' => array() ) ),
			'SIGN-D4 azp is null'          => array( 'id_token_azp', array( 'azp' => null ) ),
			'SIGN-D5 empty sub'            => array( 'id_token_sub', array( 'sub' => '' ) ),
			'SIGN-D5 sub is a number'      => array( 'id_token_sub', array( 'sub' => 7 ) ),
			'SIGN-D5 sub is null'          => array( 'id_token_sub', array( 'sub' => null ) ),
			'SIGN-D5 sub of 256 bytes'     => array( 'id_token_sub', array( 'sub' => str_repeat( 'a', 256 ) ) ),
			'SIGN-D6 no iat'               => array( 'id_token_time', array(), array( 'iat' ) ),
			'SIGN-D6 a week old'           => array( 'id_token_time', array( 'iat' => '@-604800' ) ),
			'SIGN-D7 no exp'               => array( 'id_token_time', array(), array( 'exp' ) ),
			'SIGN-D7 exp is text'          => array( 'id_token_time', array( 'exp' => '4102444800' ) ),
			'SIGN-D7 exp is 1e300'         => array( 'id_token_time', array( 'exp' => 1e300 ) ),
			'SIGN-D7 exp 61 s past'        => array( 'id_token_time', array( 'exp' => '@-61' ) ),
			'SIGN-D7 nbf 61 s ahead'       => array( 'id_token_time', array( 'nbf' => '@61' ) ),
			'SIGN-D7 nbf an hour ahead'    => array( 'id_token_time', array( 'nbf' => '@3600' ) ),
			'SIGN-D8 nonce is an array'    => array( 'id_token_nonce', array( 'nonce' => array( 'x' ) ) ),
			'SIGN-D19 at_hash is a number' => array( 'id_token_at_hash', array( 'at_hash' => 1 ) ),
		);
	}

	/** @param array<string, mixed> $claims What differs. */
	#[DataProvider( 'harmless' )]
	public function test_a_claim_within_bounds_passes( array $claims ): void {
		$this->plugin = $this->boot_standing_still();
		$this->hostile->claims( array_map( $this->moment( ... ), $claims ) );
		$this->sign_in();
		self::assertSame( 1, $this->services()->sessions()->count() );
	}

	/** @return array<string, array{array<string, mixed>}> */
	public static function harmless(): array {
		return array(
			'SIGN-D5 sub of 255 bytes' => array( array( 'sub' => str_repeat( 'a', 255 ) ) ),
			'SIGN-D7 exp 59 s past'    => array( array( 'exp' => '@-59' ) ),
			'SIGN-D7 nbf 59 s ahead'   => array( array( 'nbf' => '@59' ) ),
		);
	}

	private function moment( mixed $value ): mixed {
		return is_string( $value ) && str_starts_with( $value, '@' ) ? $this->plugin->kernel->clock()->now()->getTimestamp() + (int) substr( $value, 1 ) : $value;
	}
}
