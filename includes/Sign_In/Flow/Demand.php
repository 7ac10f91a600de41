<?php
/**
 * What a step-up asks of the provider.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Flow;

use CoopCredentials\Claims\Auth_Rule;
use CoopCredentials\Kernel\Front\Front_Request;
use CoopCredentials\Kernel\Problem;

/**
 * Age and class of the authentication an action needs (OpenID Connect Core 1.0 §3.1.2.1, RFC 9470).
 */
final class Demand {

	private const MOST_CLASSES = 10;
	private const MAX_AGE      = 31536000;

	/** An authentication of this moment: the way back takes some seconds. */
	private const NOW = 60;

	/**
	 * Builds the demand.
	 *
	 * @param int|null     $max_age Seconds since the person last proved who they are.
	 * @param list<string> $acr_any Context classes, of which one is needed.
	 */
	public function __construct(
		public readonly ?int $max_age = null,
		public readonly array $acr_any = array(),
	) {
	}

	/**
	 * The demand of a rule, as {@see \CoopCredentials\Claims\Decision::step_up()} states it.
	 *
	 * @param array{max_age?: int, acr_any?: list<string>, amr_any?: list<string>, amr_all?: list<string>} $step_up What the rule asks.
	 * @return self Methods (`amr`) cannot be asked for, so the person is asked to sign in anew, at once.
	 */
	public static function of( array $step_up ): self {
		$only_methods = ! isset( $step_up['max_age'] ) && ! isset( $step_up['acr_any'] );

		return new self( $only_methods ? self::NOW : $step_up['max_age'] ?? null, $step_up['acr_any'] ?? array() );
	}

	/**
	 * The demand a form states.
	 *
	 * @param Front_Request $request Post.
	 * @throws Problem `parameter_invalid`.
	 */
	public static function from_post( Front_Request $request ): self {
		$max_age = $request->post( 'max_age' ) ?? '';
		$acr     = $request->post( 'acr_any' ) ?? '';
		$classes = '' === $acr ? array() : explode( ' ', $acr );
		$fits    = ( '' === $max_age || ( 1 === preg_match( '/\A\d{1,8}\z/', $max_age ) && (int) $max_age <= self::MAX_AGE ) )
			&& count( $classes ) <= self::MOST_CLASSES;
		foreach ( $classes as $class ) {
			$fits = $fits && 1 === preg_match( '/\A[\x21-\x7e]{1,255}\z/', $class ); // `acr_values` is a list with spaces between.
		}
		if ( ! $fits ) {
			throw new Problem( 'parameter_invalid', 400 );
		}

		return new self( '' === $max_age ? null : (int) $max_age, $classes );
	}

	/**
	 * Whether nothing is asked.
	 */
	public function is_empty(): bool {
		return null === $this->max_age && array() === $this->acr_any;
	}

	/**
	 * Whether it is what a rule asks.
	 *
	 * @param Auth_Rule $rule Rule's condition on the authentication.
	 */
	public function is_that_of( Auth_Rule $rule ): bool {
		return ! $this->is_empty() && self::of( $rule->to_array() )->fields() === $this->fields();
	}

	/**
	 * As fields of a form.
	 *
	 * @return array<string,string>
	 */
	public function fields(): array {
		return $this->is_empty() ? array() : array(
			'max_age' => (string) $this->max_age,
			'acr_any' => implode( ' ', $this->acr_any ),
		);
	}
}
