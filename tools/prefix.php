<?php
/**
 * Moves the runtime PHP packages into the namespace CoopCredentials\Vendor\, into vendor-prefixed/.
 *
 * Two plugins with different versions of one package must not meet, so nothing is ever loaded from vendor/ at run time.
 * From firebase/php-jwt everything but CachedKeySet (needs PSR interfaces) is taken, from tecnickcom/tcpdf the QR encoder.
 * Usage: php tools/prefix.php [text for the stamp file]
 */

declare( strict_types=1 );

use PhpParser\Node;
use PhpParser\NodeTraverser;
use PhpParser\NodeVisitor\CloningVisitor;
use PhpParser\NodeVisitor\NameResolver;
use PhpParser\NodeVisitorAbstract;
use PhpParser\ParserFactory;
use PhpParser\PrettyPrinter\Standard;

$root = dirname( __DIR__ );
require $root . '/vendor/autoload.php';

const COOP_CREDENTIALS_PREFIX = 'CoopCredentials\\Vendor\\';

/**
 * Parses a file, lets visitors change it and prints it with its own formatting.
 *
 * @param string               $file     Source.
 * @param NodeVisitorAbstract  $visitor  What to change; names are resolved before.
 * @param callable|null        $reshape  Changes the list of top statements.
 */
function coop_credentials_rewrite( string $file, NodeVisitorAbstract $visitor, ?callable $reshape = null ): string {
	$parser = ( new ParserFactory() )->createForHostVersion();
	$old    = $parser->parse( (string) file_get_contents( $file ) );
	if ( null === $old ) {
		throw new RuntimeException( "Could not parse $file." );
	}
	$tokens = $parser->getTokens();
	$new    = ( new NodeTraverser( new CloningVisitor(), new NameResolver() ) )->traverse( $old );
	$new    = ( new NodeTraverser( $visitor ) )->traverse( $new );
	if ( null !== $reshape ) {
		return ( new Standard() )->prettyPrintFile( $reshape( $new ) ) . "\n";
	}
	return ( new Standard() )->printFormatPreserving( $new, $old, $tokens );
}

/** Renames Firebase\JWT\… wherever it is declared, imported, used or written as a string. */
$jwt_names = new class() extends NodeVisitorAbstract {
	public function leaveNode( Node $node ): ?Node {
		if ( $node instanceof Node\Stmt\Namespace_ && null !== $node->name ) {
			$node->name = new Node\Name( COOP_CREDENTIALS_PREFIX . $node->name->toString() );
			return $node;
		}
		if ( $node instanceof Node\UseItem && str_starts_with( $node->name->toString(), 'Firebase\\' ) ) {
			$node->name = new Node\Name( COOP_CREDENTIALS_PREFIX . $node->name->toString() );
			return $node;
		}
		if ( $node instanceof Node\Name\FullyQualified && str_starts_with( $node->toString(), 'Firebase\\' ) ) {
			return new Node\Name\FullyQualified( COOP_CREDENTIALS_PREFIX . $node->toString(), $node->getAttributes() );
		}
		if ( $node instanceof Node\Scalar\String_ && preg_match( '/^\\\\?Firebase\\\\JWT\\\\\w+$/', $node->value ) ) {
			return new Node\Scalar\String_( COOP_CREDENTIALS_PREFIX . ltrim( $node->value, '\\' ) );
		}
		return null;
	}
};

/** Un-qualifies constants, casts the block columns to whole numbers and makes the mask choice repeatable. */
$qr_details = new class() extends NodeVisitorAbstract {
	public int $casts = 0;
	public int $masks = 0;
	public function leaveNode( Node $node ): ?Node {
		if ( $node instanceof Node\Expr\ConstFetch ) {
			$node->name = new Node\Name( $node->name->toString() );
			return $node;
		}
		if ( $node instanceof Node\Expr\Assign && $node->var instanceof Node\Expr\Variable && 'col' === $node->var->name && $node->expr instanceof Node\Expr\BinaryOp\Div ) {
			$node->expr = new Node\Expr\Cast\Int_( $node->expr );
			++$this->casts;
			return $node;
		}
		return null;
	}
};

/** The `if ( ! defined( … ) ) { define( … ) }` block becomes constants of the namespace. */
$qr_constants = static function ( array $statements ) use ( $qr_details ): array {
	$body = array();
	foreach ( $statements as $statement ) {
		if ( ! $statement instanceof Node\Stmt\If_ ) {
			$body[] = $statement;
			continue;
		}
		foreach ( $statement->stmts as $inner ) {
			$call = $inner instanceof Node\Stmt\Expression ? $inner->expr : null;
			if ( ! $call instanceof Node\Expr\FuncCall || ! $call->name instanceof Node\Name || 'define' !== strtolower( $call->name->toString() ) ) {
				continue;
			}
			$name  = $call->args[0]->value->value;
			$value = $call->args[1]->value;
			if ( 'QRCODEDEFS' === $name ) {
				continue;
			}
			if ( 'QR_FIND_FROM_RANDOM' === $name ) {
				$value = new Node\Expr\ConstFetch( new Node\Name( 'false' ) );
				++$qr_details->masks;
			}
			$body[] = new Node\Stmt\Const_( array( new Node\Const_( $name, $value ) ), $inner->getAttributes() );
		}
	}
	return array( new Node\Stmt\Namespace_( new Node\Name( COOP_CREDENTIALS_PREFIX . 'TCPDF' ), $body ) );
};

$target = $root . '/vendor-prefixed';
$fresh  = $target . '.new';
foreach ( array( $fresh, $fresh . '/Firebase', $fresh . '/Firebase/JWT', $fresh . '/TCPDF' ) as $folder ) {
	is_dir( $folder ) || mkdir( $folder );
}

foreach ( (array) glob( $root . '/vendor/firebase/php-jwt/src/*.php' ) as $file ) {
	if ( 'CachedKeySet.php' === basename( (string) $file ) ) {
		continue;
	}
	file_put_contents( $fresh . '/Firebase/JWT/' . basename( (string) $file ), coop_credentials_rewrite( (string) $file, $jwt_names ) );
}
copy( $root . '/vendor/firebase/php-jwt/LICENSE', $fresh . '/Firebase/JWT/LICENSE' );

$encoder = $root . '/vendor/tecnickcom/tcpdf/include/barcodes/qrcode.php';
$code    = coop_credentials_rewrite( $encoder, $qr_details, $qr_constants );
if ( 2 !== $qr_details->casts || 1 !== $qr_details->masks ) {
	fwrite( STDERR, "The QR encoder is not the one this tool knows: look at tools/prefix.php.\n" );
	exit( 1 );
}
// The licence text at the head of the file goes with it.
$source = (string) file_get_contents( $encoder );
$head   = substr( $source, strpos( $source, '//====' ), strpos( $source, '// definitions' ) - strpos( $source, '//====' ) );
$note   = "// Changed for this plugin by tools/prefix.php: own namespace, constants instead of define(), whole-number columns,\n// all masks are tried so that one text always gives one picture.\n\n";
$code   = preg_replace( '/^<\?php\s+/', '', $code );
$head   = preg_replace( '#/\*\*.*?\*/\s*#s', '', $head );
file_put_contents( $fresh . '/TCPDF/QRcode.php', "<?php\n" . trim( (string) $head ) . "\n" . $note . $code );
copy( $root . '/vendor/tecnickcom/tcpdf/LICENSE.TXT', $fresh . '/TCPDF/LICENSE.TXT' );

foreach ( array( '/Firebase/JWT/JWT.php', '/Firebase/JWT/JWK.php', '/Firebase/JWT/Key.php', '/TCPDF/QRcode.php' ) as $file ) {
	if ( ! is_file( $fresh . $file ) || str_contains( (string) file_get_contents( $fresh . $file ), 'namespace Firebase' ) ) {
		fwrite( STDERR, "$file did not come out right.\n" );
		exit( 1 );
	}
}
file_put_contents( $fresh . '/.made-from', $argv[1] ?? '' );

if ( is_dir( $target ) ) {
	rename( $target, $target . '.old' );
}
rename( $fresh, $target );
if ( is_dir( $target . '.old' ) ) {
	$files = new RecursiveIteratorIterator( new RecursiveDirectoryIterator( $target . '.old', FilesystemIterator::SKIP_DOTS ), RecursiveIteratorIterator::CHILD_FIRST );
	foreach ( $files as $file ) {
		$file->isDir() ? rmdir( $file->getPathname() ) : unlink( $file->getPathname() );
	}
	rmdir( $target . '.old' );
}
echo "vendor-prefixed/ is ready.\n";
