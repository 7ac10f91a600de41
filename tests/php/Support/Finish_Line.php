<?php
/**
 * Makes an early `exit` in tested code a failure instead of a silent success.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Support;

use PHPUnit\Event\Application\Finished;
use PHPUnit\Event\Application\FinishedSubscriber;
use PHPUnit\Runner\Extension\Extension;
use PHPUnit\Runner\Extension\Facade;
use PHPUnit\Runner\Extension\ParameterCollection;
use PHPUnit\TextUI\Configuration\Configuration;

/**
 * PHPUnit ends with status 0 when a test calls `exit`: this extension then prints what happened and ends with 3.
 */
final class Finish_Line implements Extension {

	public static bool $reached = false;

	public function bootstrap( Configuration $configuration, Facade $facade, ParameterCollection $parameters ): void {
		$facade->registerSubscriber(
			new class() implements FinishedSubscriber {
				public function notify( Finished $event ): void {
					Finish_Line::$reached = true;
				}
			}
		);
		register_shutdown_function(
			static function (): void {
				if ( ! self::$reached ) {
					fwrite( STDERR, "\nThe test run ended before its last test: something called exit or died.\n" );
					exit( 3 );
				}
			}
		);
	}
}
