import { Button } from '@wordpress/components';
import { useState } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import { day } from '../dates';
import { valueWord } from './words';
import type { OfferKind, ValueKind } from '../../api/offers';

import './style.scss';

export interface CardFacts {
	readonly kind: OfferKind;
	readonly value_kind: ValueKind;
	readonly value: number;
	readonly currency: string | null;
	readonly title: string;
	readonly text: string;
	readonly organisation: string;
	readonly audience: string;
	readonly until: string;
	readonly perHolder: number;
}

type State = 'signed_out' | 'available' | 'claimed' | 'refused';

const STATES: readonly State[] = [
	'signed_out',
	'available',
	'claimed',
	'refused',
];

function stateWord( state: State ): string {
	switch ( state ) {
		case 'signed_out':
			return __( 'signed out', 'coop-credentials' );
		case 'available':
			return __( 'available', 'coop-credentials' );
		case 'claimed':
			return __( 'claimed', 'coop-credentials' );
		case 'refused':
			return __( 'not eligible', 'coop-credentials' );
	}
}

/** The offer as members will see it, while it is being written. */
export function CardPreview( {
	facts,
}: {
	readonly facts: CardFacts;
} ): ReactElement {
	const [ state, setState ] = useState< State >( 'signed_out' );
	const value = valueWord( facts );
	return (
		<section className="coop-credentials-panel">
			<header>
				<h2>{ __( 'As members see it', 'coop-credentials' ) }</h2>
			</header>
			<div>
				<div className="coop-credentials-card">
					<div className="coop-credentials-card__body">
						<p className="coop-credentials-card__who">
							<bdi>
								{ facts.organisation ||
									__( 'Your co-op', 'coop-credentials' ) }
							</bdi>
						</p>
						<p className="coop-credentials-card__benefit">
							{ facts.title || value }
						</p>
						{ facts.title && (
							<p className="coop-credentials-card__value">
								{ value }
							</p>
						) }
						{ facts.text && <p>{ facts.text }</p> }
						<p className="coop-credentials-card__more">
							{ facts.audience }
							{ facts.until && (
								<>
									<br />
									{ sprintf(
										/* translators: %s: date. */
										__( 'Until %s', 'coop-credentials' ),
										day( facts.until )
									) }
								</>
							) }
							{ facts.perHolder === 1 && (
								<>
									<br />
									{ __(
										'Once for each member',
										'coop-credentials'
									) }
								</>
							) }
						</p>
					</div>
					<Stub state={ state } />
				</div>
				<p
					className="coop-credentials-card__states"
					role="group"
					aria-label={ __( 'Show it as', 'coop-credentials' ) }
				>
					{ STATES.map( ( name ) => (
						<Button
							key={ name }
							variant="link"
							aria-pressed={ name === state }
							onClick={ () => setState( name ) }
						>
							{ stateWord( name ) }
						</Button>
					) ) }
				</p>
			</div>
		</section>
	);
}

function Stub( { state }: { readonly state: State } ): ReactElement {
	switch ( state ) {
		case 'signed_out':
			return (
				<div className="coop-credentials-card__stub">
					<span className="coop-credentials-card__button">
						{ __( 'Get coupon', 'coop-credentials' ) }
					</span>
				</div>
			);
		case 'available':
			return (
				<div className="coop-credentials-card__stub">
					<span className="coop-credentials-card__button">
						{ __( 'Claim now', 'coop-credentials' ) }
					</span>
				</div>
			);
		case 'claimed':
			return (
				<div className="coop-credentials-card__stub">
					<span>
						{ __(
							'You have it. Code ends in',
							'coop-credentials'
						) }{ ' ' }
						<code dir="ltr">7K3M</code>
					</span>
				</div>
			);
		case 'refused':
			return (
				<div className="coop-credentials-card__stub">
					<span>
						{ __( 'Not for your membership.', 'coop-credentials' ) }
					</span>
				</div>
			);
	}
}
