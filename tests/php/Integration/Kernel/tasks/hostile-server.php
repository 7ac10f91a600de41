<?php
/**
 * Router of PHP's own web server: one misbehaviour a path.
 */

declare( strict_types=1 );

$uri  = (string) $_SERVER['REQUEST_URI'];
$what = trim( (string) parse_url( $uri, PHP_URL_PATH ), '/' );
header( 'Content-Type: application/json' );
switch ( $what ) {
	case 'echo':
		header( 'X-Answer: yes' );
		echo json_encode(
			array(
				'method' => $_SERVER['REQUEST_METHOD'],
				'uri'    => $uri,
				'body'   => file_get_contents( 'php://input' ),
				'test'   => $_SERVER['HTTP_X_TEST'] ?? '',
				'accept' => $_SERVER['HTTP_ACCEPT'] ?? '',
			)
		);
		break;
	case 'redirect':
		header( 'Location: /echo', true, 302 );
		break;
	case 'status':
		http_response_code( (int) $_GET['s'] );
		echo '{"error":"invalid_grant"}';
		break;
	case 'html':
		header( 'Content-Type: text/html' );
		echo '<p>No</p>';
		break;
	case 'html-as-json':
		echo '<p>No</p>';
		break;
	case 'no-type':
		header( 'Content-Type: text/plain' );
		echo '{}';
		break;
	case 'suffix':
		header( 'Content-Type: application/jwk-set+json; charset=utf-8' );
		echo '{}';
		break;
	case 'deep':
		echo str_repeat( '[', (int) $_GET['n'] ) . str_repeat( ']', (int) $_GET['n'] );
		break;
	case 'size':
		echo '"';
		for ( $left = (int) $_GET['n'] - 2; $left > 0; $left -= 65536 ) {
			echo str_repeat( 'a', min( $left, 65536 ) );
		}
		echo '"';
		break;
	case 'bomb':
		header( 'Content-Encoding: gzip' );
		echo gzencode( '"' . str_repeat( 'a', 20000000 ) . '"', 9 );
		break;
	case 'drip':
		for ( $i = 0; $i < 20; $i++ ) {
			echo ' ';
			flush();
			usleep( 100000 );
		}
		break;
	case 'silence':
		usleep( 1500000 );
		break;
	case 'truncated':
		header( 'Content-Length: 100' );
		echo '{"a":';
		break;
}
