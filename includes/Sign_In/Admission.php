<?php
/**
 * Lets a verified answer in, or not.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In;

use CoopCredentials\Claims\Auth_Context;
use CoopCredentials\Claims\Claim_Map;
use CoopCredentials\Claims\Context;
use CoopCredentials\Claims\Decision;
use CoopCredentials\Claims\Map_Presets;
use CoopCredentials\Claims\Mapping;
use CoopCredentials\Claims\Organisation_Facts;
use CoopCredentials\Claims\Rule_Evaluator;
use CoopCredentials\Claims\Scoped;
use CoopCredentials\Kernel\Clock;
use CoopCredentials\Kernel\Problem;

/**
 * Claims become memberships (claim map, issuer scope), and the provider's `require` decides.
 */
final class Admission {

	/** @var array{Decision,string}|null What let somebody in who has no session yet, and the provider. */
	private ?array $admitted = null;

	/**
	 * Builds the admission.
	 *
	 * @param Rule_Repository    $rules     Rules.
	 * @param Rule_Evaluator     $evaluator Evaluator.
	 * @param Organisation_Facts $facts     Directory.
	 * @param Decision_Log       $decisions Record of decisions.
	 * @param Clock              $clock     Time.
	 */
	public function __construct(
		private readonly Rule_Repository $rules,
		private readonly Rule_Evaluator $evaluator,
		private readonly Organisation_Facts $facts,
		private readonly Decision_Log $decisions,
		private readonly Clock $clock,
	) {
	}

	/**
	 * The provider's claim map: its own, else its preset's.
	 *
	 * @param Provider $provider Provider.
	 * @throws Problem `provider_incomplete` (502) when it cannot be read.
	 */
	public function claim_map( Provider $provider ): Claim_Map {
		$json = $provider->json( 'claim_map' );
		try {
			$map = null !== $json ? Claim_Map::from_json( $json ) : Map_Presets::map( $provider->text( 'preset' ) );
		} catch ( \Throwable $broken ) {
			throw new Problem( 'provider_incomplete', 502, '', null, array( 'missing' => 'claim_map' ), null, $broken );
		}

		return $map ?? Map_Presets::map( 'generic' ) ?? throw new Problem( 'provider_incomplete', 502 );
	}

	/**
	 * What the claims say about memberships.
	 *
	 * @param Provider       $provider Provider.
	 * @param \stdClass      $id_token Claims of the verified ID token.
	 * @param \stdClass|null $userinfo Userinfo of the same subject.
	 */
	public function map( Provider $provider, \stdClass $id_token, ?\stdClass $userinfo ): Mapping {
		return $this->claim_map( $provider )->map( $id_token, $userinfo, $this->clock->now()->getTimestamp(), $provider->slug );
	}

	/**
	 * What the provider may say of it, with the directory's facts. A scope that is missing or broken allows nothing.
	 *
	 * @param Provider $provider Provider.
	 * @param Mapping  $mapping  Mapped memberships.
	 */
	public function scope( Provider $provider, Mapping $mapping ): Scoped {
		return $provider->scope()->apply( $mapping, $this->facts );
	}

	/**
	 * The memberships of a verified answer: mapped, then scoped.
	 *
	 * @param Provider $provider Provider.
	 * @param Verified $verified Verified answer.
	 * @throws Problem `provider_incomplete` (502) when the claim map cannot be read.
	 */
	public function memberships( Provider $provider, Verified $verified ): Scoped {
		return $this->scope( $provider, $this->map( $provider, $verified->claims, $verified->userinfo ) );
	}

	/**
	 * Decides whether somebody gets in, and records it: a refusal at once, an admission when it is known who came in.
	 *
	 * @param Provider       $provider Provider.
	 * @param Scoped         $scoped   Memberships.
	 * @param \stdClass      $id_token Claims of the verified ID token.
	 * @param \stdClass|null $userinfo Userinfo.
	 * @param Auth_Context   $auth     Authentication.
	 */
	public function admit( Provider $provider, Scoped $scoped, \stdClass $id_token, ?\stdClass $userinfo, Auth_Context $auth ): Decision {
		$decision       = $this->decide( $provider, $scoped, $id_token, $userinfo, $auth );
		$this->admitted = $decision->is_allowed() ? array( $decision, $provider->slug ) : null;
		if ( null === $this->admitted ) {
			$this->decisions->record( $decision, 'sign_in', $provider->slug, $provider->slug, null, null );
		}

		return $decision;
	}

	/**
	 * Records the admission of somebody who now has a session.
	 *
	 * @param string|null $identity_uid Identity; null for an ephemeral subject.
	 * @param string      $slug         Provider.
	 * @param int|null    $user_id      Account.
	 */
	public function entered( ?string $identity_uid, string $slug, ?int $user_id ): void {
		if ( null !== $this->admitted && $slug === $this->admitted[1] ) {
			$this->decisions->record( $this->admitted[0], 'sign_in', $slug, $slug, $identity_uid, $user_id );
		}
		$this->admitted = null;
	}

	/**
	 * Decides the provider's `require`.
	 *
	 * @param Provider       $provider Provider.
	 * @param Scoped         $scoped   Memberships.
	 * @param \stdClass      $id_token Claims of the verified ID token.
	 * @param \stdClass|null $userinfo Userinfo.
	 * @param Auth_Context   $auth     Authentication.
	 */
	public function decide( Provider $provider, Scoped $scoped, \stdClass $id_token, ?\stdClass $userinfo, Auth_Context $auth ): Decision {
		$now     = $this->clock->now()->getTimestamp();
		$context = new Context(
			now: $now,
			memberships: $scoped->memberships,
			claims: $this->claim_map( $provider )->claims( $id_token, $userinfo ),
			identity: array(
				'issuer'           => $provider->text( 'issuer' ),
				'provider'         => $provider->slug,
				'subject_strategy' => $provider->strategy(),
			),
			auth: $auth,
			signed_in: true,
			memberships_at: $now,
			use: 'sign_in',
			dropped: $scoped->dropped,
		);
		$stored  = $this->rules->find( $provider->text( 'require' ) );

		return null !== $stored && null === $stored->rule
			? $this->evaluator->decide_stored( $stored->json, $context )
			: $this->evaluator->decide( $stored?->rule, $context );
	}
}
