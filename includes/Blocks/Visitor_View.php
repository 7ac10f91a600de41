<?php
/**
 * What a private page may know about its visitor.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Blocks;

use CoopCredentials\Claims\Membership;
use CoopCredentials\Kernel\Front\Privacy;
use CoopCredentials\Kernel\Settings;
use CoopCredentials\Sign_In\Current_Visitor;
use CoopCredentials\Sign_In\Visitor;

defined( 'ABSPATH' ) || exit;

/**
 * The visitor, but only when the response is known to be private: a page cache must never keep a personal byte.
 */
final class Visitor_View {

	/**
	 * Whether the pages of the site were read.
	 *
	 * @var bool
	 */
	private bool $primed = false;

	/**
	 * Takes the session reader.
	 *
	 * @param Current_Visitor $current  Session of the request.
	 * @param Settings        $settings Pages of the site.
	 */
	public function __construct( private readonly Current_Visitor $current, private readonly Settings $settings ) {}

	/**
	 * The visitor of a private page.
	 */
	public function get(): ?Visitor {
		return Privacy::is_private() ? $this->current->get() : null;
	}

	/**
	 * Address of a page chosen in the settings, or an empty string.
	 *
	 * @param string $name Key of the setting `pages`.
	 */
	public function page( string $name ): string {
		$pages = $this->settings->get( 'pages', array() );
		$pages = is_array( $pages ) ? $pages : array();
		if ( ! $this->primed ) {
			$this->primed = true;
			_prime_post_caches( array_map( 'intval', array_values( $pages ) ), false, false ); // One query for all links.
		}
		$id  = $pages[ $name ] ?? 0;
		$url = is_numeric( $id ) && $id > 0 ? get_permalink( (int) $id ) : false;
		return is_string( $url ) ? $url : '';
	}

	/**
	 * The membership to show first: one that counts, else any.
	 *
	 * @param list<Membership> $memberships Of a visitor.
	 * @param int              $now         UTC seconds.
	 */
	public static function first( array $memberships, int $now ): ?Membership {
		foreach ( $memberships as $membership ) {
			if ( true === $membership->member_at( $now ) ) {
				return $membership;
			}
		}
		return $memberships[0] ?? null;
	}

	/**
	 * Public words of a membership's status.
	 *
	 * @return array<string,string>
	 */
	public static function status_words(): array {
		return array(
			'active'    => __( 'Member, active', 'coop-credentials' ),
			'pending'   => __( 'Not confirmed yet', 'coop-credentials' ),
			'suspended' => __( 'Paused by the co-op', 'coop-credentials' ),
			'lapsed'    => __( 'Lapsed', 'coop-credentials' ),
			'ended'     => __( 'Ended', 'coop-credentials' ),
		);
	}
}
