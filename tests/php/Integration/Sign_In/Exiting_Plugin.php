<?php
/**
 * Another plugin that exits.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Sign_In;

/**
 * A request that stops for good inside a hook: nothing after it runs, no `finally` either. For {@see Account_Case}.
 */
trait Exiting_Plugin {

	/** @var list<\Fiber<mixed, mixed, mixed, mixed>> Requests that came to no end. */
	private array $requests = array();

	/** Does something in which another plugin exits, at this hook: what would have come after it never comes. */
	private function ended_at( string $hook, callable $what ): void {
		$exit             = static fn () => \Fiber::suspend( 'exit' );
		add_action( $hook, $exit, 1 );
		$request          = new \Fiber( $what );
		$this->requests[] = $request;
		self::assertSame( 'exit', $request->start(), "Nothing came to $hook." );
		remove_action( $hook, $exit, 1 );
		$this->services()->untold()->tell(); // PHP still runs what hangs on `shutdown`.
		$GLOBALS['wp_current_filter'] = array();
		$this->plugin                 = $this->boot_plugin();
		$this->next_request();
	}
}
