<?php
/**
 * Objects of the room.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Blocks;

use CoopCredentials\Directory\Services as Directory_Services;
use CoopCredentials\Kernel\Services as Kernel_Services;
use CoopCredentials\Offers\Services as Offers_Services;
use CoopCredentials\Sign_In\Promises;
use CoopCredentials\Sign_In\Rule_Places;
use CoopCredentials\Sign_In\Services as Sign_In_Services;

defined( 'ABSPATH' ) || exit;

/**
 * Built on first use.
 */
final class Services {

	/**
	 * Objects made so far, by class.
	 *
	 * @var array<string,object>
	 */
	private array $made = array();

	/**
	 * Takes the rooms below.
	 *
	 * @param Kernel_Services    $kernel    Kernel.
	 * @param Directory_Services $directory Directory.
	 * @param Sign_In_Services   $sign_in   Sign-in.
	 * @param Offers_Services    $offers    Offers.
	 */
	public function __construct(
		private readonly Kernel_Services $kernel,
		private readonly Directory_Services $directory,
		private readonly Sign_In_Services $sign_in,
		private readonly Offers_Services $offers,
	) {}

	/**
	 * Registration of the blocks.
	 */
	public function registration(): Registration {
		return $this->once( Registration::class, static fn (): Registration => new Registration( COOP_CREDENTIALS_FILE ) );
	}

	/**
	 * Patterns.
	 */
	public function patterns(): Patterns {
		return $this->once( Patterns::class, static fn (): Patterns => new Patterns() );
	}

	/**
	 * Block bindings.
	 */
	public function bindings(): Bindings {
		return $this->once( Bindings::class, fn (): Bindings => new Bindings( $this->directory->profiles(), new Bindings_Member( $this->visitor_view(), $this->kernel->clock() ) ) );
	}

	/**
	 * Editor's preview.
	 */
	public function preview(): Preview {
		return $this->once( Preview::class, static fn (): Preview => new Preview() );
	}

	/**
	 * Private pages.
	 */
	public function page_privacy(): Page_Privacy {
		return $this->once( Page_Privacy::class, fn (): Page_Privacy => new Page_Privacy( $this->kernel->settings() ) );
	}

	/**
	 * Posts that are closed as a whole.
	 */
	public function post_gate(): Post_Gate {
		return $this->once( Post_Gate::class, fn (): Post_Gate => new Post_Gate( $this->gate_decisions() ) );
	}

	/**
	 * Where a post keeps its gate.
	 */
	public function post_gate_meta(): Post_Gate_Meta {
		return $this->once( Post_Gate_Meta::class, fn (): Post_Gate_Meta => new Post_Gate_Meta( $this->post_gate(), $this->sign_in->rules() ) );
	}

	/**
	 * Stored text without what stands inside gates.
	 */
	public function post_gate_raw(): Post_Gate_Raw {
		return $this->once( Post_Gate_Raw::class, fn (): Post_Gate_Raw => new Post_Gate_Raw( $this->post_gate() ) );
	}

	/**
	 * Footnotes and pictures of a gated text.
	 */
	public function post_gate_notes(): Post_Gate_Notes {
		return $this->once( Post_Gate_Notes::class, fn (): Post_Gate_Notes => new Post_Gate_Notes( $this->post_gate(), $this->post_gate_raw() ) );
	}

	/**
	 * Statements over gated posts.
	 */
	public function post_gates(): Post_Gate_Repository {
		return $this->once( Post_Gate_Repository::class, fn (): Post_Gate_Repository => new Post_Gate_Repository( $this->kernel->database() ) );
	}

	/**
	 * Searches.
	 */
	public function post_gate_search(): Post_Gate_Search {
		return $this->once( Post_Gate_Search::class, fn (): Post_Gate_Search => new Post_Gate_Search( $this->post_gates() ) );
	}

	/**
	 * Pages that use a rule.
	 */
	public function rule_places(): Rule_Places {
		return new Post_Gate_Places( $this->post_gates() );
	}

	/**
	 * The gate around other blocks.
	 */
	public function member_gate(): Member_Gate_Block {
		return $this->once(
			Member_Gate_Block::class,
			fn (): Member_Gate_Block => new Member_Gate_Block(
				$this->gate_decisions(),
				new Member_Gate_View( $this->sign_in->rules(), $this->sign_in->decider(), $this->sign_in_block(), $this->sign_in->flow()->forms() ),
				$this->note(),
				$this->preview()
			)
		);
	}

	/**
	 * Decisions of gates.
	 */
	private function gate_decisions(): Member_Gate_Decisions {
		return $this->once( Member_Gate_Decisions::class, fn (): Member_Gate_Decisions => new Member_Gate_Decisions( $this->sign_in->current_visitor(), $this->sign_in->cookies(), $this->sign_in->decider(), $this->sign_in->decision_log() ) );
	}

	/**
	 * Forms without JavaScript.
	 */
	public function form_actions(): Form_Actions {
		return $this->once(
			Form_Actions::class,
			fn (): Form_Actions => new Form_Actions(
				$this->sign_in->current_visitor(),
				$this->offers->claim(),
				$this->offers->redeem(),
				$this->offers->check(),
				$this->kernel->one_time_form(),
				$this->kernel->router(),
				$this->request_state(),
				new My_Credentials_Actions( $this->sign_in->own_data(), $this->kernel->one_time_form() ),
				$this->kernel->rate_limiter()
			)
		);
	}

	/**
	 * Renderer of a block.
	 *
	 * @param string $name Name without our namespace.
	 */
	public function renderer( string $name ): Block_Renderer {
		return match ( $name ) {
			'sign-in'         => $this->sign_in_block(),
			'sign-in-chooser' => $this->once( Sign_In_Chooser::class, fn (): Sign_In_Chooser => new Sign_In_Chooser( $this->sign_in->chooser(), $this->sign_in_block() ) ),
			'member-gate'     => $this->member_gate(),
			'co-op-directory' => $this->once( Directory_Block::class, fn (): Directory_Block => new Directory_Block( $this->directory->search(), $this->items(), new Directory_Filters(), $this->preview() ) ),
			'co-op-profile'   => $this->once(
				Profile_Block::class,
				fn (): Profile_Block => new Profile_Block(
					$this->directory->profiles(),
					new Profile_Evidence( $this->kernel->router() ),
					new Profile_Facts( $this->directory->words(), $this->items() ),
					$this->items(),
					$this->offers->offer_catalogue(),
					$this->visitor_view(),
					$this->kernel->router(),
					$this->preview()
				)
			),
			'offers'          => $this->once(
				Offers_Block::class,
				fn (): Offers_Block => new Offers_Block(
					$this->offers->offer_catalogue(),
					$this->offers->eligibility(),
					$this->offers->my_coupons(),
					$this->visitor_view(),
					new Offer_Card( $this->sign_in_block(), $this->visitor_view() ),
					$this->note(),
					$this->preview()
				)
			),
			'my-coupons'      => $this->once( My_Coupons_Block::class, fn (): My_Coupons_Block => new My_Coupons_Block( $this->offers->my_coupons(), $this->visitor_view(), $this->sign_in_block(), $this->preview() ) ),
			'my-credentials'  => $this->once( My_Credentials_Block::class, fn (): My_Credentials_Block => new My_Credentials_Block( $this->sign_in->own_data(), new My_Credentials_View( $this->sign_in_block(), new History_Words( $this->offers->offer_catalogue() ) ), $this->sign_in_block(), $this->preview() ) ),
			'redeem'          => $this->once( Redeem_Block::class, fn (): Redeem_Block => new Redeem_Block( new Till_View( $this->till_points(), $this->preview() ), $this->till_points(), $this->request_state(), $this->preview() ) ),
			default           => throw new \LogicException( 'No renderer of ' . esc_html( $name ) ),
		};
	}

	/**
	 * The sign-in block, also used for the forms in other blocks.
	 */
	private function sign_in_block(): Sign_In_Block {
		return $this->once( Sign_In_Block::class, fn (): Sign_In_Block => new Sign_In_Block( $this->sign_in->providers(), $this->kernel->router(), $this->visitor_view(), $this->preview(), $this->note(), new Promises( $this->sign_in->providers() ) ) );
	}

	/**
	 * Words of a sign-in.
	 */
	public function note(): Sign_In_Note {
		return $this->once( Sign_In_Note::class, fn (): Sign_In_Note => new Sign_In_Note( $this->visitor_view(), $this->kernel->clock(), $this->kernel->router(), $this->sign_in->accounts()->connect(), $this->preview() ) );
	}

	/**
	 * Visitor of a private page.
	 */
	private function visitor_view(): Visitor_View {
		return $this->once( Visitor_View::class, fn (): Visitor_View => new Visitor_View( $this->sign_in->current_visitor(), $this->kernel->settings() ) );
	}

	/**
	 * Entries of the directory.
	 */
	private function items(): Directory_Items {
		return $this->once( Directory_Items::class, fn (): Directory_Items => new Directory_Items( $this->directory->words() ) );
	}

	/**
	 * Tills and doors.
	 */
	private function till_points(): Till_Points {
		return $this->once( Till_Points::class, fn (): Till_Points => new Till_Points( $this->offers->point_repository(), $this->offers->ledger_repository(), $this->directory->organisations(), $this->kernel->clock(), $this->kernel->settings() ) );
	}

	/**
	 * Result of a form post.
	 */
	private function request_state(): Request_State {
		return $this->once( Request_State::class, static fn (): Request_State => new Request_State() );
	}

	/**
	 * Makes an object once.
	 *
	 * @template T of object
	 *
	 * @param class-string<T> $name Class.
	 * @param callable(): T   $make Makes it.
	 *
	 * @return T
	 */
	private function once( string $name, callable $make ): object {
		$made = $this->made[ $name ] ?? null;
		if ( ! $made instanceof $name ) {
			$made                = $make();
			$this->made[ $name ] = $made;
		}
		return $made;
	}
}
