<?php
/**
 * A rule.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Claims;

/**
 * A typed condition over memberships, claims and the way of signing in. Unknown means no.
 */
final class Rule {

	/**
	 * Made by `from_json()`.
	 *
	 * @param Rule_Group|Rule_Leaf $when     The condition.
	 * @param 'any'|'every'        $for      Whether one membership must satisfy it, or each.
	 * @param bool                 $inactive Whether memberships not in force are looked at as well.
	 * @param Auth_Rule|null       $auth     What is asked of the sign-in.
	 * @param string               $json     The rule as stored.
	 * @param string               $hash     SHA-256 of the stored bytes, lower hex.
	 * @param list<Rule_Leaf>      $leaves   All conditions in reading order.
	 * @param string               $uid      Name of the stored rule, '' when it has none.
	 * @param int                  $version  Version of the stored rule, 0 when it has none.
	 */
	public function __construct(
		public readonly Rule_Group|Rule_Leaf $when,
		public readonly string $for,
		public readonly bool $inactive,
		public readonly ?Auth_Rule $auth,
		public readonly string $json,
		public readonly string $hash,
		public readonly array $leaves,
		public readonly string $uid = '',
		public readonly int $version = 0,
	) {
	}

	/**
	 * Parses and checks a rule.
	 *
	 * @param string|\stdClass $json    Stored text, or the decoded object.
	 * @param string           $uid     Name of the stored rule.
	 * @param int              $version Version of the stored rule.
	 * @throws Invalid_Rule With the place and the problem. Such a rule denies.
	 */
	public static function from_json( string|\stdClass $json, string $uid = '', int $version = 0 ): self {
		return ( new Rule_Parser() )->parse( $json, $uid, $version );
	}

	/**
	 * The same rule under a name.
	 */
	public function named( string $uid, int $version ): self {
		return new self( $this->when, $this->for, $this->inactive, $this->auth, $this->json, $this->hash, $this->leaves, $uid, $version );
	}

	/**
	 * The same condition without what is asked of the sign-in.
	 */
	public function without_auth(): self {
		return new self( $this->when, $this->for, $this->inactive, null, $this->json, $this->hash, $this->leaves, $this->uid, $this->version );
	}

	/**
	 * Whether any condition looks at a membership; only then can a weak membership refuse a sign-in.
	 */
	public function names_memberships(): bool {
		foreach ( $this->leaves as $leaf ) {
			if ( 'membership' === $leaf->of ) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Whether any condition looks at raw claims, which no snapshot keeps.
	 */
	public function names_claims(): bool {
		foreach ( $this->leaves as $leaf ) {
			if ( 'claim' === $leaf->of ) {
				return true;
			}
		}
		return false;
	}
}
