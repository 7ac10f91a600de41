<?php
/**
 * An open sign-in.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In;

use CoopCredentials\Kernel\Database;

/**
 * One attempt: what was promised to the browser that began it. Holds hashes; what they are hashes of is in the browser.
 */
final class Transaction {

	/**
	 * Builds the transaction.
	 *
	 * @param int                     $id            Row, 0 before it is stored.
	 * @param string                  $state_hash    SHA-256 of state.
	 * @param string                  $browser_hash  SHA-256 of the browser's secret.
	 * @param string                  $provider      Slug.
	 * @param string                  $config_digest Provider's configuration at start.
	 * @param string                  $intent        `sign_in`, `link`, `step_up` or `test`.
	 * @param int|null                $user_id       Logged-in account at start.
	 * @param int|null                $session_id    Visitor session at start.
	 * @param string                  $return_to     Checked path.
	 * @param int|null                $max_age       Asked `max_age`, seconds.
	 * @param list<string>            $acr_any       Asked context classes.
	 * @param int                     $round         Step-up round.
	 * @param string|null             $action        What the visitor was about to do.
	 * @param string                  $address_hash  Keyed hash of the network it came from.
	 * @param \DateTimeImmutable      $created_at    Start.
	 * @param \DateTimeImmutable      $expires_at    When row and cookie go.
	 */
	public function __construct(
		public readonly int $id,
		public readonly string $state_hash,
		public readonly string $browser_hash,
		public readonly string $provider,
		public readonly string $config_digest,
		public readonly string $intent,
		public readonly ?int $user_id,
		public readonly ?int $session_id,
		public readonly string $return_to,
		public readonly ?int $max_age,
		public readonly array $acr_any,
		public readonly int $round,
		public readonly ?string $action,
		public readonly string $address_hash,
		public readonly \DateTimeImmutable $created_at,
		public readonly \DateTimeImmutable $expires_at,
	) {
	}

	/**
	 * Whether a browser began it.
	 *
	 * @param string|null $secret What the browser's cookie holds; null for none.
	 */
	public function is_of( #[\SensitiveParameter] ?string $secret ): bool {
		return null !== $secret && hash_equals( $this->browser_hash, hash( 'sha256', $secret ) );
	}

	/**
	 * As a row, without its id.
	 *
	 * @return array<string,string|int|null>
	 */
	public function to_row(): array {
		return array(
			'state_hash'    => $this->state_hash,
			'browser_hash'  => $this->browser_hash,
			'provider'      => $this->provider,
			'config_digest' => $this->config_digest,
			'intent'        => $this->intent,
			'user_id'       => $this->user_id,
			'session_id'    => $this->session_id,
			'return_to'     => $this->return_to,
			'max_age'       => $this->max_age,
			'acr_any'       => array() === $this->acr_any ? null : (string) wp_json_encode( $this->acr_any ),
			'round'         => $this->round,
			'action'        => $this->action,
			'address_hash'  => $this->address_hash,
			'created_at'    => Database::datetime( $this->created_at ),
			'expires_at'    => Database::datetime( $this->expires_at ),
		);
	}

	/**
	 * A transaction from its row.
	 *
	 * @param array<string,string|null> $row Row.
	 */
	public static function from_row( array $row ): self {
		$acr = json_decode( $row['acr_any'] ?? '[]', true );

		return new self(
			(int) $row['id'],
			(string) $row['state_hash'],
			(string) $row['browser_hash'],
			(string) $row['provider'],
			(string) $row['config_digest'],
			(string) $row['intent'],
			isset( $row['user_id'] ) ? (int) $row['user_id'] : null,
			isset( $row['session_id'] ) ? (int) $row['session_id'] : null,
			(string) $row['return_to'],
			isset( $row['max_age'] ) ? (int) $row['max_age'] : null,
			array_values( array_filter( is_array( $acr ) ? $acr : array(), 'is_string' ) ),
			(int) $row['round'],
			$row['action'] ?? null,
			(string) $row['address_hash'],
			Database::instant( $row['created_at'] ) ?? new \DateTimeImmutable( '@0' ),
			Database::instant( $row['expires_at'] ) ?? new \DateTimeImmutable( '@0' ),
		);
	}
}
