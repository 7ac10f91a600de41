<?php
declare( strict_types=1 );

namespace CoopCredentials\Admin;

use CoopCredentials\Kernel\Audit_Titles;
use CoopCredentials\Offers\Offer_Repository;
use CoopCredentials\Sign_In\Decider;
use CoopCredentials\Sign_In\Decision_Log;
use CoopCredentials\Sign_In\Provider_Repository;
use CoopCredentials\Sign_In\Reasons;
use CoopCredentials\Sign_In\Rule_Repository;

/**
 * What a row of the log is about, and what its reason means, for whoever runs the site. Each target is read once.
 */
final class Audit_Words {

	/** @var array<string, string> Targets already named. */
	private array $named = array();

	public function __construct(
		private readonly Rule_Repository $rules,
		private readonly Offer_Repository $offers,
		private readonly Provider_Repository $providers
	) {
	}

	/**
	 * The words of a row; each '' where there are none.
	 *
	 * @param array<string, mixed> $item Row.
	 * @return array{title: string, about: string, why: string}
	 */
	public function of( array $item ): array {
		$event = self::text( $item, 'event' );
		return array(
			'title' => Audit_Titles::of( $event ),
			'about' => $this->about( is_array( $item['details'] ?? null ) ? $item['details'] : array() ),
			'why'   => $this->why( $event, self::text( $item, 'reason' ), self::text( $item, 'provider' ) ),
		);
	}

	/**
	 * What was decided about, changed or used.
	 *
	 * @param array<mixed> $details Of the row.
	 * @return string Plain text; '' when the row says nothing of it, or it is gone.
	 */
	private function about( array $details ): string {
		$words = array(
			$this->named( 'offer', self::text( $details, 'offer_uid' ) ),
			$this->target( self::text( $details, 'use' ), self::text( $details, 'target' ) ),
			$this->named( 'rule', self::text( $details, 'rule_uid' ) ),
			$this->named( 'role', self::text( $details, 'role' ) ),
			self::text( $details, 'fields' ),
			isset( $details['old'], $details['new'] ) ? self::text( $details, 'old' ) . ' → ' . self::text( $details, 'new' ) : '',
		);
		return implode( ' · ', array_filter( $words, static fn( string $word ): bool => '' !== $word ) );
	}

	/**
	 * What a reason means, in the words the visitor reads.
	 *
	 * @param string $event  Event of the log.
	 * @param string $reason Its reason.
	 * @param string $slug   Provider.
	 * @return string '' when we have none.
	 */
	private function why( string $event, string $reason, string $slug ): string {
		if ( '' === $reason ) {
			return '';
		}
		if ( Decision_Log::EVENT === $event ) {
			return Decider::why( $reason );
		}
		$label = $this->named( 'provider', $slug );
		return Reasons::is_known( $reason ) ? Reasons::text( $reason, '' === $label ? __( 'the provider', 'coop-credentials' ) : $label ) : '';
	}

	private function target( string $use, string $target ): string {
		return match ( true ) {
			in_array( $use, array( 'offer', 'redeem' ), true ) => $this->named( 'offer', $target ),
			'role' === $use                     => $this->named( 'role', $target ),
			str_starts_with( $target, 'post:' ) => $this->named( 'post', substr( $target, 5 ) ),
			default                             => '',
		};
	}

	private function named( string $kind, string $name ): string {
		return '' === $name ? '' : $this->named[ $kind . ' ' . $name ] ??= match ( $kind ) {
			'offer'    => $this->offers->find( $name )->title ?? '',
			'rule'     => $this->rules->find( $name )->title ?? '',
			'role'     => translate_user_role( wp_roles()->role_names[ $name ] ?? $name ),
			'post'     => wp_strip_all_tags( get_the_title( (int) $name ) ),
			'provider' => array_column( $this->providers->digest(), 'label', 'slug' )[ $name ] ?? $name,
			default    => '',
		};
	}

	/**
	 * @param array<mixed> $values Row, or its details.
	 */
	private static function text( array $values, string $key ): string {
		$value = $values[ $key ] ?? '';
		return is_scalar( $value ) ? (string) $value : '';
	}
}
