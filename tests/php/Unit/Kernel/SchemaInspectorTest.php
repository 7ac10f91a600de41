<?php
/**
 * Reading dbDelta's formatting.
 */

declare( strict_types=1 );

namespace CoopCredentials\Tests\Unit\Kernel;

use CoopCredentials\Kernel\Schema_Inspector;
use PHPUnit\Framework\TestCase;

final class SchemaInspectorTest extends TestCase {

	public function test_reads_columns_and_keys(): void {
		$described = Schema_Inspector::describe(
			"id bigint(20) NOT NULL AUTO_INCREMENT,\n\tname varchar(200) NOT NULL DEFAULT '',\n price decimal(10,2) NULL,\nPRIMARY KEY  (id),\nUNIQUE KEY name (name(100),price),\nKEY price (price),\nFULLTEXT KEY words (name)"
		);
		self::assertSame( array( 'id', 'name', 'price' ), array_keys( $described['columns'] ) );
		self::assertSame( 'decimal(10,2) NULL', $described['columns']['price'] );
		self::assertSame(
			array(
				'PRIMARY' => array(
					'columns' => array( 'id' ),
					'unique'  => true,
				),
				'name'    => array(
					'columns' => array( 'name', 'price' ),
					'unique'  => true,
				),
				'price'   => array(
					'columns' => array( 'price' ),
					'unique'  => false,
				),
				'words'   => array(
					'columns' => array( 'name' ),
					'unique'  => false,
				),
			),
			$described['keys']
		);
		self::assertSame( array( 'words' ), $described['fulltext'] );
	}
}
