<?php
declare( strict_types=1 );

namespace CoopCredentials\Offers;

/**
 * A yes, or a question: what a redemption or a check answers. Refusals are Problems.
 */
final class Redemption_Answer {
	/**
	 * @param string                    $status     ok or incomplete.
	 * @param string                    $reason     ok, ok_replayed or confirm_required.
	 * @param string                    $message    Plain words for the till.
	 * @param bool                      $replayed   The same request was answered before.
	 * @param array<string, mixed>|null $redemption uid, use_no, discount_minor, recorded_at, voided.
	 * @param string|null               $undo_until ISO 8601; until then the same person undoes it.
	 * @param array<string, mixed>      $details    Offer, uses, last four, chosen name, point, needs.
	 */
	public function __construct(
		public readonly string $status,
		public readonly string $reason,
		public readonly string $message,
		public readonly bool $replayed,
		public readonly ?array $redemption,
		public readonly ?string $undo_until,
		public readonly array $details
	) {}

	/** 201 for a new ledger row, else 200. */
	public function http_status(): int {
		return 'ok' === $this->reason && null !== $this->redemption ? 201 : 200;
	}

	/**
	 * As JSON values.
	 *
	 * @param string $request_id From the audit log.
	 * @return array<string, mixed>
	 */
	public function to_array( string $request_id ): array {
		return array(
			'status'     => $this->status,
			'reason'     => $this->reason,
			'message'    => $this->message,
			'replayed'   => $this->replayed,
			'redemption' => $this->redemption,
			'undo_until' => $this->undo_until,
			'details'    => $this->details,
			'request_id' => $request_id,
		);
	}
}
