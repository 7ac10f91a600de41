<?php
/**
 * Every event of the log has words, and no words are left of one that is gone.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Unit\Architecture;

use CoopCredentials\Offers\Offer_Status;
use PhpParser\Node;
use PhpParser\Node\Expr;
use PHPUnit\Framework\TestCase;

/**
 * Reads the names of events where they are written down: in the first argument of the log's own methods, and of the few
 * methods of a class that hand it on.
 */
final class AuditTitlesTest extends TestCase {

	private const TITLES = 'Kernel/Audit_Titles.php';

	/** Methods whose first argument is an event. */
	private const WRITERS = array( 'record', 'tally', 'note', 'tell', 'refuse' );

	public function test_every_event_has_a_title_and_every_title_an_event(): void {
		$titled = array();
		foreach ( Sources::find( Sources::parse( self::TITLES ), static fn( Node $node ): bool => $node instanceof Node\MatchArm && null !== $node->conds ) as $arm ) {
			foreach ( $arm->conds as $condition ) {
				if ( $condition instanceof Node\Scalar\String_ ) {
					$titled[] = $condition->value;
				}
			}
		}
		$events = self::events();
		self::assertContains( 'rule_decision', $events, 'By its constant.' );
		self::assertContains( 'provider_secret_changed', $events, 'By a choice.' );
		self::assertContains( 'offer_revoked', $events, 'Put together.' );
		self::assertGreaterThan( 50, count( $events ) );
		self::assertSame( array(), array_values( array_diff( $events, $titled ) ), 'Events without words in ' . self::TITLES );
		self::assertSame( array(), array_values( array_diff( $titled, $events ) ), 'Words for no event.' );
		self::assertSame( $titled, array_values( array_unique( $titled ) ) );
	}

	/** @return list<string> Events of all rooms. */
	private static function events(): array {
		$events = array();
		foreach ( Sources::files() as $file ) {
			$text = (string) file_get_contents( Sources::root() . '/includes/' . $file );
			if ( 'Kernel/Audit_Log.php' === $file || 1 !== preg_match( '/Audit_Log|audit_log|Refusals/', $text ) ) {
				continue;
			}
			$tree = Sources::parse( $file );
			foreach ( Sources::find( $tree, static fn( Node $node ): bool => $node instanceof Node\Stmt\ClassMethod ) as $method ) {
				foreach ( Sources::find( array_values( $method->stmts ?? array() ), self::is_written( ... ) ) as $call ) {
					array_push( $events, ...self::named( $call->args[0]->value, $tree, $file, $method->name->toString() ) );
				}
			}
		}
		sort( $events );
		return array_values( array_unique( $events ) );
	}

	private static function is_written( Node $node ): bool {
		return $node instanceof Expr\MethodCall && $node->name instanceof Node\Identifier && in_array( $node->name->toString(), self::WRITERS, true ) && ( $node->args[0] ?? null ) instanceof Node\Arg
			&& ( ! $node->args[0]->value instanceof Expr\Variable || self::is_log( $node->var ) );
	}

	/** Whether this is the log itself, and not a method of the class that happens to be called like its own. */
	private static function is_log( Expr $on ): bool {
		return ( $on instanceof Expr\PropertyFetch || $on instanceof Expr\MethodCall ) && $on->name instanceof Node\Identifier && in_array( $on->name->toString(), array( 'audit', 'log', 'audit_log' ), true );
	}

	/**
	 * @param list<Node> $tree Statements of the file.
	 * @return list<string>
	 */
	private static function named( Expr $name, array $tree, string $file, string $method ): array {
		if ( $name instanceof Node\Scalar\String_ ) {
			return array( $name->value );
		}
		if ( $name instanceof Expr\Ternary ) {
			return array( ...self::named( $name->if ?? $name->cond, $tree, $file, $method ), ...self::named( $name->else, $tree, $file, $method ) );
		}
		if ( $name instanceof Expr\BinaryOp\Concat && $name->left instanceof Node\Scalar\String_ ) {
			$ends = array(
				'offer_'         => array_map( static fn( Offer_Status $status ): string => $status->value, Offer_Status::cases() ),
				'identity_role_' => array( 'given', 'taken' ),
			)[ $name->left->value ] ?? array();
			self::assertNotSame( array(), $ends, "$file: say here how names that begin with {$name->left->value} end." );
			return array_map( static fn( string $end ): string => $name->left->value . $end, $ends );
		}
		if ( $name instanceof Expr\ClassConstFetch && $name->name instanceof Node\Identifier ) {
			foreach ( Sources::find( $tree, static fn( Node $node ): bool => $node instanceof Node\Const_ && $node->name->toString() === $name->name->toString() ) as $constant ) {
				return self::named( $constant->value, $tree, $file, $method );
			}
		}
		if ( $name instanceof Expr\Variable ) {
			self::assertContains( $method, self::WRITERS, "$file: $method() hands an event on; its name belongs to WRITERS." );
		}
		return array();
	}
}
