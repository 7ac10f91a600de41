<?php
/**
 * Demonstration data of the directory: real co-ops of the sample without evidence, fictional ones with evidence. Safe to
 * run again.
 *
 * Run by a script that has loaded WordPress, or on its own: php tools/demo/directory.php <path of wp-load.php>.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

if ( ! defined( 'ABSPATH' ) ) {
	if ( 'cli' !== PHP_SAPI || ! isset( $argv[1] ) || ! is_file( $argv[1] ) ) {
		fwrite( STDERR, "Usage: php tools/demo/directory.php <path of wp-load.php>\n" );
		exit( 1 );
	}
	$_SERVER += array(
		'HTTP_HOST'       => 'localhost',
		'REQUEST_URI'     => '/',
		'REQUEST_METHOD'  => 'GET',
		'SERVER_PROTOCOL' => 'HTTP/1.1',
	);
	require $argv[1];
}

( static function (): void {
	$plugin    = \CoopCredentials\Plugin::instance();
	$directory = $plugin->directory;
	$fixtures  = dirname( __DIR__, 2 ) . '/tests/fixtures/directory';
	$source    = $directory->sources()->find( 'coops-uk' ) ?? $directory->sources()->save(
		array(
			'slug'        => 'coops-uk',
			'title'       => 'Co-operatives UK open data, second quarter of 2023',
			'licence'     => 'ODC-By 1.0',
			'attribution' => 'Co-operatives UK. Position: centre of the postcode, Ordnance Survey open data (OGL v3).',
			'mapping'     => array(
				'category'            => 'coop',
				'coops_uk'            => true,
				'registration_issuer' => 'GB-COH',
			),
		)
	);
	if ( null === $source->last_good_at ) {
		$run = $directory->importer()->run( $directory->importer()->create_run( "$fixtures/coops-uk-sample.csv", $source )->uid );
		printf( "Directory: %d co-ops imported, %d with errors.\n", $run->counts['created'], $run->counts['errors'] );
	}

	$demo     = json_decode( (string) file_get_contents( "$fixtures/demo-coops.json" ), true );
	$policies = $directory->trust_policies();
	$document = $policies->current()->document;
	if ( ( $document['trusted_issuers']['attestation'] ?? array() ) !== $demo['trusted_attestation_issuers'] ) {
		$document['trusted_issuers']['attestation'] = $demo['trusted_attestation_issuers'];
		$document['version']                        = $policies->current()->version + 1;
		$policies->save( \CoopCredentials\Directory\Trust_Policy_Parser::parse( $document ), $policies->hash() );
	}
	$now  = $plugin->kernel->clock()->now();
	$made = 0;
	foreach ( $demo['organisations'] as $one ) {
		$id = \CoopCredentials\Directory\Identifier::checked( 'url', '', $one['id'], true );
		if ( null !== $directory->identifiers()->holder( $id ) ) {
			continue;
		}
		$fields       = array_intersect_key( $one, \CoopCredentials\Directory\Organisation_Fields::schema() ) + array( 'website' => $one['id'] );
		$organisation = $directory->writer()->create( $fields, array( $id ), $one['state'] ?? 'listed' );
		foreach ( $one['evidence'] as $record ) {
			$checked = $now->modify( "-{$record['checked_days_ago']} days" );
			$input   = array_intersect_key( $record, array_flip( array( 'kind', 'issuer', 'result' ) ) ) + array(
				'checked_at' => $checked,
				'method'     => 'domain_control' === $record['kind'] ? 'automatic' : ( 'attestation' === $record['kind'] ? 'attestation' : 'manual' ),
				'note'       => 'Invented for demonstration.',
			);
			if ( isset( $record['valid_days'] ) ) {
				$input['valid_until'] = $checked->modify( "+{$record['valid_days']} days" );
			}
			if ( 'domain_control' === $record['kind'] ) {
				$input += array(
					'subject_scheme' => 'url',
					'subject_value'  => $one['id'],
				);
			}
			$directory->evidence()->add( $organisation, $input );
		}
		if ( true === ( $one['own'] ?? false ) ) {
			$plugin->kernel->settings()->set( 'own_organisation', $organisation->uid );
		}
		++$made;
	}
	$directory->facets()->warm();
	printf( "Directory: %d demonstration co-ops added, %d entries listed.\n", $made, $directory->organisations()->count_listed() );
} )();
