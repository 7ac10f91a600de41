<?php
/**
 * Tries a rule.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Sign_In\Rules;

use CoopCredentials\Claims\Auth_Context;
use CoopCredentials\Claims\Claim_Map;
use CoopCredentials\Claims\Claims_Request;
use CoopCredentials\Claims\Context;
use CoopCredentials\Claims\Issuer_Scope;
use CoopCredentials\Claims\Map_Presets;
use CoopCredentials\Claims\Membership;
use CoopCredentials\Claims\Organisation_Facts;
use CoopCredentials\Claims\Rule;
use CoopCredentials\Claims\Rule_Evaluator;
use CoopCredentials\Kernel\Audit_Log;
use CoopCredentials\Kernel\Clock;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Sign_In\Decider;
use CoopCredentials\Sign_In\Identity_Repository;
use CoopCredentials\Sign_In\Linked_Identities;
use CoopCredentials\Sign_In\Provider;
use CoopCredentials\Sign_In\Provider_Repository;
use CoopCredentials\Sign_In\Rule_Repository;

/**
 * Decides a rule on pasted claims, a person's stored snapshot or given memberships, and explains every step. Nothing is
 * stored, nobody is signed in, and what is pasted is never logged.
 */
final class Dry_Run {

	/**
	 * Builds the dry run.
	 *
	 * @param Rule_Repository     $rules      Rules.
	 * @param Rule_Evaluator      $evaluator  Evaluator.
	 * @param Decider             $decider    Words for the visitor.
	 * @param Provider_Repository $providers  Providers.
	 * @param Identity_Repository $identities Identities.
	 * @param Linked_Identities   $linked     What counts of an identity today.
	 * @param Organisation_Facts  $facts      Directory.
	 * @param Audit_Log           $audit      Audit log.
	 * @param Clock               $clock      Time.
	 */
	public function __construct(
		private readonly Rule_Repository $rules,
		private readonly Rule_Evaluator $evaluator,
		private readonly Decider $decider,
		private readonly Provider_Repository $providers,
		private readonly Identity_Repository $identities,
		private readonly Linked_Identities $linked,
		private readonly Organisation_Facts $facts,
		private readonly Audit_Log $audit,
		private readonly Clock $clock,
	) {
	}

	/**
	 * A stored rule.
	 *
	 * @param string $uid Rule or template.
	 */
	public function stored( string $uid ): ?Rule {
		return $this->rules->find( $uid )?->rule;
	}

	/**
	 * Decides on given memberships, with the directory's facts where they are silent about them.
	 *
	 * @param Rule|null                 $rule   Rule.
	 * @param list<array<string,mixed>> $values Memberships.
	 * @param \stdClass|null            $claims Raw claims.
	 * @param array{now:int|null,use:string,signed_in:bool} $asked What else was asked.
	 * @return array<string,mixed>
	 */
	public function on_memberships( ?Rule $rule, array $values, ?\stdClass $claims, array $asked ): array {
		$memberships = array();
		foreach ( $values as $one ) {
			$membership    = Membership::from_array( $one );
			$memberships[] = '' === $membership->organisation_id || array_key_exists( 'policy', $one ) ? $membership : Issuer_Scope::with_facts( $membership, $this->facts );
		}

		return $this->answer( $rule, $memberships, array(), $asked, null, $claims, new Auth_Context( $this->now( $asked ) ) );
	}

	/**
	 * Decides on claims as a provider would send them: its map and scope are applied first. Without a provider the claims
	 * are read by a preset and every organisation counts.
	 *
	 * @param Rule|null $rule   Rule.
	 * @param \stdClass $claims Claims; a log-in time, `acr` and `amr` count only if they are there.
	 * @param string    $slug   Provider, '' for none.
	 * @param string    $preset Preset of the claim map without a provider.
	 * @param array{now:int|null,use:string,signed_in:bool} $asked What else was asked.
	 * @param \stdClass|null $userinfo UserInfo answer beside the claims of an ID token.
	 * @param bool      $is_network Whether whoever asks may see how a provider of the network is read.
	 * @return array<string,mixed>
	 * @throws Problem `provider_unknown` (404), `provider_incomplete` (400).
	 */
	public function on_claims( ?Rule $rule, \stdClass $claims, string $slug, string $preset, array $asked, ?\stdClass $userinfo = null, bool $is_network = false ): array {
		$provider = '' === $slug ? null : ( $this->providers->find( $slug ) ?? throw new Problem( 'provider_unknown', 404, __( 'There is no such provider.', 'coop-credentials' ) ) );
		$map      = $this->map( $provider, $preset );
		$mapping  = $map->map( $claims, $userinfo, $this->now( $asked ), $slug );
		$scoped   = $this->scope( $provider )->apply( $mapping, $this->facts );
		$answer   = $this->answer( $rule, $scoped->memberships, $scoped->dropped, $asked, $provider, $map->claims( $claims, $userinfo ), Auth_Context::from_claims( $claims ) );
		$hidden   = true === $provider?->from_network && ! $is_network;

		return $answer + array(
			'mapping' => array(
				// How a provider of the network is read is not for its sites to see.
				'trace'   => $hidden ? array() : $mapping->trace,
				'scope'   => $hidden ? array() : $scoped->trace,
				'dropped' => $scoped->dropped,
			),
			'request' => null === $rule ? null : Claims_Request::build( array( $rule ), $map, true )->value,
		);
	}

	/**
	 * Decides on a person's stored snapshot. Looking at a person is recorded, without any value.
	 *
	 * @param Rule|null $rule Rule.
	 * @param string    $uid  Identity.
	 * @param array{now:int|null,use:string,signed_in:bool} $asked What else was asked.
	 * @return array<string,mixed>
	 * @throws Problem `identity_unknown` (404).
	 */
	public function on_person( ?Rule $rule, string $uid, array $asked ): array {
		$identity = $this->identities->of_person( null, '', array( $uid ), 0, 1 )[0] ?? null;
		$one      = null === $identity ? null : $this->linked->read( $identity );
		if ( null === $identity || null === $one ) {
			throw new Problem( 'identity_unknown', 404, __( 'Nothing is stored about this person that could be tried.', 'coop-credentials' ) );
		}
		$this->audit->record(
			'rule_dry_run',
			'ok',
			'',
			array(
				'provider'     => $identity->provider,
				'identity_uid' => $uid,
				'user_id'      => $identity->user_id,
				'details'      => array( 'rule_uid' => $rule->uid ?? '' ),
			)
		);

		return $this->answer( $rule, $one->memberships, $one->dropped, $asked, $one->provider, null, null, $identity->memberships_at->getTimestamp() );
	}

	/**
	 * The decision with everything that led to it.
	 *
	 * @param Rule|null         $rule        Rule.
	 * @param list<Membership>  $memberships Memberships.
	 * @param list<array{index: int, reason: string}> $dropped What was left out.
	 * @param array{now:int|null,use:string,signed_in:bool} $asked What else was asked.
	 * @param Provider|null     $provider    Provider.
	 * @param \stdClass|null    $claims      Raw claims.
	 * @param Auth_Context|null $auth        How the person signed in.
	 * @param int|null          $taken_at    When the snapshot was taken; null = now.
	 * @return array<string,mixed>
	 */
	private function answer( ?Rule $rule, array $memberships, array $dropped, array $asked, ?Provider $provider, ?\stdClass $claims, ?Auth_Context $auth, ?int $taken_at = null ): array {
		$now      = $this->now( $asked );
		$decision = $this->evaluator->decide(
			$rule,
			new Context(
				now: $now,
				memberships: $memberships,
				claims: $claims,
				identity: array(
					'issuer'           => null === $provider ? 'https://example.org' : $provider->text( 'issuer' ),
					'provider'         => null === $provider ? 'example' : $provider->slug,
					'subject_strategy' => $provider?->strategy() ?? 'stable',
				),
				auth: $auth,
				signed_in: $asked['signed_in'],
				memberships_at: $taken_at ?? $now,
				use: $asked['use'],
				dropped: $dropped,
			)
		);

		return $decision->to_array( true ) + array(
			'sentence'    => $this->decider->sentence( $decision ),
			'step'        => $this->decider->next_step( $decision ),
			'memberships' => array_map( static fn( Membership $membership ): array => array( 'member' => $membership->member_at( $now ) ) + $membership->to_array(), $memberships ),
			'snapshot_at' => null === $taken_at ? null : gmdate( 'Y-m-d\TH:i:s\Z', $taken_at ),
		);
	}

	/**
	 * A provider's claim map, or a preset's.
	 *
	 * @param Provider|null $provider Provider.
	 * @param string        $preset   Preset without a provider.
	 * @throws Problem `provider_incomplete` (400).
	 */
	private function map( ?Provider $provider, string $preset ): Claim_Map {
		try {
			$json = $provider?->json( 'claim_map' );
			$map  = null !== $json ? Claim_Map::from_json( $json ) : Map_Presets::map( null === $provider ? $preset : $provider->text( 'preset' ) ) ?? Map_Presets::map( 'generic' );
		} catch ( \Throwable ) {
			$map = null;
		}

		return $map ?? throw new Problem( 'provider_incomplete', 400, __( 'The claim map of this provider cannot be read.', 'coop-credentials' ) );
	}

	/**
	 * A provider's scope; without one every organisation counts, because nothing is given.
	 *
	 * @param Provider|null $provider Provider.
	 */
	private function scope( ?Provider $provider ): Issuer_Scope {
		return $provider?->scope() ?? Issuer_Scope::from_json( '{"organisations":{"any":true},"max_assurance":4}' );
	}

	/**
	 * The time to pretend.
	 *
	 * @param array{now:int|null,use:string,signed_in:bool} $asked What was asked.
	 */
	private function now( array $asked ): int {
		return $asked['now'] ?? $this->clock->now()->getTimestamp();
	}
}
