<?php
/**
 * Where a visitor goes back to.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Sign_In;

use CoopCredentials\Sign_In\Return_Target;
use CoopCredentials\Tests\Integration\Test_Case;

/**
 * SIGN-F10: at least sixty doubtful targets end at the home page; good ones stay.
 */
final class Return_Target_Test extends Test_Case {

	/** SIGN-F10. */
	public function test_SIGN_F10_doubtful_targets_end_at_the_home_page(): void {
		$hosts = array( '//evil.example', 'https://evil.example/', 'http:evil.example', '/\\evil.example', '\\/evil.example', '/%5cevil.example', '/%2f%2fevil.example/', '/%252f%252fevil.example', '///evil.example', '/.//evil.example', 'evil.example', '/@evil.example', '/x@evil.example/', '/%09/evil.example', '/%5c%5cevil.example' );
		$kinds = array( 'javascript:alert(1)', 'JaVaScRiPt:alert(1)', '/javascript:alert(1)', 'data:text/html,x', '/data:text/html,x', 'vbscript:x', 'mailto:a@evil.example', 'file:///etc/passwd', '/%6aavascript:alert(1)', 'javascript%3Aalert(1)' );
		$lines = array( "/a\r\nSet-Cookie: x=1", '/a%0d%0aSet-Cookie:x', '/a%250d%250aX', "/a\0", '/a%00', "/a\tb", '/a%0A', '/a%7f', "\n/a", "/\u{0}" );
		$ours  = array( '/coop-credentials/callback/x', '/coop-credentials/sign-out', '/COOP-Credentials/sign-in/x', '/%63oop-credentials/sign-out', '/%2563oop-credentials/sign-out', '/index.php/coop-credentials/sign-out', '/?coop_credentials_path=coop-credentials/sign-out', '/wp-login.php?action=logout', '/coop-credentials', '/wp-admin/', '/wp-admin/index.php', '/WP-ADMIN/' );
		$odd   = array( '', ' ', ' /a', 'a', '?x=1', '#x', '../a', '/../../etc', '/a/../b', '/a/..', '/a/%2e%2e/b', "/\xff", '/' . str_repeat( 'a', 2048 ), '/a//b', '/%2e%2e/%2e%2e/', '/a/%252e%252e/b', '/;//x' );
		$names = array( '/?coop%5Fcredentials_path=x', '/?coop.credentials_path=x', '/?coop+credentials+path=x', '/?coop%20credentials.path=x', '/?coop[credentials_path=x', '/?coop%5Bcredentials_path=x', '/?%20coop_credentials_path=x', '/?coop_credentials_path[]=x', '/offers/?a=1&%63oop_credentials_path=x', '/?coop%255Fcredentials_path=x', '/?a=1%26coop_credentials_path=x', '/?' . str_repeat( '&', 1010 ) . 'coop.credentials_path=x' );
		$dots  = array( '/./coop-credentials/sign-out', '/.', '/a/./b', '/a/%2e/b', '/%2E/coop-credentials/sign-out', '/a/.%2e/coop-credentials/sign-out', '/a%3f/%2e%2e/coop-credentials/sign-out', '/a%253f/%252e%252e/coop-credentials/sign-out', '//coop-credentials/sign-out', '/%2fcoop-credentials/sign-out', '/a%3f//evil.example', '/coop-credentials%2fsign-out', '/coop%2Dcredentials/sign-out', '/%252563oop-credentials/sign-out', '/./wp-login.php?action=logout', '/wp-login%2Ephp?action=logout' );
		$all   = array_merge( $hosts, $kinds, $lines, $ours, $odd, $names, $dots );
		self::assertGreaterThanOrEqual( 60, count( $all ) );
		foreach ( $all as $target ) {
			self::assertSame( '/', Return_Target::check( $target ), rawurlencode( $target ) );
		}
		self::assertSame( '/', Return_Target::check( null ) );
	}

	public function test_good_targets_stay(): void {
		foreach ( array( '/', '/.well-known/x', '/a...b/..c/d../', '/?next=%2Foffers%2F%3Fcoop_credentials_path%3Dx', '/?a[]=1&a[]=2&b.c=d..', '/100%25/', '/offers/', '/offers/?page=2&x=a%20b', '/co-ops/example-weavers/', '/?p=12', '/a%C3%A9/' ) as $target ) {
			self::assertSame( $target, Return_Target::check( $target ) );
			self::assertStringStartsWith( 'https://harbour.example/', Return_Target::url( $target ) );
		}
		self::assertSame( '/a', Return_Target::check( '/a#b' ) );
		self::assertNull( Return_Target::is_action( 'claim:<b>' ) ? 'yes' : null );
	}
}
