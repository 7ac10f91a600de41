<?php
/**
 * Writes batches of imported rows.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Directory;

use CoopCredentials\Claims\Category;
use CoopCredentials\Kernel\Clock;
use CoopCredentials\Kernel\Database;
use CoopCredentials\Kernel\Ulid;

/**
 * Decides for each row: created, updated, unchanged, conflict or error, and writes what follows with a few statements for
 * the whole batch. Runs inside the caller's transaction; a check runs the same code and writes nothing.
 */
final class Batch_Writer {

	/** A verified or contact-held entry never changes these by an import: somebody decides first. */
	private const GUARDED = array( 'name', 'website', 'legal_form' );

	public function __construct(
		private readonly Organisation_Repository $organisations,
		private readonly Identifier_Repository $identifiers,
		private readonly Organisation_Rows $rows,
		private readonly Slugs $slugs,
		private readonly Trust_Policy_Repository $policies,
		private readonly Import_Run_Repository $runs,
		private readonly Clock $clock
	) {}

	/**
	 * @param Import_Run $run
	 * @param Source $source
	 * @param list<array{line: int, row: Mapped_Row}> $mapped Of this batch.
	 * @param Seen_Ids|null                           $seen   Given in a check: nothing is written.
	 */
	public function write( Import_Run $run, Source $source, array $mapped, ?Seen_Ids $seen ): Import_Batch {
		$batch = new Import_Batch();
		$known = $this->identifiers->by_keys( $this->keys( $source, $mapped ) );
		$new   = array();
		$old   = array();
		$same  = array();
		foreach ( $mapped as $entry ) {
			$row  = $entry['row'];
			$line = $entry['line'];
			foreach ( $row->warnings as $warning ) {
				$batch->item( 'problem', $line, $warning['code'], $warning['field'], $warning['excerpt'] );
			}
			if ( null !== $row->error ) {
				$batch->count( 'errors' );
				$batch->item( 'problem', $line, $row->error['code'], $row->error['field'], $row->error['excerpt'] );
				continue;
			}
			$key   = Identifier::key( Identifier::SOURCE, $source->slug, $row->source_id );
			$found = $known[ $key ] ?? null;
			if ( in_array( $key, $batch->seen, true ) || ( null !== $seen && $seen->has( $key ) ) || ( null === $seen && null !== $found && (int) $found['seen_run_id'] === $run->id ) ) {
				$batch->count( 'errors' );
				$batch->item( 'problem', $line, 'duplicate_id', 'Identifier', Cell::excerpt( $row->source_id ) );
				continue;
			}
			$batch->seen[] = $key;
			if ( null !== $found && $found['row_hash'] === $row->hash ) {
				$batch->count( 'unchanged' );
				$same[] = (int) $found['id'];
			} elseif ( null !== $found ) {
				$old[ (int) $found['organisation_id'] ] = array( 'line' => $line, 'row' => $row, 'identifier' => (int) $found['id'] ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a row.
			} elseif ( $this->is_held( $row, $known, 0 ) ) {
				$batch->count( 'conflicts' );
				$batch->item( 'conflict', $line, 'identifier_conflict', 'Identifier', Cell::excerpt( $row->source_id ) );
			} else {
				foreach ( $row->identifiers as $identifier ) {
					$known[ $identifier->value_key() ] = array( 'organisation_id' => '-1' );
				}
				$new[] = $entry;
			}
		}
		$this->update( $run, $source, $old, $known, $batch, null === $seen );
		$this->create( $run, $source, $new, $batch, null === $seen );
		if ( null === $seen ) {
			$this->identifiers->seen( array_merge( $same, array_column( $old, 'identifier' ) ), $run->id );
		}
		$this->runs->add_items( $run->id, $batch->items );
		return $batch;
	}

	/**
	 * @param Source $source
	 * @param list<array{line: int, row: Mapped_Row}> $mapped Batch.
	 * @return list<string> Keys of source ids and strong identifiers.
	 */
	private function keys( Source $source, array $mapped ): array {
		$keys = array();
		foreach ( $mapped as $entry ) {
			if ( null === $entry['row']->error ) {
				$keys[] = Identifier::key( Identifier::SOURCE, $source->slug, $entry['row']->source_id );
				foreach ( $entry['row']->identifiers as $identifier ) {
					$keys[] = $identifier->value_key();
				}
			}
		}
		return $keys;
	}

	/**
	 * Does another organisation hold a strong identifier of the row?
	 *
	 * @param Mapped_Row $row
	 * @param array<string, array<string, string|null>> $known By value_key.
	 * @param int $own
	 */
	private function is_held( Mapped_Row $row, array $known, int $own ): bool {
		foreach ( $row->identifiers as $identifier ) {
			$holder = $known[ $identifier->value_key() ] ?? null;
			if ( null !== $holder && $identifier->is_strong() && (int) $holder['organisation_id'] !== $own ) {
				return true;
			}
		}
		return false;
	}

	/**
	 * @param Import_Run $run
	 * @param Source $source
	 * @param list<array{line: int, row: Mapped_Row}> $new Rows nobody knows yet.
	 * @param Import_Batch $batch
	 * @param bool $write
	 */
	private function create( Import_Run $run, Source $source, array $new, Import_Batch $batch, bool $write ): void {
		if ( array() === $new ) {
			return;
		}
		$policy = $this->policies->current();
		$now    = Database::datetime( $this->clock->now() );
		$rows   = array();
		$terms  = array();
		$wanted = array();
		foreach ( $new as $entry ) {
			$fields           = $entry['row']->fields;
			$fields['owners'] = array( '*' => 'source:' . $source->slug );
			$category         = Category::tryFrom( is_string( $fields['category'] ) ? $fields['category'] : '' ) ?? Category::Informal;
			$standing         = ( new Standing_Rules( $policy, $category, array(), array() ) )->at( $this->clock->now(), State::Listed );
			$uid              = Ulid::generate();
			$wanted[ $uid ]   = $write ? $this->rows->slug( (string) $fields['name'] ) : ''; // @phpstan-ignore cast.string (a text)
			$rows[]           = array( 'uid' => $uid, 'slug' => '' ) + $this->rows->columns( $fields, $entry['row']->identifiers, $uid ) + Organisation_Rows::standing( $standing, $policy ) + array( 'version' => 1, 'created_at' => $now, 'updated_at' => $now ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a row.
			$terms[]          = Organisation_Rows::terms( $fields );
			$batch->count( 'created' );
		}
		$this->propose_merges( $rows, $new, $batch );
		if ( ! $write ) {
			return;
		}
		$slugs = $this->slugs->free( $wanted );
		foreach ( $rows as $i => $row ) {
			$rows[ $i ]['slug'] = $slugs[ $row['uid'] ];
		}
		$stored = array();
		foreach ( $this->organisations->create_many( $rows, $terms ) as $i => $id ) {
			$row      = $new[ $i ]['row'];
			$stored[] = Identifier_Repository::row( $id, Identifier::checked( Identifier::SOURCE, $source->slug, $row->source_id ), $row->hash, $run->id );
			foreach ( $row->identifiers as $identifier ) {
				$stored[] = Identifier_Repository::row( $id, $identifier );
			}
		}
		$this->identifiers->add_many( $stored );
	}

	/**
	 * Same website, or same folded name and postcode: a proposal, never a merge.
	 *
	 * @param list<array<string, mixed>>              $rows Columns.
	 * @param list<array{line: int, row: Mapped_Row}> $new  In the same order.
	 * @param Import_Batch $batch
	 */
	private function propose_merges( array $rows, array $new, Import_Batch $batch ): void {
		$keys     = array_values( array_filter( array_column( $rows, 'website_key' ), 'is_string' ) );
		$prefixes = array();
		foreach ( $rows as $row ) {
			if ( null !== $row['postcode'] ) {
				$prefixes[] = substr( (string) $row['sort_key'], 0, 64 ); // @phpstan-ignore cast.string (a text)
			}
		}
		$sites = array();
		$names = array();
		foreach ( $this->organisations->look_alikes( array_values( array_unique( $keys ) ), array_values( array_unique( $prefixes ) ) ) as $other ) {
			$sites[ (string) $other['website_key'] ] = (int) $other['id'];

			$names[ substr( (string) $other['sort_key'], 0, 64 ) . '|' . $other['postcode'] ] = (int) $other['id'];
		}
		foreach ( $rows as $i => $row ) {
			$site  = is_string( $row['website_key'] ) ? $row['website_key'] : '';
			$name  = substr( (string) $row['sort_key'], 0, 64 ) . '|' . ( is_string( $row['postcode'] ) ? $row['postcode'] : '' ); // @phpstan-ignore cast.string (a text)
			$other = '' !== $site && isset( $sites[ $site ] ) ? $sites[ $site ] : ( null !== $row['postcode'] ? ( $names[ $name ] ?? null ) : null );
			if ( null !== $other ) {
				$same_site = '' !== $site && isset( $sites[ $site ] );
				$batch->item( 'merge', $new[ $i ]['line'], $same_site ? 'same_website' : 'same_name_and_postcode', $same_site ? 'Website' : 'Name', Cell::excerpt( $same_site && is_string( $row['website'] ) ? $row['website'] : $new[ $i ]['row']->source_id ), $other > 0 ? array( 'organisation_id' => $other ) : array() );
			}
			$sites[ $site ] ??= 0;
			$names[ $name ] ??= 0;
		}
	}

	/**
	 * @param Import_Run $run
	 * @param Source $source
	 * @param array<int, array{line: int, row: Mapped_Row, identifier: int}> $old   By organisation.
	 * @param array<string, array<string, string|null>>                      $known By value_key.
	 * @param Import_Batch $batch
	 * @param bool $write
	 */
	private function update( Import_Run $run, Source $source, array $old, array $known, Import_Batch $batch, bool $write ): void {
		if ( array() === $old ) {
			return;
		}
		$present = $this->identifiers->of_many( array_keys( $old ) );
		$stored  = $this->organisations->by_ids( array_keys( $old ) );
		foreach ( $old as $id => $entry ) {
			$organisation = $stored[ $id ] ?? null;
			if ( null === $organisation || State::Withdrawn === $organisation->state ) {
				$batch->count( 'skipped' );
				continue;
			}
			if ( $this->is_held( $entry['row'], $known, $id ) ) {
				$batch->count( 'conflicts' );
				$batch->item( 'conflict', $entry['line'], 'identifier_conflict', 'Identifier', Cell::excerpt( $entry['row']->source_id ), array( 'organisation_id' => $id ) );
				continue;
			}
			$before  = Organisation_Rows::fields( $organisation );
			$changes = $this->allowed( $organisation, $before, $entry, $source, $batch );
			$fields  = $changes + $before;
			$ids     = $present[ $id ] ?? array();
			$held    = array_map( static fn( Identifier $identifier ): string => $identifier->value_key(), $ids );
			$added   = array_values( array_filter( $entry['row']->identifiers, static fn( Identifier $identifier ): bool => ! in_array( $identifier->value_key(), $held, true ) ) );
			$values  = $this->rows->columns( $fields, array_merge( $ids, $added ), $organisation->uid );
			$batch->count( array() === $changes && array() === $added ? 'unchanged' : 'updated' );
			if ( ! $write ) {
				continue;
			}
			$this->identifiers->set_row_hash( $entry['identifier'], $entry['row']->hash );
			if ( array() === $changes && array() === $added ) {
				continue;
			}
			$this->organisations->save( $organisation, $values, Organisation_Rows::terms( $fields ), $this->clock->now() );
			foreach ( $added as $identifier ) {
				$this->identifiers->add( $id, $identifier );
			}
			$batch->item( 'change', $entry['line'], 'updated', '', '', array( 'organisation_id' => $id, 'before_value' => Organisation_Rows::json( array_intersect_key( $before, $changes ) ), 'after_value' => Organisation_Rows::json( $changes ) ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a row.
		}
	}

	/**
	 * The changes of a row that this source may make: fields of an editor or contact stay theirs.
	 *
	 * @param Organisation $organisation
	 * @param array<string, mixed>                                $before Stored fields.
	 * @param array{line: int, row: Mapped_Row, identifier: int} $entry  Row.
	 * @param Source $source
	 * @param Import_Batch $batch
	 * @return array<string, mixed>
	 */
	private function allowed( Organisation $organisation, array $before, array $entry, Source $source, Import_Batch $batch ): array {
		$owners  = is_array( $before['owners'] ?? null ) ? $before['owners'] : array();
		$held    = $organisation->state->has_badge() || in_array( 'contact', $owners, true );
		$changes = array();
		$wanted  = $entry['row']->fields;
		unset( $wanted['category'] ); // Decided once; a list never changes what somebody is.
		foreach ( array( 'latitude', 'longitude', 'website', 'type', 'structure', 'sector', 'street', 'locality', 'region', 'postcode', 'country' ) as $field ) {
			$wanted += array( $field => null );
		}
		foreach ( $wanted as $field => $value ) {
			$owner = $owners[ $field ] ?? $owners['*'] ?? 'source:' . $source->slug;
			$same  = is_float( $value ) && is_float( $before[ $field ] ?? null ) ? abs( $value - $before[ $field ] ) < 0.0000005 : ( $before[ $field ] ?? null ) === $value;
			if ( $same || 'source:' . $source->slug !== $owner || ( 'summary' === $field && '' === $value ) ) {
				continue;
			}
			if ( $held && in_array( $field, self::GUARDED, true ) ) {
				$text = static fn( mixed $item ): string => is_scalar( $item ) ? (string) $item : '';
				$batch->item( 'pending_change', $entry['line'], 'pending_change', $field, Cell::excerpt( $text( $value ) ), array( 'organisation_id' => $organisation->id, 'before_value' => $text( $before[ $field ] ?? '' ), 'after_value' => $text( $value ) ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing -- a row.
				continue;
			}
			$changes[ $field ] = $value;
		}
		return $changes;
	}
}
