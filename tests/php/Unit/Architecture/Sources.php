<?php
/**
 * The plugin's PHP sources, parsed.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Unit\Architecture;

use PhpParser\Node;
use PhpParser\NodeFinder;
use PhpParser\NodeTraverser;
use PhpParser\NodeVisitor\NameResolver;
use PhpParser\ParserFactory;

/**
 * Reads each file once and finds nodes in it.
 */
final class Sources {

	/** @var array<string, list<Node>> Statements by path below includes/. */
	private static array $parsed = array();

	public static function root(): string {
		return dirname( __DIR__, 4 );
	}

	/** @return list<string> Paths below includes/, sorted. */
	public static function files(): array {
		$found = array();
		$all   = new \RecursiveIteratorIterator( new \RecursiveDirectoryIterator( self::root() . '/includes', \FilesystemIterator::SKIP_DOTS ) );
		foreach ( $all as $file ) {
			if ( 'php' === $file->getExtension() ) {
				$found[] = substr( $file->getPathname(), strlen( self::root() . '/includes/' ) );
			}
		}
		sort( $found );
		return $found;
	}

	/** @return list<Node> Statements with resolved names. */
	public static function parse( string $file ): array {
		if ( ! isset( self::$parsed[ $file ] ) ) {
			self::$parsed[ $file ] = self::parse_text( (string) file_get_contents( self::root() . '/includes/' . $file ) );
		}
		return self::$parsed[ $file ];
	}

	/** @return list<Node> */
	public static function parse_text( string $text ): array {
		$tree = ( new ParserFactory() )->createForHostVersion()->parse( $text ) ?? array();
		return array_values( ( new NodeTraverser( new NameResolver() ) )->traverse( $tree ) );
	}

	/**
	 * @param list<Node>           $tree  Statements.
	 * @param callable(Node): bool $wants Which.
	 * @return list<Node>
	 */
	public static function find( array $tree, callable $wants ): array {
		return array_values( ( new NodeFinder() )->find( $tree, $wants ) );
	}

	/**
	 * Classes of the plugin a file names.
	 *
	 * @param list<Node> $tree Statements.
	 * @return array<string, int> Line of the first use by class name without the leading namespace.
	 */
	public static function own_classes( array $tree ): array {
		$names = array();
		foreach ( self::find( $tree, static fn ( Node $node ): bool => $node instanceof Node\Name\FullyQualified || $node instanceof Node\UseItem ) as $node ) {
			$name = $node instanceof Node\UseItem ? $node->name->toString() : $node->toString();
			if ( str_starts_with( $name, 'CoopCredentials\\' ) ) {
				$names[ substr( $name, 16 ) ] ??= $node->getStartLine();
			}
		}
		return $names;
	}

	/**
	 * Calls of global functions.
	 *
	 * @param list<Node> $tree Statements.
	 * @return list<array{string, int}> Name and line.
	 */
	public static function calls( array $tree ): array {
		$calls = array();
		foreach ( self::find( $tree, static fn ( Node $node ): bool => $node instanceof Node\Expr\FuncCall && $node->name instanceof Node\Name ) as $node ) {
			$calls[] = array( strtolower( $node->name->getLast() ), $node->getStartLine() );
		}
		return $calls;
	}
}
