<?php
/**
 * Objects of the directory.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Directory;

use CoopCredentials\Kernel\Health_Test;
use CoopCredentials\Kernel\Personal_Data_Source;
use CoopCredentials\Kernel\Schema;
use CoopCredentials\Kernel\Services as Kernel;

/**
 * Built on first use, one of each.
 */
final class Services {

	/** @var array<string, object> */
	private array $made = array();

	public function __construct( private readonly Kernel $kernel ) {}

	public function kernel(): Kernel {
		return $this->kernel;
	}

	public function tokens(): Search_Tokens {
		return $this->once(
			Search_Tokens::class,
			static fn(): Search_Tokens => new Search_Tokens(
				static fn( string $text ): string => remove_accents( $text, 'en_US' ),
				static function ( array $words ): array {
					/**
					 * Filters the words that are dropped from a search while another word remains.
					 *
					 * @since 0.1.0
					 *
					 * @param list<string> $words Folded words.
					 */
					return array_values( array_filter( (array) apply_filters( 'coop_credentials_search_noise_words', $words ), 'is_string' ) );
				}
			)
		);
	}

	public function words(): Words {
		return $this->once( Words::class, static fn(): Words => new Words() );
	}

	public function organisations(): Organisation_Repository {
		return $this->once( Organisation_Repository::class, fn(): Organisation_Repository => new Organisation_Repository( $this->kernel->database() ) );
	}

	public function identifiers(): Identifier_Repository {
		return $this->once( Identifier_Repository::class, fn(): Identifier_Repository => new Identifier_Repository( $this->kernel->database() ) );
	}

	public function evidence_records(): Evidence_Repository {
		return $this->once( Evidence_Repository::class, fn(): Evidence_Repository => new Evidence_Repository( $this->kernel->database() ) );
	}

	public function sources(): Source_Repository {
		return $this->once( Source_Repository::class, fn(): Source_Repository => new Source_Repository( $this->kernel->database() ) );
	}

	public function trust_policies(): Trust_Policy_Repository {
		return $this->once( Trust_Policy_Repository::class, fn(): Trust_Policy_Repository => new Trust_Policy_Repository( $this->kernel->options() ) );
	}

	public function version(): Directory_Version {
		return $this->once( Directory_Version::class, fn(): Directory_Version => new Directory_Version( new Version_Repository( $this->kernel->database() ) ) );
	}

	public function rows(): Organisation_Rows {
		return $this->once( Organisation_Rows::class, fn(): Organisation_Rows => new Organisation_Rows( $this->tokens() ) );
	}

	public function slugs(): Slugs {
		return $this->once( Slugs::class, fn(): Slugs => new Slugs( $this->organisations(), $this->identifiers() ) );
	}

	public function standings(): Standing_Service {
		return $this->once(
			Standing_Service::class,
			fn(): Standing_Service => new Standing_Service( $this->kernel->database(), $this->kernel->clock(), $this->organisations(), $this->identifiers(), $this->evidence_records(), $this->trust_policies(), $this->version() )
		);
	}

	public function writer(): Organisation_Writer {
		return $this->once(
			Organisation_Writer::class,
			fn(): Organisation_Writer => new Organisation_Writer( $this->kernel->database(), $this->kernel->clock(), $this->organisations(), $this->identifiers(), $this->rows(), $this->slugs(), $this->standings(), $this->trust_policies(), $this->version(), $this->kernel->audit_log() )
		);
	}

	public function evidence(): Evidence_Service {
		return $this->once(
			Evidence_Service::class,
			fn(): Evidence_Service => new Evidence_Service( $this->kernel->database(), $this->kernel->clock(), $this->evidence_records(), $this->organisations(), $this->identifiers(), $this->standings(), $this->trust_policies(), $this->version(), $this->kernel->audit_log() )
		);
	}

	public function facts(): Organisation_Facts_Source {
		return $this->once(
			Organisation_Facts_Source::class,
			fn(): Organisation_Facts_Source => new Organisation_Facts_Source( $this->organisations(), $this->identifiers(), $this->trust_policies(), $this->standings(), $this->version(), $this->kernel->settings(), $this->kernel->clock() )
		);
	}

	public function search_repository(): Search_Repository {
		return $this->once( Search_Repository::class, fn(): Search_Repository => new Search_Repository( $this->kernel->database() ) );
	}

	public function facets(): Facet_Service {
		return $this->once( Facet_Service::class, fn(): Facet_Service => new Facet_Service( $this->search_repository(), $this->kernel->options(), $this->version() ) );
	}

	public function items(): Public_Item {
		return $this->once( Public_Item::class, fn(): Public_Item => new Public_Item( $this->words(), $this->kernel->clock(), $this->trust_policies(), $this->url() ) );
	}

	public function search(): Directory_Search {
		return $this->once(
			Directory_Search::class,
			fn(): Directory_Search => new Directory_Search( $this->search_repository(), $this->tokens(), $this->facets(), $this->version(), $this->standings(), $this->items(), $this->words() )
		);
	}

	public function profiles(): Profiles {
		return $this->once(
			Profiles::class,
			fn(): Profiles => new Profiles( $this->organisations(), $this->identifiers(), $this->evidence_records(), $this->sources(), $this->standings(), $this->trust_policies(), $this->items(), $this->words(), $this->kernel->clock() )
		);
	}

	public function json_ld(): Json_Ld {
		return $this->once( Json_Ld::class, fn(): Json_Ld => new Json_Ld( $this->url() ) );
	}

	public function pages(): Directory_Pages {
		return $this->once(
			Directory_Pages::class,
			fn(): Directory_Pages => new Directory_Pages( $this->kernel->router(), $this->kernel->settings(), $this->profiles(), $this->trust_policies(), new Policy_Text( $this->words() ), $this->json_ld() )
		);
	}

	public function importer(): Importer {
		return $this->once(
			Importer::class,
			fn(): Importer => new Importer(
				$this->kernel->database(),
				$this->kernel->clock(),
				$this->import_runs(),
				$this->sources(),
				new Private_Files(),
				new Batch_Writer( $this->organisations(), $this->identifiers(), $this->rows(), $this->slugs(), $this->trust_policies(), $this->import_runs(), $this->kernel->clock() ),
				$this->version(),
				$this->facets(),
				$this->kernel->audit_log(),
				$this->tokens()->fingerprint()
			)
		);
	}

	public function import_runs(): Import_Run_Repository {
		return $this->once( Import_Run_Repository::class, fn(): Import_Run_Repository => new Import_Run_Repository( $this->kernel->database() ) );
	}

	/**
	 * @return list<Schema>
	 */
	public function schemas(): array {
		return array( new Directory_Schema() );
	}

	/**
	 * @return list<Health_Test>
	 */
	public function health_tests(): array {
		return array( new Policy_Health_Test( $this->trust_policies() ), new Tokens_Health_Test( $this->tokens() ) );
	}

	/**
	 * @return list<Personal_Data_Source>
	 */
	public function personal_data(): array {
		return array( new Directory_Personal_Data( new Directory_Schema(), $this->evidence_records(), $this->import_runs() ) );
	}

	/**
	 * @return \Closure(string): string Slug => address of the profile.
	 */
	public function url(): \Closure {
		return fn( string $slug ): string => $this->kernel->router()->url( 'organisation', array( 'slug' => $slug ) );
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
