<?php
declare( strict_types=1 );

namespace CoopCredentials\Admin;

use CoopCredentials\Kernel\Person;
use CoopCredentials\Kernel\Personal_Data_Source;
use CoopCredentials\Sign_In\Identity;
use CoopCredentials\Sign_In\Identity_Repository;
use CoopCredentials\Sign_In\Provider;
use CoopCredentials\Sign_In\Provider_Repository;
use CoopCredentials\Sign_In\Sign_In_Personal_Data;

/**
 * Lists every room's personal data in WordPress's export and erase tools, and suggests a text for the privacy policy.
 */
final class Privacy {

	/**
	 * @param list<Personal_Data_Source> $sources    Of every room.
	 * @param Identity_Repository        $identities To find a person's identities.
	 * @param Provider_Repository        $providers  For the policy text.
	 */
	public function __construct(
		private readonly array $sources,
		private readonly Identity_Repository $identities,
		private readonly Provider_Repository $providers
	) {
	}

	/**
	 * @param array<array-key, mixed> $exporters Known so far.
	 * @return array<array-key, mixed>
	 */
	public function add_exporters( array $exporters ): array {
		foreach ( $this->sources as $source ) {
			$exporters[ $source->group() ] = array(
				'exporter_friendly_name' => $source->label(),
				'callback'               => fn( string $email, int $page = 1 ): array => $this->export( $source, $email, $page ),
			);
		}
		return $exporters;
	}

	/**
	 * The room that knows who an identity belongs to comes last: the others need it to find their rows.
	 *
	 * @param array<array-key, mixed> $erasers Known so far.
	 * @return array<array-key, mixed>
	 */
	public function add_erasers( array $erasers ): array {
		$last    = array_filter( $this->sources, static fn( Personal_Data_Source $source ): bool => $source instanceof Sign_In_Personal_Data );
		$sources = array_filter( $this->sources, static fn( Personal_Data_Source $source ): bool => ! $source instanceof Sign_In_Personal_Data );
		foreach ( array_merge( array_reverse( $sources ), $last ) as $source ) {
			$erasers[ $source->group() ] = array(
				'eraser_friendly_name' => $source->label(),
				'callback'             => fn( string $email, int $page = 1 ): array => $this->erase( $source, $email, $page ),
			);
		}
		return $erasers;
	}

	/**
	 * Why WordPress takes no request for an account, where it says nothing itself: it knows people by their address, and ours
	 * may have none.
	 *
	 * @param string $name User name as typed.
	 * @return string '' when there is nothing to say.
	 */
	public function why_no_request( string $name ): string {
		$user = '' === $name || false !== is_email( $name ) ? false : get_user_by( 'login', $name );
		return false === $user || '' !== $user->user_email ? '' : sprintf(
			/* translators: 1: user name, 2: number of an account, for a command. */
			__( 'The account %1$s has no e-mail address, and WordPress takes such a request by address only. Its owner can download and remove everything on the page “My credentials”. So can you on the command line: “wp coop-credentials identity list --user=%2$d” tells the number for “identity export” and “identity erase”.', 'coop-credentials' ),
			$user->user_login,
			$user->ID
		);
	}

	/** Offers the policy text once per admin request, where core collects it. */
	public function suggest_policy_text(): void {
		if ( function_exists( 'wp_add_privacy_policy_content' ) ) {
			wp_add_privacy_policy_content( __( 'Co-op Credentials', 'coop-credentials' ), wp_kses_post( $this->policy_text() ) );
		}
	}

	/** The suggested text, naming the providers this site really uses. */
	public function policy_text(): string {
		$names = array_map(
			static fn( array $entry ): string => $entry['label'],
			$this->providers->digest()
		);
		$parts = array(
			'<h2>' . esc_html__( 'Signing in with your co-op', 'coop-credentials' ) . '</h2>',
			array() === $names
				? esc_html__( 'You may be able to sign in with a credential of your own co-op.', 'coop-credentials' )
				/* translators: %s: list of providers. */
				: sprintf( esc_html__( 'You can sign in with a credential of: %s. When you press the button, your browser goes to that provider, which learns that you use this site and answers who you are there.', 'coop-credentials' ), esc_html( implode( ', ', $names ) ) ),
			esc_html__( 'We keep the identifier the provider uses for you, the memberships it told us and when. We do not keep your name. Entries without an account on this site that are not used for 24 months are deleted.', 'coop-credentials' ),
			...$this->by_policy(),
			'<h2>' . esc_html__( 'Coupons and passes', 'coop-credentials' ) . '</h2>',
			esc_html__( 'When you claim an offer, we keep which offer it was, when it was claimed and when it was used, so that it is counted once. If you ask us to delete your data, uses that have been counted stay without any link to you.', 'coop-credentials' ),
			'<h2>' . esc_html__( 'Protection against misuse', 'coop-credentials' ) . '</h2>',
			esc_html__( 'To stop guessing and floods we keep, for a short time, a scrambled form of your network address that cannot be turned back and changes every day. A log of sign-ins is kept for 90 days.', 'coop-credentials' ),
			esc_html__( 'Cookies: one remembers that you are signed in here, one that a sign-in has been started. Neither is used for advertising, and none is set before you press “Sign in”.', 'coop-credentials' ),
		);
		return implode(
			"\n",
			array_map(
				static fn( string $part ): string => str_starts_with( $part, '<h2>' ) ? $part : '<p>' . $part . '</p>',
				$parts
			)
		);
	}

	/**
	 * What depends on how the providers in use, those of a network included, are set.
	 *
	 * @return list<string>
	 */
	private function by_policy(): array {
		$providers = $this->providers->enabled();
		$any       = static fn( string $field, string ...$values ): bool => array() !== array_filter( $providers, static fn( Provider $provider ): bool => in_array( $provider->text( $field ), $values, true ) );

		return array(
			$any( 'email', 'fill', 'offer_link' )
				? esc_html__( 'Some providers are asked for your e-mail address. We keep it to fill in your account or to offer you to connect an account you have here, never to recognise you.', 'coop-credentials' )
				: esc_html__( 'We do not ask for your e-mail address and do not keep it.', 'coop-credentials' ),
			$any( 'accounts', 'create' )
				? esc_html__( 'With your first sign-in an account is made for you on this site.', 'coop-credentials' )
				: esc_html__( 'You need no account on this site.', 'coop-credentials' ),
			...( $any( 'recheck', 'refresh' ) ? array( esc_html__( 'While you are signed in we may ask your provider again whether your membership still stands. The key for that is kept encrypted and deleted with your session.', 'coop-credentials' ) ) : array() ),
		);
	}

	/**
	 * @return array{data: list<array<string, mixed>>, done: bool}
	 */
	private function export( Personal_Data_Source $source, string $email, int $page ): array {
		$answer = $source->export( $this->person( $email ), max( 1, $page ) );
		$data   = array();
		foreach ( $answer['items'] as $item ) {
			$data[] = array(
				'group_id'    => $source->group(),
				'group_label' => $source->label(),
				'item_id'     => $item['id'],
				'data'        => $item['data'],
			);
		}
		return array(
			'data' => $data,
			'done' => $answer['done'],
		);
	}

	/**
	 * @return array{items_removed: bool, items_retained: bool, messages: list<string>, done: bool}
	 */
	private function erase( Personal_Data_Source $source, string $email, int $page ): array {
		$person = $this->person( $email );
		$answer = $source->erase( $person, max( 1, $page ) );
		if ( $source instanceof Sign_In_Personal_Data ) {
			foreach ( $this->sources as $other ) {
				// Taking a credential off has left an entry in the log; nobody finds the person by it any more after this.
				$other === $source || $other->erase( $person, 1 );
			}
		}
		return array(
			'items_removed'  => $answer['removed'] > 0,
			'items_retained' => $answer['retained'] > 0,
			'messages'       => $answer['messages'],
			'done'           => $answer['done'],
		);
	}

	/** E-mail is never a key to a person: it finds the account, and the account's identities. */
	private function person( string $email ): Person {
		$user = get_user_by( 'email', $email );
		$id   = $user instanceof \WP_User ? $user->ID : null;
		return new Person( $id, $email, $this->identity_uids( $id, $email ) );
	}

	/**
	 * @return list<string>
	 */
	private function identity_uids( ?int $user_id, string $email ): array {
		return array_map(
			static fn( Identity $identity ): string => $identity->uid,
			$this->identities->of_person( $user_id, $email, array(), 0, 500 )
		);
	}
}
