<?php
/**
 * How one provider's claims become memberships.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Claims;

/**
 * A checked map. Claims must come from a verified ID token, and from the UserInfo answer of the same subject.
 */
final class Claim_Map {

	/**
	 * Made by `from_json()`.
	 *
	 * @param string                         $subject      stable, ephemeral, or claim:… .
	 * @param string                         $strip_prefix Prefix of claim names that is taken off, '' for none.
	 * @param list<Path>                     $decode_json  Places where JSON may arrive as a string.
	 * @param Path|null                      $base         Where the object of claims lies; null = at the top.
	 * @param Path|null                      $list         Where a list of memberships may lie.
	 * @param bool                           $presence     Whether a mapped claim is enough to be a member.
	 * @param array{organisation_id?: string, class?: string, roles?: list<string>, framework?: string} $constants Fill what the wire does not say.
	 * @param array<string, Field_Map>       $fields       By field.
	 * @param array<array-key, Framework>    $frameworks   Accepted trust frameworks of verified claims, by name.
	 */
	public function __construct(
		public readonly string $subject,
		public readonly string $strip_prefix,
		public readonly array $decode_json,
		public readonly ?Path $base,
		public readonly ?Path $list,
		public readonly bool $presence,
		public readonly array $constants,
		public readonly array $fields,
		public readonly array $frameworks,
	) {
	}

	/**
	 * Parses and checks a map.
	 *
	 * @param string|\stdClass $json Stored text, or the decoded object.
	 * @throws Invalid_Map With the place and the problem.
	 */
	public static function from_json( string|\stdClass $json ): self {
		return ( new Map_Parser() )->parse( $json );
	}

	/**
	 * Maps claims to memberships. Never throws on claims, whatever they hold.
	 *
	 * @param \stdClass        $id_token Claims of the verified ID token.
	 * @param \stdClass|null   $userinfo UserInfo answer; ignored unless it has the same `sub`.
	 * @param int              $now      UTC epoch second.
	 * @param string           $provider Slug of the provider.
	 * @param Normal_Form|null $form     How strings are normalised; null = as PHP can.
	 */
	public function map( \stdClass $id_token, ?\stdClass $userinfo, int $now, string $provider = '', ?Normal_Form $form = null ): Mapping {
		return ( new Map_Run( $this, $now, $provider, $form ?? Normal_Form::detect() ) )->map( $id_token, $userinfo );
	}

	/**
	 * The claims a rule may read as raw claims: ID token before UserInfo, as they came.
	 */
	public function claims( \stdClass $id_token, ?\stdClass $userinfo ): \stdClass {
		return Map_Run::merged( $id_token, $userinfo )[0];
	}

	/**
	 * The path of the nominated subject claim; null unless the strategy is `claim:`.
	 */
	public function subject_path(): ?Path {
		return Map_Parser::subject_path( $this->subject );
	}
}
