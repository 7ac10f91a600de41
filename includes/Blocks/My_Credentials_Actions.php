<?php
/**
 * Forms of people's own records.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Blocks;

use CoopCredentials\Kernel\Front\One_Time_Form;
use CoopCredentials\Kernel\Front\Page;
use CoopCredentials\Kernel\Front\Plain;
use CoopCredentials\Kernel\Front\Redirect;
use CoopCredentials\Kernel\Problem;
use CoopCredentials\Sign_In\Own_Data\Owner;
use CoopCredentials\Sign_In\Own_Data\Services as Own_Data;

defined( 'ABSPATH' ) || exit;

/**
 * Disconnect and "forget me" always ask once more, on a private page whose value only this browser can send; the file
 * only when the browser did not say where the form was.
 */
final class My_Credentials_Actions {

	/** Fields each action takes. */
	public const FIELDS = array(
		'disconnect' => array( 'identity' ),
		'forget'     => array(),
		'export'     => array(),
	);

	/**
	 * Takes the records.
	 *
	 * @param Own_Data      $records Records of the visitor.
	 * @param One_Time_Form $once    Confirmation values.
	 */
	public function __construct( private readonly Own_Data $records, private readonly One_Time_Form $once ) {}

	/**
	 * Does what a form asks, or asks back.
	 *
	 * @param string               $action  Key of FIELDS.
	 * @param array<string,string> $fields  Posted.
	 * @param string               $purpose What a confirmation confirms.
	 * @param string               $value   One-time value, '' for none.
	 * @param bool                 $unsure  Whether the browser did not say where the form was.
	 */
	public function handle( string $action, array $fields, string $purpose, string $value, bool $unsure ): Page|Redirect|Plain {
		try {
			$owner = $this->records->owners()->require();
			$ask   = $unsure || 'export' !== $action;
			if ( $ask && ! $this->once->accept( $purpose, $value ) ) {
				return $this->confirmation( $action, $fields, $owner, $this->once->issue( $purpose ) );
			}
			return match ( $action ) {
				'disconnect' => $this->disconnect( $owner, $fields['identity'] ?? '' ),
				'forget'     => $this->forget( $owner ),
				default      => new Plain( $this->records->export()->json( $owner ), 'application/json; charset=utf-8', 200, array( 'Content-Disposition' => 'attachment; filename="co-op-credentials.json"' ) ),
			};
		} catch ( Problem $problem ) {
			return new Page(
				__( 'Nothing was done', 'coop-credentials' ),
				'<p role="alert">' . Html::text( $problem->getMessage() ) . '</p>' . self::back(),
				$problem->status
			);
		}
	}

	/**
	 * Removes one credential.
	 *
	 * @param Owner  $owner Owner.
	 * @param string $uid   Identity.
	 */
	private function disconnect( Owner $owner, string $uid ): Redirect {
		$this->records->farewell()->disconnect( $owner, $uid );
		return self::done( 'disconnected' );
	}

	/**
	 * Removes everything.
	 *
	 * @param Owner $owner Owner.
	 */
	private function forget( Owner $owner ): Redirect {
		return self::done( array() === $this->records->farewell()->forget( $owner ) ? 'forgotten' : 'forgotten_kept' );
	}

	/**
	 * Back to the page, which says what was done.
	 *
	 * @param string $word One of our words.
	 */
	private static function done( string $word ): Redirect {
		return new Redirect(
			Html::back(
				array(
					'coop_credentials_private' => '1',
					'coop_done'                => $word,
				)
			)
		);
	}

	/**
	 * Says what will happen and asks once.
	 *
	 * @param string               $action Action.
	 * @param array<string,string> $fields Posted.
	 * @param Owner                $owner  Owner.
	 * @param string               $value  One-time value.
	 */
	private function confirmation( string $action, array $fields, Owner $owner, string $value ): Page {
		list( $title, $text, $button ) = match ( $action ) {
			'disconnect' => array(
				__( 'Disconnect this credential?', 'coop-credentials' ),
				__( 'What this site knows from it is removed, and you are signed out. Your coupons stay: sign in again to see them. To remove them too, choose “Forget me”.', 'coop-credentials' ),
				__( 'Yes, disconnect', 'coop-credentials' ),
			),
			'forget'     => array(
				__( 'Forget everything about you?', 'coop-credentials' ),
				__( 'Your credentials, your unused coupons and your history here are removed, and you are signed out. Offers you have already taken are not given to you a second time. This cannot be undone.', 'coop-credentials' ),
				__( 'Yes, forget me', 'coop-credentials' ),
			),
			default      => array(
				__( 'Download your records?', 'coop-credentials' ),
				__( 'Your browser did not tell where this form comes from, so we ask once more.', 'coop-credentials' ),
				__( 'Yes, download', 'coop-credentials' ),
			),
		};
		if ( 'disconnect' === $action && null === $owner->identity( $fields['identity'] ?? '' ) ) {
			throw new Problem( 'identity_not_found', 404, __( 'This credential is not one of yours.', 'coop-credentials' ) );
		}
		return new Page(
			$title,
			'<p>' . Html::text( $text ) . '</p><form method="post" action="' . esc_url( Html::current_path() ) . '">'
			. Html::hidden(
				array(
					Form_Actions::FIELD   => $action,
					Form_Actions::CONFIRM => $value,
				) + $fields
			) . '<p><button type="submit" class="' . esc_attr( Html::button_class() ) . '">' . Html::text( $button ) . '</button></p></form>' . self::back()
		);
	}

	/**
	 * The way back without doing anything.
	 */
	private static function back(): string {
		return '<p><a href="' . esc_url( Html::current_path() ) . '">' . Html::text( __( 'Go back', 'coop-credentials' ) ) . '</a></p>';
	}
}
