<?php
/**
 * The operators of rules.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Claims;

/**
 * A closed set: an operator that is not here makes a rule invalid. There are no regular expressions.
 */
enum Operator: string {

	case Exists      = 'exists';
	case Eq          = 'eq';
	case Neq         = 'neq';
	case In          = 'in';
	case Nin         = 'nin';
	case Gt          = 'gt';
	case Gte         = 'gte';
	case Lt          = 'lt';
	case Lte         = 'lte';
	case Before      = 'before';
	case After       = 'after';
	case NewerThan   = 'newer_than';
	case OlderThan   = 'older_than';
	case Contains    = 'contains';
	case ContainsAny = 'contains_any';
	case ContainsAll = 'contains_all';
	case Prefix      = 'prefix';
	case HostIs      = 'host_is';

	/**
	 * What kind of value it takes: none, scalar, list, number, date, duration, prefix or host.
	 */
	public function takes(): string {
		return match ( $this ) {
			self::Exists                                             => 'none',
			self::Eq, self::Neq, self::Contains                      => 'scalar',
			self::In, self::Nin, self::ContainsAny, self::ContainsAll => 'list',
			self::Gt, self::Gte, self::Lt, self::Lte                 => 'number',
			self::Before, self::After                                => 'date',
			self::NewerThan, self::OlderThan                         => 'duration',
			self::Prefix                                             => 'prefix',
			self::HostIs                                             => 'host',
		};
	}

	/**
	 * The operator it negates, if it is a negation: "not X" holds only if no element is X.
	 */
	public function negates(): ?self {
		return match ( $this ) {
			self::Neq       => self::Eq,
			self::Nin       => self::In,
			self::OlderThan => self::NewerThan,
			default         => null,
		};
	}
}
