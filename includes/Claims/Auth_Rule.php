<?php
/**
 * What a rule asks of the sign-in itself.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Claims;

/**
 * Age of the log-in, its context class and its methods. What the session does not tell fails.
 */
final class Auth_Rule {

	/** Seconds an `auth_time` may lie in the future: clocks differ. */
	public const FUTURE = 60;

	/**
	 * Checked by the parser; at least one is set.
	 *
	 * @param int|null          $max_age Seconds since the person last proved who they are.
	 * @param list<string>|null $acr_any One of these `acr` values.
	 * @param list<string>|null $amr_any At least one of these methods.
	 * @param list<string>|null $amr_all Each of these methods.
	 */
	public function __construct(
		public readonly ?int $max_age,
		public readonly ?array $acr_any,
		public readonly ?array $amr_any,
		public readonly ?array $amr_all,
	) {
	}

	/**
	 * Whether a session meets it.
	 *
	 * @param Auth_Context $auth Of the present session.
	 * @param int          $now  UTC epoch second.
	 */
	public function is_met( Auth_Context $auth, int $now ): bool {
		if ( null !== $this->max_age ) {
			if ( null === $auth->auth_time || $now - $auth->auth_time > $this->max_age || $auth->auth_time - $now > self::FUTURE ) {
				return false;
			}
		}
		if ( null !== $this->acr_any && ( null === $auth->acr || ! in_array( $auth->acr, $this->acr_any, true ) ) ) {
			return false;
		}
		if ( null !== $this->amr_any && array() === array_intersect( $this->amr_any, $auth->amr ?? array() ) ) {
			return false;
		}
		return null === $this->amr_all || array() === array_diff( $this->amr_all, $auth->amr ?? array() );
	}

	/**
	 * What a step-up must ask for.
	 *
	 * @return array{max_age?: int, acr_any?: list<string>, amr_any?: list<string>, amr_all?: list<string>}
	 */
	public function to_array(): array {
		$asked = array();
		if ( null !== $this->max_age ) {
			$asked['max_age'] = $this->max_age;
		}
		if ( null !== $this->acr_any ) {
			$asked['acr_any'] = $this->acr_any;
		}
		if ( null !== $this->amr_any ) {
			$asked['amr_any'] = $this->amr_any;
		}
		if ( null !== $this->amr_all ) {
			$asked['amr_all'] = $this->amr_all;
		}
		return $asked;
	}
}
