<?php
/**
 * Identifiers of organisations.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Directory;

use CoopCredentials\Claims\Organisation_Id;
use CoopCredentials\Kernel\Problem;

/**
 * One checked identifier. Only proven ones (by evidence or an editor's tick) ever make two ids equal.
 */
final class Identifier {

	public const LEI          = 'lei';
	public const REGISTRATION = 'registration';
	public const COOP_DOMAIN  = 'coop_domain';
	public const COOPS_UK     = 'coops_uk';
	public const DOTCOOP_ORG  = 'dotcoop_org';
	public const VAT          = 'vat';
	public const EIN          = 'ein';
	public const WIKIDATA     = 'wikidata';
	public const URL          = 'url';
	public const MURMURATIONS = 'murmurations_node';
	public const SOURCE       = 'source';
	public const FORMER_SLUG  = 'former_slug';

	public const SCHEMES = array( self::LEI, self::REGISTRATION, self::COOP_DOMAIN, self::COOPS_UK, self::DOTCOOP_ORG, self::VAT, self::EIN, self::WIKIDATA, self::URL, self::MURMURATIONS, self::SOURCE, self::FORMER_SLUG );

	/** Schemes whose value may belong to one organisation only: another's is a conflict. */
	private const STRONG = array( self::LEI, self::REGISTRATION, self::COOP_DOMAIN, self::COOPS_UK, self::DOTCOOP_ORG, self::VAT, self::EIN, self::WIKIDATA, self::URL );

	/** Shown on profiles and searchable. */
	private const PUBLIC_SCHEMES = array( self::LEI, self::REGISTRATION, self::COOP_DOMAIN, self::COOPS_UK, self::DOTCOOP_ORG, self::VAT, self::EIN, self::WIKIDATA, self::URL );

	private function __construct(
		public readonly string $scheme,
		public readonly string $issuer,
		public readonly string $value,
		public readonly bool $proven
	) {}

	/**
	 * @param string $scheme One of SCHEMES.
	 * @param string $issuer Register, country or source; '' where the scheme needs none.
	 * @param string $value  As given.
	 * @param bool $proven
	 * @throws Problem With reason identifier_invalid (422).
	 */
	public static function checked( string $scheme, string $issuer, string $value, bool $proven = false ): self {
		$issuer = trim( $issuer );
		$clean  = self::canonical( $scheme, $issuer, trim( $value ) );
		if ( null === $clean ) {
			/* translators: %s: kind of identifier, for example lei. */
			throw new Problem( 'identifier_invalid', 422, sprintf( __( 'This identifier is not valid: %s', 'coop-credentials' ), $scheme ), null, array( 'scheme' => $scheme ) );
		}
		return new self( $scheme, $issuer, $clean, $proven );
	}

	/**
	 * The same check without an exception.
	 */
	public static function tried( string $scheme, string $issuer, string $value, bool $proven = false ): ?self {
		$clean = self::canonical( $scheme, trim( $issuer ), trim( $value ) );
		return null === $clean ? null : new self( $scheme, trim( $issuer ), $clean, $proven );
	}

	/**
	 * From the database, unchecked.
	 *
	 * @param array<string, string|null> $row Of organisation_identifiers.
	 */
	public static function from_row( array $row ): self {
		return new self( (string) $row['scheme'], (string) $row['issuer'], (string) $row['value'], '1' === (string) $row['proven'] );
	}

	/**
	 * The identifier an id of a claim means (Claims\Organisation_Id's canonical form); null for local ids, which name a uid.
	 */
	public static function from_claim_id( string $id ): ?self {
		if ( str_starts_with( $id, 'https://' ) ) {
			return self::tried( self::URL, '', $id );
		}
		$parts = explode( ':', $id, 3 );
		return match ( $parts[0] ) {
			'dotcoop' => self::tried( self::COOP_DOMAIN, '', $parts[1] ?? '' ),
			'lei'     => self::tried( self::LEI, '', $parts[1] ?? '' ),
			'reg'     => self::tried( self::REGISTRATION, $parts[1] ?? '', $parts[2] ?? '' ),
			default   => null,
		};
	}

	/**
	 * The form that stands in claims; null when the scheme has none.
	 */
	public function claim_id(): ?string {
		return match ( $this->scheme ) {
			self::URL          => $this->value,
			self::COOP_DOMAIN  => 'dotcoop:' . $this->value,
			self::LEI          => 'lei:' . $this->value,
			self::REGISTRATION => 'reg:' . $this->issuer . ':' . $this->value,
			default            => null,
		};
	}

	/**
	 * SHA-256 of scheme, issuer and value; what must be unique.
	 */
	public function value_key(): string {
		return self::key( $this->scheme, $this->issuer, $this->value );
	}

	public static function key( string $scheme, string $issuer, string $value ): string {
		return hash( 'sha256', strlen( $scheme ) . ':' . $scheme . '|' . strlen( $issuer ) . ':' . $issuer . '|' . $value );
	}

	public function is_strong(): bool {
		return in_array( $this->scheme, self::STRONG, true );
	}

	public function is_public(): bool {
		return in_array( $this->scheme, self::PUBLIC_SCHEMES, true );
	}

	/**
	 * ISO 7064 MOD 97-10: letters count 10–35, the whole number leaves 1.
	 */
	public static function lei_is_valid( string $lei ): bool {
		if ( 1 !== preg_match( '/^[A-Z0-9]{18}[0-9]{2}$/D', $lei ) ) {
			return false;
		}
		$rest = 0;
		foreach ( str_split( $lei ) as $character ) {
			$number = (int) base_convert( $character, 36, 10 );
			$rest   = ( $rest * ( $number > 9 ? 100 : 10 ) + $number ) % 97;
		}
		return 1 === $rest;
	}

	private static function canonical( string $scheme, string $issuer, string $value ): ?string {
		if ( '' === $value || strlen( $value ) > 255 || strlen( $issuer ) > 64 || ! mb_check_encoding( $value, 'UTF-8' ) || 1 === preg_match( '/[\x00-\x1F\x7F]/', $value ) ) {
			return null;
		}
		$upper = strtoupper( str_replace( ' ', '', $value ) );
		return match ( $scheme ) {
			self::LEI          => self::lei_is_valid( $upper ) && '' === $issuer ? $upper : null,
			self::REGISTRATION => self::fit_for( '/^[A-Z]{2}(?:-[A-Z0-9]{1,16}){1,3}$/D', $issuer, '#^[A-Za-z0-9][A-Za-z0-9./_-]{0,63}$#D', str_replace( ' ', '', $value ) ),
			self::COOP_DOMAIN  => '' === $issuer ? self::coop_domain( $value ) : null,
			self::COOPS_UK     => '' === $issuer ? self::fit( '/^R[0-9]{6}$/D', $value ) : null,
			self::DOTCOOP_ORG  => '' === $issuer ? self::fit( '/^[\w=-]{6,64}$/D', $value ) : null,
			self::VAT          => self::fit_for( '/^[A-Z]{2}$/D', $issuer, '/^' . preg_quote( $issuer, '/' ) . '[A-Z0-9+*]{2,13}$/D', str_replace( array( '.', '-' ), '', $upper ) ),
			self::EIN          => self::fit( '/^[0-9]{9}$/D', str_replace( '-', '', $value ) ),
			self::WIKIDATA     => '' === $issuer ? self::fit( '/^Q[1-9][0-9]{0,15}$/D', $upper ) : null,
			self::URL          => '' === $issuer ? self::url( $value ) : null,
			self::MURMURATIONS => self::fit( '/^[0-9a-f]{64}$/D', strtolower( $value ) ),
			self::SOURCE       => self::fit_for( '/^[a-z0-9-]{1,64}$/D', $issuer, '/^.+$/su', $value ),
			self::FORMER_SLUG  => self::fit( '/^[a-z0-9-]{1,100}$/D', $value ),
			default            => null,
		};
	}

	private static function fit( string $pattern, string $value ): ?string {
		return 1 === preg_match( $pattern, $value ) ? $value : null;
	}

	/**
	 * The value, if issuer and value both have their form.
	 */
	private static function fit_for( string $issuer_pattern, string $issuer, string $pattern, string $value ): ?string {
		return 1 === preg_match( $issuer_pattern, $issuer ) ? self::fit( $pattern, $value ) : null;
	}

	private static function url( string $value ): ?string {
		$id = Organisation_Id::canonical( $value );
		return null !== $id && str_starts_with( $id, 'https://' ) ? $id : null;
	}

	/**
	 * A host under .coop, lower case, punycode.
	 */
	private static function coop_domain( string $host ): ?string {
		$host = rtrim( mb_strtolower( $host, 'UTF-8' ), '.' );
		if ( 1 === preg_match( '/[^\x20-\x7E]/', $host ) ) {
			$ascii = function_exists( 'idn_to_ascii' ) ? idn_to_ascii( $host, IDNA_DEFAULT, INTL_IDNA_VARIANT_UTS46 ) : false;
			$host  = is_string( $ascii ) ? $ascii : '';
		}
		$host = str_starts_with( $host, 'www.' ) ? substr( $host, 4 ) : $host;
		return strlen( $host ) <= 253 ? self::fit( '/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+coop$/D', $host ) : null;
	}
}
