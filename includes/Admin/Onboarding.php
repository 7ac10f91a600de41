<?php
declare( strict_types=1 );

namespace CoopCredentials\Admin;

use CoopCredentials\Directory\Organisation_Repository;
use CoopCredentials\Kernel\Clock;
use CoopCredentials\Kernel\Secrets;
use CoopCredentials\Kernel\Settings;
use CoopCredentials\Offers\Offer_Repository;

/**
 * The set-up as a list of live tests: nothing can be ticked by hand, every open line has its remedy. Nothing here calls
 * out: whether a provider answers is asked on its own screen, and remembered there.
 *
 * @phpstan-import-type Check from Onboarding_Check
 */
final class Onboarding {

	public function __construct(
		private readonly Settings $settings,
		private readonly Secrets $secrets,
		private readonly Clock $clock,
		private readonly Organisation_Repository $organisations,
		private readonly Onboarding_Sign_In $sign_in,
		private readonly Offer_Repository $offers,
		private readonly Pages $pages
	) {
	}

	/**
	 * All checks as of now.
	 *
	 * @return array{ready: int, total: int, sentence: string, checked_at: string, checks: list<Check>}
	 */
	public function report(): array {
		$checks = array(
			$this->https(),
			$this->addresses(),
			$this->site_key(),
			$this->own_organisation(),
			...$this->sign_in->checks(),
			$this->pages(),
			$this->first_offer(),
		);
		$states = array_column( $checks, 'state' );
		$ready  = count( array_filter( $states, static fn( string $state ): bool => 'ok' === $state || 'attention' === $state ) );
		return array(
			'ready'      => $ready,
			'total'      => count( $checks ),
			'sentence'   => $this->sentence( $ready, count( $checks ), array_column( $checks, 'state', 'id' ) ),
			'checked_at' => $this->clock->now()->format( 'Y-m-d\TH:i:s.u\Z' ),
			'checks'     => $checks,
		);
	}

	/**
	 * @param int                   $ready  Checks that hold.
	 * @param int                   $total  All.
	 * @param array<string, string> $states State of each by its id.
	 */
	private function sentence( int $ready, int $total, array $states ): string {
		if ( $ready === $total ) {
			return in_array( 'attention', $states, true )
				? __( 'Everything works. One thing could be better.', 'coop-credentials' )
				: __( 'Everything is ready.', 'coop-credentials' );
		}
		/* translators: 1: number of steps that are ready, 2: number of all steps. */
		$sentence = sprintf( __( '%1$d of %2$d are ready.', 'coop-credentials' ), $ready, $total );
		return 'ok' === ( $states['sign_in'] ?? '' ) ? $sentence . ' ' . __( 'Members can already sign in.', 'coop-credentials' ) : $sentence;
	}

	/**
	 * @return Check
	 */
	private function addresses(): array {
		if ( '' !== get_option( 'permalink_structure' ) ) {
			return Onboarding_Check::line( 'addresses', 'ok', __( 'Pages have readable addresses', 'coop-credentials' ), __( 'Providers can send members back to them.', 'coop-credentials' ) );
		}
		return Onboarding_Check::line( 'addresses', 'attention', __( 'Addresses of this site have a question mark', 'coop-credentials' ), __( 'Some providers refuse to send members back to such an address. Choose another permalink structure than “Plain”, before you tell a provider the address.', 'coop-credentials' ), home_url( '/?p=123' ), Onboarding_Check::page( __( 'Permalinks', 'coop-credentials' ), admin_url( 'options-permalink.php' ) ) );
	}

	/**
	 * @return Check
	 */
	private function https(): array {
		if ( str_starts_with( home_url(), 'https://' ) ) {
			return Onboarding_Check::line( 'https', 'ok', __( 'The site uses https', 'coop-credentials' ), __( 'What members send is encrypted.', 'coop-credentials' ) );
		}
		if ( in_array( wp_get_environment_type(), array( 'local', 'development' ), true ) ) {
			return Onboarding_Check::line( 'https', 'attention', __( 'The site uses http', 'coop-credentials' ), __( 'Fine while you try things out on your own machine. A public site needs https.', 'coop-credentials' ) );
		}
		return Onboarding_Check::line( 'https', 'no', __( 'The site does not use https', 'coop-credentials' ), __( 'Providers refuse to send members back to an address without https. Ask your host for a certificate, then change the site address in Settings → General.', 'coop-credentials' ), home_url() );
	}

	/**
	 * @return Check
	 */
	private function site_key(): array {
		$title = __( 'The site key is safe', 'coop-credentials' );
		return match ( $this->secrets->status() ) {
			'environment' => Onboarding_Check::line( 'site_key', 'ok', $title, __( 'It is read from the server’s environment. Keep a copy with your passwords: without it, coupon codes cannot be shown again.', 'coop-credentials' ) ),
			'constant'    => Onboarding_Check::line( 'site_key', 'ok', $title, __( 'It is read from wp-config.php. Keep a copy with your passwords: without it, coupon codes cannot be shown again.', 'coop-credentials' ) ),
			'option'      => Onboarding_Check::line( 'site_key', 'attention', __( 'The site key is in the database', 'coop-credentials' ), __( 'It works. It would be safer apart from the data it protects. This command prints it as a line for wp-config.php:', 'coop-credentials' ), 'wp coop-credentials key export' ),
			'changed'     => Onboarding_Check::line( 'site_key', 'no', __( 'The site key is another one than before', 'coop-credentials' ), __( 'Coupons that exist cannot be read with it. Put the earlier key back into wp-config.php or the environment, as', 'coop-credentials' ), 'COOP_CREDENTIALS_KEY' ),
			default       => Onboarding_Check::line( 'site_key', 'no', __( 'The site key is missing', 'coop-credentials' ), __( 'Sign-in and coupons are off until it is back. Put it into wp-config.php or the environment, as', 'coop-credentials' ), 'COOP_CREDENTIALS_KEY' ),
		};
	}

	/**
	 * @return Check
	 */
	private function own_organisation(): array {
		$uid          = $this->settings->get( 'own_organisation', '' );
		$organisation = is_string( $uid ) && '' !== $uid ? $this->organisations->find_by_uid( $uid ) : null;
		if ( null !== $organisation ) {
			return Onboarding_Check::line(
				'own_organisation',
				'ok',
				/* translators: %s: name of a co-op. */
				sprintf( __( 'This is the site of %s', 'coop-credentials' ), $organisation->name ),
				__( 'It may sign in, offer and redeem here. Its badge needs evidence like anyone’s: ask a federation or a neighbouring co-op to check you.', 'coop-credentials' ),
				'',
				Onboarding_Check::link( __( 'Evidence', 'coop-credentials' ), 'directory', '', $organisation->uid )
			);
		}
		if ( 0 === $this->organisations->count_listed() ) {
			return Onboarding_Check::line( 'own_organisation', 'todo', __( 'The directory has no entries yet', 'coop-credentials' ), __( 'Add your own co-op first, or import a list that has it.', 'coop-credentials' ), '', Onboarding_Check::link( __( 'Add your co-op', 'coop-credentials' ), 'directory', '', 'new' ) );
		}
		return Onboarding_Check::line( 'own_organisation', 'todo', __( 'Which co-op does this site belong to?', 'coop-credentials' ), __( 'Choose it from the directory. It is the one that honours the offers made here.', 'coop-credentials' ), '', Onboarding_Check::link( __( 'Choose', 'coop-credentials' ), 'settings' ) );
	}

	/**
	 * @return Check
	 */
	private function pages(): array {
		$missing = $this->pages->missing();
		if ( array() === $missing ) {
			return Onboarding_Check::line( 'pages', 'ok', __( 'The pages are there', 'coop-credentials' ), implode( ', ', array_map( array( $this->pages, 'title' ), Pages::NAMES ) ), '', Onboarding_Check::link( __( 'Pages', 'coop-credentials' ), 'settings' ) );
		}
		return Onboarding_Check::line(
			'pages',
			'todo',
			in_array( 'offers', $missing, true ) ? __( 'No page shows offers', 'coop-credentials' ) : __( 'A page is missing', 'coop-credentials' ),
			/* translators: %s: names of pages. */
			sprintf( __( 'We can make them with the right blocks: %s.', 'coop-credentials' ), implode( ', ', array_map( array( $this->pages, 'title' ), $missing ) ) ),
			'',
			array(
				'label'  => _n( 'Make the page', 'Make the pages', count( $missing ), 'coop-credentials' ),
				'action' => 'create_pages',
			)
		);
	}

	/**
	 * @return Check
	 */
	private function first_offer(): array {
		$active = $this->offers->page( '', 'active', 'id', false, 1, 1 );
		if ( $active['total'] > 0 ) {
			return Onboarding_Check::line(
				'first_offer',
				'ok',
				/* translators: %d: number of offers. */
				sprintf( _n( '%d offer is published', '%d offers are published', $active['total'], 'coop-credentials' ), $active['total'] ),
				$active['items'][0]->title,
				'',
				Onboarding_Check::link( __( 'Offers', 'coop-credentials' ), 'offers' )
			);
		}
		$drafts = $this->offers->page( '', 'draft', 'id', false, 1, 1 );
		if ( $drafts['total'] > 0 ) {
			return Onboarding_Check::line( 'first_offer', 'todo', __( 'An offer waits for publishing', 'coop-credentials' ), $drafts['items'][0]->title, '', Onboarding_Check::link( __( 'Finish', 'coop-credentials' ), 'offers', '', $drafts['items'][0]->uid ) );
		}
		return Onboarding_Check::line( 'first_offer', 'todo', __( 'There is no offer yet', 'coop-credentials' ), __( 'For example: 10 % off for members of any co-op in the directory.', 'coop-credentials' ), '', Onboarding_Check::link( __( 'Make an offer', 'coop-credentials' ), 'offers', '', 'new' ) );
	}
}
