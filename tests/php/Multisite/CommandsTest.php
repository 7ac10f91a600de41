<?php
/**
 * The commands on a network of sites.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Multisite;

use CoopCredentials\CLI\Provider_Command;
use CoopCredentials\Tests\Integration\CLI\Remembering_Console;
use CoopCredentials\Tests\Support\Wp_Program;

final class CommandsTest extends Network_Case {

	public function test_a_network_provider_from_definition_to_removal(): void {
		$second = $this->site();
		$file   = (string) tempnam( sys_get_temp_dir(), 'provider' );
		file_put_contents(
			$file,
			(string) wp_json_encode(
				array(
					'slug'         => 'federation',
					'label'        => 'Example Federation',
					'enabled'      => true,
					'issuer'       => $this->hostile->issuer,
					'client_id'    => $this->hostile->client_id,
					'issuer_scope' => array( 'organisations' => array( 'any' => true ) ),
					'secret'       => $this->hostile->client_secret,
				)
			)
		);
		$console = new Remembering_Console();
		$command = fn(): Provider_Command => new Provider_Command( $this->services(), $console );
		$command()->network_add( array( $file ), array() );
		unlink( $file );
		$command()->network_list( array(), array() );
		self::assertSame( array( 'federation', 'yes', 'option' ), array( $console->printed[1][0]['slug'], $console->printed[1][0]['enabled'], $console->printed[1][0]['secret'] ) );

		// As --url=https://harbour.example/second/ makes it.
		$this->on(
			$second,
			function () use ( $command ): void {
				$command()->network_switch( array( 'federation' ), array() );
				self::assertSame( array( 'federation' ), array_column( $this->services()->providers()->digest(), 'slug' ) );
				$command()->list( array(), array() );
				$command()->network_switch( array( 'federation' ), array( 'off' => true ) );
				self::assertSame( array(), $this->services()->providers()->digest() );
			}
		);
		self::assertSame( array( 'federation', 'network', 'yes' ), array( $console->printed[3][0]['slug'], $console->printed[3][0]['from'], $console->printed[3][0]['enabled'] ) );
		$command()->network_sites( array( 'federation' ), array() );
		self::assertContains( 'https://harbour.example/second/coop-credentials/callback/federation', array_column( $console->printed[5], 'redirect_uri' ) );
		self::assertStringNotContainsString( $this->hostile->client_secret, (string) wp_json_encode( $console->printed ) );
		try {
			$command()->network_remove( array( 'federation' ), array() );
			self::fail( 'It did not ask.' );
		} catch ( \DomainException $no ) {
			self::assertNotNull( $this->services()->multisite()->providers()->find( 'federation' ) );
		}
		$command()->network_remove( array( 'federation' ), array( 'yes' => true ) );
		self::assertSame( array(), $this->services()->multisite()->providers()->slugs() );
	}

	public function test_url_chooses_the_site(): void {
		if ( ! Wp_Program::is_installed() ) {
			self::markTestSkipped( 'composer install brings wp-cli.' );
		}
		$this->site();
		foreach ( array( 'https://harbour.example/' => array( 'hostile' ), 'https://harbour.example/second/' => array() ) as $url => $slugs ) { // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
			$answer = Wp_Program::run( 'coop-credentials', 'provider', 'list', '--format=json', '--url=' . $url );
			self::assertSame( 0, $answer['status'], $answer['errors'] );
			self::assertSame( $slugs, array_column( json_decode( $answer['out'], true ), 'slug' ), $url );
		}
	}
}
