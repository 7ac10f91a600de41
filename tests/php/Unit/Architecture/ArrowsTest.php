<?php
/**
 * The walls of the house: which room may use which, and where SQL, hooks and exits may stand.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Unit\Architecture;

use PhpParser\Node;
use PHPUnit\Framework\TestCase;

final class ArrowsTest extends TestCase {

	/** Floors from the ground; a room uses rooms below it. */
	private const FLOORS = array(
		'Vendor'       => -1,
		'Kernel'       => 0,
		'Claims'       => 1,
		'OpenID'       => 2,
		'Directory'    => 3,
		'Sign_In'      => 4,
		'Verification' => 5,
		'Offers'       => 6,
		'Network'      => 7,
		'Blocks'       => 8,
		'Admin'        => 8,
		'CLI'          => 8,
		'Plugin'       => 9,
	);

	/** Files where the process may end: the answer has been sent or the program is the CLI. */
	private const MAY_EXIT = '#^Kernel/Front/|_Module\.php$#';

	/** Kernel services that are each the only class over one table of the Kernel. */
	private const KERNEL_TABLES = '#^Kernel/(Audit_Log|Circuit_Breaker|Inbox|Kernel_Personal_Data|Rate_Limiter)\.php$#';

	/** A host is allowed for the one redirect at hand only. */
	private const LATE_HOOKS = '#^Kernel/Front/Responder\.php$#';

	private const SQL = '/^\s*(SELECT\s.+\sFROM\b|INSERT\s+(IGNORE\s+)?INTO\b|UPDATE\s+\S+.*\sSET\b|DELETE\s+FROM\b|CREATE\s+TABLE\b|ALTER\s+TABLE\b|DROP\s+TABLE\b|TRUNCATE\b|START\s+TRANSACTION\b|SHOW\s+(TABLES|COLUMNS|INDEX)\b)/is';

	/** @return list<string> */
	private static function arrow_faults( string $file, array $tree ): array {
		$room   = str_contains( $file, '/' ) ? strstr( $file, '/', true ) : basename( $file, '.php' );
		$faults = array();
		if ( 'autoload' === $room || 'Plugin' === $room ) {
			return array();
		}
		foreach ( Sources::own_classes( $tree ) as $class => $line ) {
			$other = str_contains( $class, '\\' ) ? strstr( $class, '\\', true ) : $class;
			if ( $other === $room ) {
				continue;
			}
			if ( ! isset( self::FLOORS[ $room ], self::FLOORS[ $other ] ) || self::FLOORS[ $other ] >= self::FLOORS[ $room ] ) {
				$faults[] = "$file:$line: $room uses $class.";
			}
		}
		return $faults;
	}

	public function test_every_room_uses_only_rooms_below_it(): void {
		$faults = array();
		foreach ( Sources::files() as $file ) {
			$faults = array_merge( $faults, self::arrow_faults( $file, Sources::parse( $file ) ) );
		}
		self::assertSame( array(), $faults, implode( "\n", $faults ) );
	}

	public function test_the_arrow_check_can_fail(): void {
		$up   = Sources::parse_text( '<?php namespace CoopCredentials\Kernel; final class X { public function y(): \CoopCredentials\Offers\Offer {} }' );
		$side = Sources::parse_text( '<?php namespace CoopCredentials\Blocks; use CoopCredentials\Admin\Menu; new Menu();' );
		$down = Sources::parse_text( '<?php namespace CoopCredentials\Offers; use CoopCredentials\Kernel\Clock; function f( Clock $c ): void {}' );
		self::assertCount( 1, self::arrow_faults( 'Kernel/X.php', $up ) );
		self::assertCount( 1, self::arrow_faults( 'Blocks/X.php', $side ) );
		self::assertSame( array(), self::arrow_faults( 'Offers/X.php', $down ) );
	}

	public function test_claims_are_pure(): void {
		$allowed = array( 'date', 'time', 'file_get_contents', 'rand', 'mt_rand', 'random_int' );
		$faults  = array();
		foreach ( preg_grep( '#^Claims/#', Sources::files() ) as $file ) {
			foreach ( Sources::calls( Sources::parse( $file ) ) as list( $name, $line ) ) {
				$internal = function_exists( $name ) && ( new \ReflectionFunction( $name ) )->isInternal();
				if ( ( ! $internal && ! in_array( $name, array( '__', '_x', '_n' ), true ) ) || in_array( $name, $allowed, true ) ) {
					$faults[] = "includes/$file:$line: $name()";
				}
			}
		}
		self::assertSame( array(), $faults, implode( "\n", $faults ) );
	}

	public function test_hooks_stand_in_modules(): void {
		$faults = array();
		foreach ( Sources::files() as $file ) {
			if ( str_ends_with( $file, '_Module.php' ) || 'Plugin.php' === $file || preg_match( self::LATE_HOOKS, $file ) ) {
				continue;
			}
			foreach ( Sources::calls( Sources::parse( $file ) ) as list( $name, $line ) ) {
				if ( in_array( $name, array( 'add_action', 'add_filter', 'register_activation_hook', 'register_deactivation_hook' ), true ) ) {
					$faults[] = "includes/$file:$line: $name()";
				}
			}
		}
		self::assertSame( array(), $faults, implode( "\n", $faults ) );
	}

	public function test_sql_stands_in_repositories(): void {
		$faults = array();
		foreach ( Sources::files() as $file ) {
			if ( preg_match( '#_(Repository|Schema)\.php$|^Kernel/(Database|Schema|Uninstaller)[A-Za-z_]*\.php$#', $file ) || preg_match( self::KERNEL_TABLES, $file ) ) {
				continue;
			}
			$found = Sources::find(
				Sources::parse( $file ),
				static function ( Node $node ): bool {
					if ( $node instanceof Node\Scalar\String_ ) {
						return 1 === preg_match( self::SQL, $node->value );
					}
					if ( $node instanceof Node\InterpolatedStringPart ) {
						return 1 === preg_match( self::SQL, $node->value );
					}
					return $node instanceof Node\Expr\MethodCall && $node->var instanceof Node\Expr\Variable && 'wpdb' === $node->var->name
						&& $node->name instanceof Node\Identifier && in_array( $node->name->name, array( 'query', 'get_results', 'get_row', 'get_var', 'get_col', 'insert', 'update', 'delete', 'replace', 'prepare' ), true );
				}
			);
			foreach ( $found as $node ) {
				$faults[] = "includes/$file:" . $node->getStartLine();
			}
		}
		self::assertSame( array(), $faults, implode( "\n", $faults ) );
	}

	private static function text( Node\Expr $node ): string {
		return str_replace( '\\defined', 'defined', ( new \PhpParser\PrettyPrinter\Standard() )->prettyPrintExpr( $node ) );
	}

	public function test_nothing_ends_the_process(): void {
		$faults = array();
		foreach ( Sources::files() as $file ) {
			$tree = Sources::parse( $file );
			$ends = Sources::find( $tree, static fn ( Node $node ): bool => $node instanceof Node\Expr\Exit_ );
			// The guard at the head of a file that does something when loaded.
			$guards  = Sources::find(
				$tree,
				static fn ( Node $node ): bool => ( $node instanceof Node\Stmt\If_ && str_contains( self::text( $node->cond ), "defined('ABSPATH')" ) )
					|| ( $node instanceof Node\Expr\BinaryOp\BooleanOr && str_contains( self::text( $node->left ), "defined('ABSPATH')" ) )
			);
			$guarded = array();
			foreach ( $guards as $guard ) {
				foreach ( Sources::find( array( $guard ), static fn ( Node $node ): bool => $node instanceof Node\Expr\Exit_ ) as $end ) {
					$guarded[] = spl_object_id( $end );
				}
			}
			foreach ( $ends as $end ) {
				if ( ! in_array( spl_object_id( $end ), $guarded, true ) && ! preg_match( self::MAY_EXIT, $file ) ) {
					$faults[] = "includes/$file:" . $end->getStartLine();
				}
			}
		}
		self::assertSame( array(), $faults, implode( "\n", $faults ) );
	}

	public function test_class_and_file_have_one_name_and_strict_types(): void {
		$faults = array();
		foreach ( Sources::files() as $file ) {
			$tree = Sources::parse( $file );
			$text = (string) file_get_contents( Sources::root() . '/includes/' . $file );
			if ( ! str_contains( $text, 'declare( strict_types=1 );' ) ) {
				$faults[] = "includes/$file: no strict types.";
			}
			$classes = Sources::find( $tree, static fn ( Node $node ): bool => $node instanceof Node\Stmt\ClassLike && null !== $node->name );
			$names   = array_map( static fn ( Node $node ): string => $node->namespacedName->toString(), $classes );
			$wanted  = 'CoopCredentials\\' . strtr( substr( $file, 0, -4 ), '/', '\\' );
			if ( array() !== $names && array( $wanted ) !== $names ) {
				$faults[] = "includes/$file: declares " . implode( ', ', $names ) . '.';
			}
		}
		self::assertSame( array(), $faults, implode( "\n", $faults ) );
	}

	public function test_the_main_file_is_short_and_old_php_can_read_it(): void {
		$text = (string) file_get_contents( Sources::root() . '/coop-credentials.php' );
		self::assertLessThanOrEqual( 80, substr_count( $text, "\n" ) );
		$tree  = Sources::parse_text( $text );
		$newer = Sources::find(
			$tree,
			static fn ( Node $node ): bool => $node instanceof Node\Expr\ArrowFunction || $node instanceof Node\Expr\Match_ || $node instanceof Node\Expr\NullsafeMethodCall
				|| $node instanceof Node\Expr\AssignOp\Coalesce || $node instanceof Node\Stmt\Enum_ || $node instanceof Node\Expr\Throw_
				|| $node instanceof Node\UnionType || ( $node instanceof Node\Arg && null !== $node->name ) || $node instanceof Node\AttributeGroup
		);
		self::assertSame( array(), array_map( static fn ( Node $node ): int => $node->getStartLine(), $newer ), 'PHP 7.2 could not read these lines.' );
	}
}
