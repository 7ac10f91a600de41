<?php
/**
 * The claims a provider is asked for.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Claims;

/**
 * Builds the `claims` parameter (OpenID Connect Core §5.5) from the rules and the claim map of one provider.
 *
 * Membership claims are asked for without values, which would reveal the rule, and never as essential.
 */
final class Claims_Request {

	/** Most characters of the encoded parameter. */
	public const MAX_ENCODED = 2000;

	/** Always asked for: without them there is no membership. */
	private const ALWAYS = array( 'organisation_id', 'status', 'valid_until' );

	/** Claims of the protocol, never asked for as raw claims. */
	private const PROTOCOL = array( 'iss', 'sub', 'aud', 'exp', 'iat', 'nonce', 'acr', 'amr', 'auth_time', 'verified_claims' );

	/**
	 * Keeps the result.
	 *
	 * @param array<string, array<string, mixed>>|null $value  The parameter, or null when none is sent.
	 * @param string|null                              $notice `too_long` when it was left out for its length.
	 */
	private function __construct( public readonly ?array $value, public readonly ?string $notice ) {
	}

	/**
	 * Builds the parameter.
	 *
	 * @param list<Rule>             $rules     All rules this provider's sign-ins are used for.
	 * @param Claim_Map              $map       Its claim map.
	 * @param bool                   $supported Whether its metadata say `claims_parameter_supported`.
	 * @param 'userinfo'|'id_token' $target    Where membership claims are asked for.
	 */
	public static function build( array $rules, Claim_Map $map, bool $supported, string $target = 'userinfo' ): self {
		if ( ! $supported ) {
			return new self( null, null );
		}
		$fields = self::ALWAYS;
		$raw    = array();
		$acr    = array();
		$age    = false;
		foreach ( $rules as $rule ) {
			foreach ( $rule->leaves as $leaf ) {
				$first = $leaf->path->steps[0];
				if ( null !== $leaf->field() ) {
					$fields[] = $leaf->field();
				} elseif ( 'claim' === $leaf->of && is_string( $first ) && ! in_array( $first, self::PROTOCOL, true ) ) {
					$raw[ $first ] = null;
				}
			}
			$acr = array_merge( $acr, $rule->auth->acr_any ?? array() );
			$age = $age || null !== ( $rule->auth->max_age ?? null );
		}
		$fields = array_values( array_unique( $fields ) );
		$claims = array();
		foreach ( $fields as $field ) {
			$name = self::wire_name( $map, $field );
			if ( null !== $name ) {
				$claims[ $name ] = null;
			}
		}
		$value = array( $target => $claims + $raw );
		if ( array() !== $map->frameworks ) {
			$value[ $target ]['verified_claims'] = self::verified( $map, $fields );
		}
		if ( array() !== $acr ) {
			$value['id_token']['acr'] = array(
				'essential' => true,
				'values'    => array_values( array_unique( $acr ) ),
			);
		}
		if ( $age ) {
			$value['id_token']['auth_time'] = array( 'essential' => true );
		}
		return strlen( rawurlencode( Json::encode( $value ) ) ) > self::MAX_ENCODED ? new self( null, 'too_long' ) : new self( $value, null );
	}

	/**
	 * The parameter as JSON text; null when none is sent.
	 */
	public function parameter(): ?string {
		return null === $this->value ? null : Json::encode( $this->value );
	}

	/**
	 * Verified claims. Only the framework is constrained: for any other constraint it cannot meet, a provider leaves the
	 * whole element out without an error (OpenID Connect for Identity Assurance §5.7.4).
	 *
	 * @param Claim_Map    $map    The claim map.
	 * @param list<string> $fields Fields that are used.
	 * @return array<string, mixed>
	 */
	private static function verified( Claim_Map $map, array $fields ): array {
		$verification = array( 'trust_framework' => array( 'values' => array_map( 'strval', array_keys( $map->frameworks ) ) ) );
		$claims       = array();
		foreach ( $fields as $field ) {
			if ( 'assurance' === $field ) {
				$verification['assurance_level'] = null;
			} elseif ( 'verified_at' === $field ) {
				$verification['time'] = null;
			} elseif ( 'framework' !== $field ) {
				$name = self::wire_name( $map, $field, false );
				if ( null !== $name ) {
					$claims[ $name ] = null;
				}
			}
		}
		return array(
			'verification' => $verification,
			'claims'       => $claims,
		);
	}

	/**
	 * Top-level wire name of the first path of a field; null for derived fields and fields switched off.
	 */
	private static function wire_name( Claim_Map $map, string $field, bool $at_top = true ): ?string {
		$path = $map->fields[ $field ]->paths[0] ?? null;
		if ( null === $path ) {
			return null;
		}
		$name = $at_top && null !== $map->base ? $map->base->steps[0] : $path->steps[0];
		return is_string( $name ) ? ( $at_top ? $map->strip_prefix : '' ) . $name : null;
	}
}
