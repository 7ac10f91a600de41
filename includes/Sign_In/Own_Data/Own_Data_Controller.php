<?php
/**
 * `me/credentials`, `me/history`, `me/export`, `DELETE me`.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Own_Data;

use CoopCredentials\Kernel\Request_Guard;
use CoopCredentials\Kernel\Rest_Controller;

/**
 * People's own records. Reads need the session; writes also its token, or an account's nonce.
 */
final class Own_Data_Controller extends Rest_Controller {

	private const ULID = '[0-9A-HJKMNP-TV-Z]{26}';

	/**
	 * Builds the controller.
	 *
	 * @param Request_Guard $guard       Refusals.
	 * @param Owners        $owners      Whose records.
	 * @param Credentials   $credentials Credentials.
	 * @param History       $history     History.
	 * @param Export        $export      Export.
	 * @param Farewell      $farewell    Removal.
	 */
	public function __construct(
		Request_Guard $guard,
		private readonly Owners $owners,
		private readonly Credentials $credentials,
		private readonly History $history,
		private readonly Export $export,
		private readonly Farewell $farewell,
	) {
		parent::__construct( $guard );
	}

	/**
	 * Registers the routes.
	 */
	public function register_routes(): void {
		$page = array_intersect_key( self::page_args(), array_flip( array( 'page', 'per_page' ) ) );
		$this->own( '/me/credentials', 'GET', fn(): array => $this->credentials->of( $this->owners->require() ) );
		$this->own( '/me/history', 'GET', $this->history( ... ), $page );
		$this->own( '/me/export', 'GET', $this->export( ... ), array(), 10 );
		$this->own( '/me/credentials/(?P<uid>' . self::ULID . ')', 'DELETE', $this->disconnect( ... ), array(), 10 );
		$this->own( '/me', 'DELETE', $this->forget( ... ), array(), 10 );
	}

	/**
	 * One endpoint for the owner only.
	 *
	 * @param string              $path     Path.
	 * @param string              $method   Method.
	 * @param callable            $callback Answers.
	 * @param array<string,mixed> $args     Arguments.
	 * @param int                 $limit    Calls a minute.
	 */
	private function own( string $path, string $method, callable $callback, array $args = array(), int $limit = 120 ): void {
		$this->route(
			$path,
			array(
				array(
					'methods'    => $method,
					'callback'   => $callback,
					'permission' => function (): bool {
						$this->owners->require();
						return true;
					},
					'access'     => self::ACCESS_VISITOR,
					'limit'      => array(
						'bucket' => 'me:' . $method . ':' . ( strtok( substr( $path, 4 ), '/' ) ?: 'all' ), // phpcs:ignore Universal.Operators.DisallowShortTernary -- false and '' alike.
						'limit'  => $limit,
						'window' => 60,
					),
					'args'       => $args,
				),
			)
		);
	}

	/**
	 * One page of the history.
	 *
	 * @param \WP_REST_Request<array<string,mixed>> $request Request.
	 */
	private function history( \WP_REST_Request $request ): \WP_REST_Response {
		$page     = is_numeric( $request['page'] ) ? (int) $request['page'] : 1;
		$per_page = is_numeric( $request['per_page'] ) ? (int) $request['per_page'] : 20;
		$found    = $this->history->of( $this->owners->require(), $page, $per_page );

		return $this->paged( $found['items'], $found['total'], $page, $per_page );
	}

	/**
	 * All records, named as a file.
	 */
	private function export(): \WP_REST_Response {
		$response = new \WP_REST_Response( $this->export->of( $this->owners->require() ) );
		$response->header( 'Content-Disposition', 'attachment; filename="co-op-credentials.json"' );

		return $response;
	}

	/**
	 * Disconnects one credential.
	 *
	 * @param \WP_REST_Request<array<string,mixed>> $request Request.
	 * @return array<string,mixed>
	 */
	private function disconnect( \WP_REST_Request $request ): array {
		$uid = $request['uid'];
		$this->farewell->disconnect( $this->owners->require(), is_string( $uid ) ? $uid : '' );

		return array( 'disconnected' => $uid );
	}

	/**
	 * Forgets the person.
	 *
	 * @return array<string,mixed>
	 */
	private function forget(): array {
		return array(
			'forgotten' => true,
			'kept'      => $this->farewell->forget( $this->owners->require() ),
		);
	}
}
