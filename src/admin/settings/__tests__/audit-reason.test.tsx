import { render, screen } from '@testing-library/react';

import type { AuditEntry } from '../../../api/settings';
import { AuditReason } from '../audit-reason';

const ENTRY: AuditEntry = {
	id: 1,
	occurred_at: '2026-11-23T12:00:00+00:00',
	event: 'sign_in_start',
	title: 'Start of a sign-in',
	about: '',
	why: '',
	class: 'sign_in',
	outcome: 'refused',
	reason: 'rate_limited',
	provider: '',
	actor_name: '',
	count: 1,
	details: {},
};

describe( 'the reason in the log', () => {
	it( 'says how many requests a row stands for', () => {
		const { rerender } = render( <AuditReason entry={ ENTRY } /> );
		expect( screen.getByText( /^rate_/ ) ).toBeVisible();
		expect( screen.queryByText( /from then on/ ) ).toBeNull();
		rerender( <AuditReason entry={ { ...ENTRY, count: 12345 } } /> );
		expect(
			screen.getByText( /12.345 requests like this from then on/ )
		).toBeVisible();
		rerender( <AuditReason entry={ { ...ENTRY, reason: '' } } /> );
		expect( screen.getByText( '–' ) ).toBeVisible();
	} );
} );
