<?php
/**
 * Ground of the directory's integration tests.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Integration\Directory;

use CoopCredentials\Directory\Import_Run;
use CoopCredentials\Directory\Organisation;
use CoopCredentials\Directory\Services;
use CoopCredentials\Directory\Source;
use CoopCredentials\Tests\Integration\Test_Case;
use CoopCredentials\Tests\Support\Frozen_Clock;

abstract class DirectoryTestCase extends Test_Case {

	public const HEADER = 'Identifier,Name,Description,Organisational Structure,Primary Activity,Activities,Street Address,Locality,Region,Postcode,Country ID,Territory ID,Website,Phone,Email,Twitter,Facebook,Companies House Number,Qualifiers,Membership Type,Latitude,Longitude,Geo Container,Geo Container Latitude,Geo Container Longitude,Sector,SIC Section,SIC Code,Ownership Classification,Legal Form';

	protected Frozen_Clock $clock;

	protected Services $directory;

	/** @var list<string> Temporary files. */
	private array $files = array();

	protected function set_up(): void {
		$this->clock     = new Frozen_Clock( '2026-11-23T12:00:00Z' );
		$this->directory = $this->boot_plugin( $this->clock )->directory;
	}

	protected function tear_down(): void {
		array_map( 'unlink', array_filter( $this->files, 'is_file' ) );
	}

	/** @param array<string, mixed> $fields More fields. */
	protected function organisation( string $name, array $fields = array(), array $identifiers = array(), string $state = 'listed' ): Organisation {
		return $this->directory->writer()->create( array( 'name' => $name ) + $fields, $identifiers, $state );
	}

	protected function fresh( Organisation $organisation ): Organisation {
		return $this->directory->organisations()->find_by_uid( $organisation->uid );
	}

	/** @param array<string, mixed> $more More of Evidence_Service::schema(). */
	protected function evidence( Organisation $organisation, string $kind, array $more = array() ): Organisation {
		$this->directory->evidence()->add(
			$organisation,
			$more + array(
				'kind'   => $kind,
				'issuer' => 'Example Register',
			)
		);
		return $this->fresh( $organisation );
	}

	protected function source( string $slug = 'list', array $mapping = array( 'category' => 'coop' ) ): Source {
		return $this->directory->sources()->save(
			array(
				'slug'        => $slug,
				'title'       => 'A list',
				'licence'     => 'ODC-By 1.0',
				'attribution' => 'Example',
				'mapping'     => $mapping,
			)
		);
	}

	/** @param list<string> $lines After the header. */
	protected function csv( array $lines, string $header = "Identifier,Name,Website,Locality,Latitude,Longitude\n" ): string {
		return $this->file( $header . implode( '', array_map( static fn ( string $line ): string => $line . "\n", $lines ) ) );
	}

	protected function file( string $bytes ): string {
		$path = tempnam( sys_get_temp_dir(), 'coop-csv-' );
		file_put_contents( $path, $bytes );
		$this->files[] = $path;
		return $path;
	}

	protected function import( string $path, ?Source $source = null, ?string $encoding = null ): Import_Run {
		$run = $this->directory->importer()->create_run( $path, $source ?? $this->source(), false, $encoding );
		return $this->directory->importer()->run( $run->uid );
	}

	/** @return list<string> Names of listed organisations in order. */
	protected function names( array $query = array() ): array {
		return array_column( $this->search( $query )->items, 'name' );
	}

	protected function search( array $query = array() ): \CoopCredentials\Directory\Search_Result {
		return $this->directory->search()->search( \CoopCredentials\Directory\Search_Query::from_array( $query ) );
	}

	/** @return list<array{code: string, line: int}> */
	protected function problems( Import_Run $run, string $kind = 'problem' ): array {
		return array_map(
			static fn ( array $item ): array => array(
				'code' => (string) $item['code'],
				'line' => (int) $item['line'],
			),
			$this->directory->import_runs()->items( $run->id, $kind, 1, 500 )
		);
	}
}
