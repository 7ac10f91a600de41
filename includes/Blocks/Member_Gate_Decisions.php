<?php
/**
 * Whether a gate opens for this response.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Blocks;

use CoopCredentials\Claims\Decision;
use CoopCredentials\Kernel\Front\Privacy;
use CoopCredentials\Sign_In\Cookies;
use CoopCredentials\Sign_In\Current_Visitor;
use CoopCredentials\Sign_In\Decider;
use CoopCredentials\Sign_In\Decision_Log;
use CoopCredentials\Sign_In\Visitor;

defined( 'ABSPATH' ) || exit;

/**
 * A gate asks about its visitor only in an ordinary page that no cache keeps. Feeds, embeds, search results and REST never
 * do: there it is closed for everyone.
 */
final class Member_Gate_Decisions {

	/**
	 * Decided in this request, by rule and target.
	 *
	 * @var array<string,Decision>
	 */
	private array $decided = array();

	/**
	 * Takes what it asks.
	 *
	 * @param Current_Visitor $visitor   Session of the request.
	 * @param Cookies         $cookies   Whether the browser has a session at all.
	 * @param Decider         $decider   Decisions.
	 * @param Decision_Log    $decisions Record of decisions.
	 */
	public function __construct(
		private readonly Current_Visitor $visitor,
		private readonly Cookies $cookies,
		private readonly Decider $decider,
		private readonly Decision_Log $decisions,
	) {}

	/**
	 * Whether this response may show what only some may see.
	 */
	public function may_ask(): bool {
		return Privacy::is_private() && ! is_feed() && ! is_embed() && ! is_search() && ! is_trackback() && ! ( defined( 'REST_REQUEST' ) && REST_REQUEST );
	}

	/**
	 * Whether the browser brings a session. Says nothing of whose, and costs no query.
	 */
	public function has_session(): bool {
		return null !== $this->cookies->session();
	}

	/**
	 * The decision about this visitor; null when the response must not depend on one.
	 *
	 * @param string $rule   Rule or template; '' lets nobody in.
	 * @param string $target Page of the gate, `post:12`; `post:0` outside one.
	 */
	public function decide( string $rule, string $target ): ?Decision {
		if ( ! $this->may_ask() ) {
			return null;
		}
		$visitor = $this->visitor->get();
		$key     = $rule . '|' . $target . '|' . ( $visitor->session_id ?? 0 );
		if ( ! isset( $this->decided[ $key ] ) ) {
			$this->decided[ $key ] = $this->decider->decide( $visitor, '' === $rule ? null : $rule, 'gate' );
			if ( null !== $visitor ) {
				$this->decisions->of_gate( $this->decided[ $key ], $target, $visitor );
			}
		}
		return $this->decided[ $key ];
	}

	/**
	 * The visitor the decisions are about.
	 */
	public function visitor(): ?Visitor {
		return $this->may_ask() ? $this->visitor->get() : null;
	}
}
