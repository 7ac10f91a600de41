<?php
/**
 * Profiles for machines.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Directory;

use CoopCredentials\Claims\Category;

/**
 * schema.org description of a profile. Holds public fields only; a certification only while there is a badge.
 */
final class Json_Ld {

	/**
	 * @param \Closure(string): string $url Slug => address.
	 */
	public function __construct( private readonly \Closure $url ) {}

	/**
	 * Safe inside a script element.
	 */
	public function encode( Profile $profile ): string {
		return (string) wp_json_encode( $this->of( $profile ), JSON_HEX_TAG | JSON_HEX_AMP | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE );
	}

	/**
	 * @return array<string, mixed>
	 */
	public function of( Profile $profile ): array {
		$organisation = $profile->organisation;
		$data         = $profile->to_array();
		$url          = ( $this->url )( $organisation->slug );
		$thing        = array(
			'@context'      => 'https://schema.org',
			'@type'         => Category::Coop === $organisation->category ? 'Cooperative' : 'Organization',
			'@id'           => $url,
			'url'           => $url,
			'name'          => $organisation->name,
			'legalName'     => $organisation->legal_name,
			'alternateName' => $organisation->data['other_names'] ?? null,
			'description'   => $organisation->summary,
			'slogan'        => $organisation->data['mission'] ?? null,
			'logo'          => $data['logo'] ?? null,
			'sameAs'        => $organisation->website,
			'address'       => $this->address( $organisation ),
			'foundingDate'  => $organisation->data['founded'] ?? null,
			'email'         => $data['email'] ?? null,
			'telephone'     => $data['phone'] ?? null,
			'identifier'    => $this->identifiers( $data['identifiers'] ?? array() ),
		);
		if ( null !== $organisation->latitude && ! in_array( $organisation->precision, array( 'country', 'hidden' ), true ) ) {
			$thing['location'] = array(
				'@type' => 'Place',
				'geo'   => array( '@type' => 'GeoCoordinates', 'latitude' => $organisation->latitude, 'longitude' => $organisation->longitude ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
			);
		}
		if ( is_array( $data['badge'] ?? null ) ) {
			$thing['hasCertification'] = array_filter(
				array(
					'@type'               => 'Certification',
					'name'                => $data['badge']['words'],
					'certificationStatus' => 'https://schema.org/CertificationActive',
					'issuedBy'            => '' === $data['badge']['issuer'] ? null : array( '@type' => 'Organization', 'name' => $data['badge']['issuer'] ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- short.
					'validFrom'           => $data['badge']['checked_at'],
					'expires'             => $data['badge']['valid_until'],
					'url'                 => $url,
				)
			);
		}
		return array_filter( $thing, static fn( mixed $value ): bool => null !== $value && '' !== $value && array() !== $value );
	}

	/**
	 * @return array<string, string>|null
	 */
	private function address( Organisation $organisation ): ?array {
		$street  = $organisation->data['street'] ?? null;
		$address = array_filter(
			array(
				'streetAddress'   => is_string( $street ) ? str_replace( "\n", ', ', $street ) : '',
				'addressLocality' => (string) $organisation->locality,
				'addressRegion'   => (string) $organisation->region,
				'postalCode'      => (string) $organisation->postcode,
				'addressCountry'  => (string) $organisation->country,
			)
		);
		return array() === $address ? null : array( '@type' => 'PostalAddress' ) + $address;
	}

	/**
	 * @param mixed $identifiers Of the profile.
	 * @return list<array<string, string>>
	 */
	private function identifiers( mixed $identifiers ): array {
		$list = array();
		foreach ( is_array( $identifiers ) ? $identifiers : array() as $identifier ) {
			$list[] = array(
				'@type'      => 'PropertyValue',
				'propertyID' => trim( $identifier['scheme'] . ' ' . $identifier['issuer'] ),
				'value'      => (string) $identifier['value'],
			);
		}
		return $list;
	}
}
