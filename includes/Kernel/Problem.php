<?php
/**
 * The one error type of all rooms.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Kernel;

/**
 * A refusal with a stable reason code (snake_case, never translated), an HTTP status and a text for the person.
 */
class Problem extends \RuntimeException {

	/**
	 * @param string               $reason      Stable code, part of the REST contract.
	 * @param int                  $status      HTTP status.
	 * @param string               $message     Translated sentence for the person; may be empty.
	 * @param string|null          $next_step   Stable code of what helps, e.g. sign_in.
	 * @param array<string, mixed> $data        Further public facts. Never secrets or personal data.
	 * @param int|null             $retry_after Seconds.
	 * @param \Throwable|null      $previous    Cause, for logs only.
	 */
	public function __construct(
		public readonly string $reason,
		public readonly int $status,
		string $message = '',
		public readonly ?string $next_step = null,
		public readonly array $data = array(),
		public readonly ?int $retry_after = null,
		?\Throwable $previous = null
	) {
		parent::__construct( $message, 0, $previous );
	}

	/**
	 * The REST form: code coop_credentials_<reason>, data with status, reason, request_id and what else is known.
	 */
	public function to_wp_error(): \WP_Error {
		$data = array(
			'status'     => $this->status,
			'reason'     => $this->reason,
			'request_id' => Request_Id::current(),
		);
		if ( null !== $this->next_step ) {
			$data['next_step'] = $this->next_step;
		}
		if ( null !== $this->retry_after ) {
			$data['retry_after'] = $this->retry_after;
		}
		$message = '' !== $this->getMessage() ? $this->getMessage() : $this->reason;
		return new \WP_Error( 'coop_credentials_' . $this->reason, $message, $data + $this->data );
	}
}
