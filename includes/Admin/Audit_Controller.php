<?php
declare( strict_types=1 );

namespace CoopCredentials\Admin;

use CoopCredentials\Kernel\Audit_Log;
use CoopCredentials\Kernel\Capabilities;
use CoopCredentials\Kernel\Csv;
use CoopCredentials\Kernel\Request_Guard;
use CoopCredentials\Kernel\Rest_Controller;
use CoopCredentials\Kernel\Ulid;

/**
 * REST `audit`: what happened, newest first, with filters. Never codes, tokens or addresses: the log holds none.
 */
final class Audit_Controller extends Rest_Controller {

	private const FILTERS = array( 'event', 'outcome', 'reason', 'provider', 'identity_uid', 'class', 'request_id' );

	/** Rows of one export: what a spreadsheet opens and a request can carry. */
	private const EXPORT = 10000;

	private const COLUMNS = array( 'occurred_at', 'event', 'outcome', 'reason', 'provider', 'identity_uid', 'user_id', 'actor_id', 'actor_name', 'request_id', 'count', 'details', 'title', 'about', 'why' );

	public function __construct( Request_Guard $guard, private readonly Audit_Log $log, private readonly Audit_Words $words ) {
		parent::__construct( $guard );
	}

	public function register_routes(): void {
		$this->route(
			'/audit',
			array(
				array(
					'methods'    => \WP_REST_Server::READABLE,
					'callback'   => fn( \WP_REST_Request $request ): \WP_REST_Response => $this->items( $request ),
					'permission' => $this->can( Capabilities::MANAGE ),
					'access'     => 'private',
					'args'       => $this->arguments(),
				),
			)
		);
		$this->route(
			'/audit/export',
			array(
				array(
					'methods'    => \WP_REST_Server::READABLE,
					'callback'   => fn( \WP_REST_Request $request ): array => $this->export( $request ),
					'permission' => $this->can( Capabilities::MANAGE ),
					'access'     => 'private',
					'args'       => array_diff_key( $this->arguments(), array_flip( array( 'page', 'per_page' ) ) ),
				),
			)
		);
	}

	private function items( \WP_REST_Request $request ): \WP_REST_Response {
		$page     = max( 1, (int) $request['page'] );
		$per_page = max( 1, (int) $request['per_page'] );
		$found    = $this->log->query( $this->filters( $request ), $page, $per_page );
		return $this->paged( array_map( array( $this, 'with_words' ), $found['items'] ), $found['total'], $page, $per_page );
	}

	/**
	 * The newest rows that fit the filters, as a spreadsheet opens them. The export itself is logged.
	 *
	 * @return array{filename: string, content: string, rows: int, total: int}
	 */
	private function export( \WP_REST_Request $request ): array {
		$filters = $this->filters( $request );
		$content = Csv::line( self::COLUMNS );
		$rows    = 0;
		$total   = 0;
		for ( $page = 1; $rows < self::EXPORT; ++$page ) {
			$found = $this->log->query( $filters, $page, 500 );
			$total = $found['total'];
			foreach ( array_map( array( $this, 'with_words' ), $found['items'] ) as $item ) {
				$content .= Csv::line( array_map( static fn( string $name ): mixed => $item[ $name ] ?? null, self::COLUMNS ) );
				++$rows;
			}
			if ( count( $found['items'] ) < 500 ) {
				break;
			}
		}
		$this->log->record( 'audit_exported', 'ok', '', array( 'details' => array( 'rows' => $rows ) ) );

		return array(
			'filename' => 'co-op-credentials-log-' . gmdate( 'Y-m-d' ) . '.csv',
			'content'  => $content,
			'rows'     => $rows,
			'total'    => $total,
		);
	}

	/**
	 * @return array<string, string>
	 */
	private function filters( \WP_REST_Request $request ): array {
		$filters = array();
		foreach ( self::FILTERS as $name ) {
			$value = $request[ $name ];
			if ( is_string( $value ) && '' !== $value ) {
				$filters[ $name ] = $value;
			}
		}
		foreach ( array( 'since', 'until' ) as $name ) {
			$value = $request[ $name ];
			if ( is_string( $value ) && '' !== $value ) {
				$filters[ $name ] = $value . ' 00:00:00';
			}
		}
		if ( is_string( $request['search'] ) && '' !== $request['search'] ) {
			// The log has no full text: a search looks for what pages and tills show, the number of the request or the reason code.
			$number = strtoupper( trim( $request['search'] ) );
			if ( Ulid::is_valid( $number ) ) {
				$filters['request_id'] = $number;
			} else {
				$filters['reason'] = sanitize_key( $request['search'] );
			}
		}
		return $filters;
	}

	/**
	 * The log keeps codes and account ids; a person wants words and the name: of who did it, else of whom it is about.
	 *
	 * @param array<string, mixed> $item Row.
	 * @return array<string, mixed>
	 */
	private function with_words( array $item ): array {
		$ids                = array_filter( array( $item['actor_id'] ?? 0, $item['user_id'] ?? 0 ), static fn( mixed $id ): bool => is_int( $id ) && $id > 0 );
		$user               = array() === $ids ? false : get_userdata( reset( $ids ) );
		$item['actor_name'] = $user instanceof \WP_User ? $user->display_name : '';
		return $this->words->of( $item ) + $item;
	}

	/**
	 * @return array<string, array<string, mixed>>
	 */
	private function arguments(): array {
		$args = self::page_args();
		foreach ( self::FILTERS as $name ) {
			$args[ $name ] = array(
				'type'      => 'string',
				'maxLength' => 64,
			);
		}
		foreach ( array( 'since', 'until' ) as $name ) {
			$args[ $name ] = array(
				'type'    => 'string',
				'pattern' => '^\d{4}-\d{2}-\d{2}$',
			);
		}
		return $args;
	}

	/**
	 * @return array<string, mixed>
	 */
	public function get_item_schema(): array {
		$text   = array( 'type' => array( 'string', 'null' ) );
		$number = array( 'type' => array( 'integer', 'null' ) );
		return array(
			'$schema'    => 'http://json-schema.org/draft-04/schema#',
			'title'      => 'coop-credentials-audit-entry',
			'type'       => 'object',
			'properties' => array(
				'id'           => array( 'type' => 'integer' ),
				'occurred_at'  => $text,
				'event'        => $text,
				'title'        => $text,
				'about'        => $text,
				'why'          => $text,
				'outcome'      => $text,
				'reason'       => $text,
				'provider'     => $text,
				'identity_uid' => $text,
				'user_id'      => $number,
				'actor_id'     => $number,
				'actor_name'   => $text,
				'request_id'   => $text,
				'class'        => $text,
				'count'        => array( 'type' => 'integer' ),
				'details'      => array( 'type' => 'object' ),
			),
		);
	}
}
