<?php
declare( strict_types=1 );

namespace CoopCredentials\Offers;

use CoopCredentials\Directory\Services as Directory;
use CoopCredentials\Kernel\Health_Test;
use CoopCredentials\Kernel\Personal_Data_Source;
use CoopCredentials\Kernel\Rest_Controller;
use CoopCredentials\Kernel\Schema;
use CoopCredentials\Kernel\Services as Kernel;
use CoopCredentials\Sign_In\Rule_Places;
use CoopCredentials\Sign_In\Services as Sign_In;

/**
 * Objects of the room, built on first use, one of each.
 */
final class Services {
	/** @var array<string, object> */
	private array $made = array();

	private ?Receipt_Recorder $receipts = null;

	public function __construct( public readonly Kernel $kernel, private readonly Directory $directory, private readonly Sign_In $sign_in ) {}

	/** The Network room gives its own before the first redemption. */
	public function set_receipts( Receipt_Recorder $receipts ): void {
		$this->receipts = $receipts;
	}

	public function offer_repository(): Offer_Repository {
		return $this->once( Offer_Repository::class, fn (): Offer_Repository => new Offer_Repository( $this->kernel->database() ) );
	}

	public function coupon_repository(): Coupon_Repository {
		return $this->once( Coupon_Repository::class, fn (): Coupon_Repository => new Coupon_Repository( $this->kernel->database() ) );
	}

	public function ledger_repository(): Ledger_Repository {
		return $this->once( Ledger_Repository::class, fn (): Ledger_Repository => new Ledger_Repository( $this->kernel->database() ) );
	}

	public function point_repository(): Point_Repository {
		return $this->once( Point_Repository::class, fn (): Point_Repository => new Point_Repository( $this->kernel->database() ) );
	}

	public function code_service(): Code_Service {
		return $this->once( Code_Service::class, fn (): Code_Service => new Code_Service( $this->kernel->secrets(), new Site_Audience( $this->kernel->options() ) ) );
	}

	public function qr(): Qr {
		return $this->once( Qr::class, static fn (): Qr => new Qr() );
	}

	public function throttle(): Throttle {
		return $this->once( Throttle::class, fn (): Throttle => new Throttle( $this->kernel->rate_limiter(), $this->kernel->audit_log() ) );
	}

	public function code_reader(): Code_Reader {
		return $this->once( Code_Reader::class, fn (): Code_Reader => new Code_Reader( $this->kernel->router(), $this->throttle() ) );
	}

	public function holders(): Holders {
		return $this->once( Holders::class, fn (): Holders => new Holders( $this->code_service(), $this->sign_in->identities(), $this->sign_in->current_visitor() ) );
	}

	public function actors(): Actors {
		return $this->once( Actors::class, fn (): Actors => new Actors( $this->holders() ) );
	}

	public function organisations(): Organisation_Cards {
		return $this->once( Organisation_Cards::class, fn (): Organisation_Cards => new Organisation_Cards( $this->kernel->clock(), $this->kernel->settings(), $this->directory->organisations(), $this->directory->facts(), $this->directory->trust_policies(), $this->directory->words(), $this->kernel->router() ) );
	}

	public function offer_catalogue(): Offer_Catalogue {
		return $this->once( Offer_Catalogue::class, fn (): Offer_Catalogue => new Offer_Catalogue( $this->kernel->clock(), $this->offer_repository(), $this->organisations(), new Audience_Labels( $this->sign_in->rules() ) ) );
	}

	public function offer_editor(): Offer_Editor {
		return $this->once( Offer_Editor::class, fn (): Offer_Editor => new Offer_Editor( $this->kernel->clock(), $this->offer_repository(), $this->coupon_repository(), $this->organisations(), $this->sign_in->rules(), $this->kernel->audit_log() ) );
	}

	public function coupon_view(): Coupon_View {
		return $this->once( Coupon_View::class, fn (): Coupon_View => new Coupon_View( $this->kernel->clock(), $this->code_service(), $this->code_reader(), $this->qr(), $this->offer_catalogue(), $this->vouching() ) );
	}

	public function claim(): Claim {
		return $this->once( Claim::class, fn (): Claim => new Claim( $this->kernel->database(), $this->kernel->clock(), $this->sign_in->flow()->action_gate(), $this->sign_in->decider(), $this->holders(), $this->organisations(), $this->code_service(), $this->coupon_repository(), $this->offer_repository(), $this->coupon_view(), $this->sign_in->decision_log(), $this->membership_watch() ) );
	}

	public function rule_places(): Rule_Places {
		return new Offer_Places( $this->offer_repository() );
	}

	public function my_coupons(): My_Coupons {
		return $this->once( My_Coupons::class, fn (): My_Coupons => new My_Coupons( $this->holders(), $this->coupon_repository(), $this->ledger_repository(), $this->coupon_view() ) );
	}

	public function eligibility(): Eligibility {
		return $this->once( Eligibility::class, fn (): Eligibility => new Eligibility( $this->kernel->clock(), $this->sign_in->decider(), $this->sign_in->flow()->action_gate(), $this->holders(), $this->offer_repository(), $this->coupon_repository(), $this->ledger_repository(), new Audience_Labels( $this->sign_in->rules() ) ) );
	}

	public function repair(): Repair {
		return $this->once( Repair::class, fn (): Repair => new Repair( $this->coupon_repository(), $this->offer_repository(), $this->ledger_repository() ) );
	}

	public function redeem(): Redeem {
		return $this->once(
			Redeem::class,
			fn (): Redeem => new Redeem( $this->kernel->database(), $this->kernel->clock(), $this->kernel->settings(), $this->code_service(), $this->lookup(), $this->obstacles(), $this->coupon_repository(), $this->offer_repository(), $this->ledger_repository(), $this->receipts(), $this->repair(), $this->kernel->audit_log() )
		);
	}

	public function check(): Check {
		return $this->once( Check::class, fn (): Check => new Check( $this->kernel->clock(), $this->lookup(), $this->obstacles() ) );
	}

	public function hold(): Hold {
		return $this->once( Hold::class, fn (): Hold => new Hold( $this->kernel->clock(), $this->kernel->secrets(), $this->code_service(), $this->lookup(), $this->obstacles(), $this->coupon_repository() ) );
	}

	public function void_redemption(): Void_Redemption {
		return $this->once( Void_Redemption::class, fn (): Void_Redemption => new Void_Redemption( $this->kernel->database(), $this->kernel->clock(), $this->ledger_repository(), $this->coupon_repository(), $this->offer_repository(), $this->receipts(), $this->repair(), $this->kernel->audit_log() ) );
	}

	public function coupon_page(): Coupon_Page {
		return $this->once( Coupon_Page::class, fn (): Coupon_Page => new Coupon_Page( $this->kernel->clock(), $this->actors(), $this->holders(), $this->code_service(), $this->throttle(), $this->lookup(), $this->coupon_repository(), $this->offer_repository(), $this->point_repository(), $this->ledger_repository(), $this->coupon_view(), $this->check(), $this->redeem() ) );
	}

	public function till_landing(): Till_Landing {
		return $this->once( Till_Landing::class, fn (): Till_Landing => new Till_Landing( $this->kernel->settings() ) );
	}

	public function membership_watch(): Membership_Watch {
		return $this->once( Membership_Watch::class, fn (): Membership_Watch => new Membership_Watch( $this->kernel->clock(), $this->code_service(), $this->coupon_repository(), $this->sign_in->accounts()->repository(), $this->organisations() ) );
	}

	public function self_test(): Key_Self_Test {
		return $this->once( Key_Self_Test::class, fn (): Key_Self_Test => new Key_Self_Test( new Self_Test_Repository( $this->kernel->database() ), $this->kernel->settings(), $this->kernel->clock() ) );
	}

	/**
	 * REST controllers, built when routes are registered.
	 *
	 * @return list<Rest_Controller>
	 */
	public function controllers(): array {
		$guard = $this->kernel->request_guard();
		return array(
			new Offers_Controller( $guard, $this->offer_catalogue(), $this->offer_repository(), $this->offer_editor(), $this->organisations(), $this->claim(), $this->holders() ),
			new Coupons_Controller( $guard, $this->actors(), $this->holders(), $this->my_coupons(), $this->check(), $this->redeem(), $this->hold() ),
			new Redemptions_Controller( $guard, $this->actors(), $this->ledger_repository(), $this->void_redemption() ),
			new Points_Controller( $guard, $this->kernel->clock(), $this->point_repository(), $this->organisations() ),
		);
	}

	/**
	 * @return list<Schema>
	 */
	public function schemas(): array {
		return array( new Offers_Schema( fn (): Membership_Watch => $this->membership_watch() ) );
	}

	/**
	 * @return list<Health_Test>
	 */
	public function health_tests(): array {
		return array( new Keys_Health( $this->self_test() ), new Counters_Health( $this->ledger_repository() ) );
	}

	/**
	 * @return list<Personal_Data_Source>
	 */
	public function personal_data(): array {
		return array( new Offers_Personal_Data( $this->kernel->clock(), $this->holders(), $this->coupon_repository(), $this->ledger_repository() ) );
	}

	private function vouching(): Vouching {
		return $this->once( Vouching::class, fn (): Vouching => new Vouching( $this->sign_in->providers() ) );
	}

	private function lookup(): Lookup {
		return $this->once( Lookup::class, fn (): Lookup => new Lookup( $this->code_reader(), $this->code_service(), $this->ledger_repository(), $this->point_repository(), $this->throttle(), $this->kernel->audit_log() ) );
	}

	private function obstacles(): Obstacles {
		return $this->once( Obstacles::class, fn (): Obstacles => new Obstacles( $this->ledger_repository(), $this->vouching() ) );
	}

	private function receipts(): Receipt_Recorder {
		return $this->receipts ?? new No_Receipts();
	}

	/**
	 * @template T of object
	 * @param class-string<T> $name Key.
	 * @param callable(): T   $make Builds it.
	 * @return T
	 */
	private function once( string $name, callable $make ): object {
		$this->made[ $name ] ??= $make();
		/** @var T */
		return $this->made[ $name ];
	}
}
