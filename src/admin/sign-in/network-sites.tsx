import { Button, Spinner, ToggleControl } from '@wordpress/components';
import { useCallback, useEffect, useId, useState } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import {
	type NetworkSite,
	networkSites,
	type Provider,
	SITES,
	switchSite,
} from '../../api/providers';
import { type Problem, toProblem } from '../../api/problem';
import { ProblemPanel } from '../../components/problem-panel';
import { SwitchOff } from './switch-off';
import { Copy } from './tell-provider';
import { useAct } from './use-act';

/** The sites of the network: which of them use a provider of the network, and the addresses its people have to know. */
export function NetworkSites( {
	provider,
}: {
	readonly provider: Provider;
} ): ReactElement {
	const { slug, version } = provider;
	const heading = useId();
	const [ sites, setSites ] = useState< readonly NetworkSite[] | null >(
		null
	);
	const [ problem, setProblem ] = useState< Problem | null >( null );
	const load = useCallback(
		async ( page: number ) => {
			setProblem( null );
			try {
				const found = await networkSites( slug, page );
				setSites( ( before ) =>
					page === 1 ? found : [ ...( before ?? [] ), ...found ]
				);
			} catch ( error ) {
				setProblem( toProblem( error ) );
			}
		},
		[ slug ]
	);
	// A change of the provider may have switched it off for sites.
	useEffect( () => void load( 1 ), [ load, version ] );
	const all = sites ?? [];
	const hasMore = all.length > 0 && all.length % SITES === 0;
	return (
		<section className="coop-credentials-panel" aria-labelledby={ heading }>
			<header>
				<h2 id={ heading }>{ __( 'Sites', 'coop-credentials' ) }</h2>
				{ all.length > 0 && (
					<Copy
						text={ all
							.map( ( site ) =>
								addresses( site, provider.backchannel )
							)
							.join( '\n\n' ) }
						what={
							hasMore
								? __(
										'the addresses shown',
										'coop-credentials'
									)
								: __( 'all addresses', 'coop-credentials' )
						}
					/>
				) }
			</header>
			<div className="coop-credentials-stack">
				<p>
					{ __(
						'Send these addresses to the people who run the provider: each site has its own. Nothing in them is secret.',
						'coop-credentials'
					) }
				</p>
				{ problem && (
					<ProblemPanel
						problem={ problem }
						onRetry={ () => void load( 1 ) }
					/>
				) }
				{ ! sites && ! problem && <Spinner /> }
				<ul className="coop-credentials-lines coop-credentials-sites">
					{ all.map( ( site ) => (
						<Site
							key={ site.site }
							site={ site }
							provider={ provider }
							onTurned={ ( enabled ) =>
								setSites( ( before ) =>
									( before ?? [] ).map( ( one ) =>
										one.site === site.site
											? { ...one, enabled }
											: one
									)
								)
							}
						/>
					) ) }
				</ul>
				{ hasMore && (
					<div>
						<Button
							variant="secondary"
							__next40pxDefaultSize
							onClick={ () =>
								void load( all.length / SITES + 1 )
							}
						>
							{ __( 'Show more sites', 'coop-credentials' ) }
						</Button>
					</div>
				) }
			</div>
		</section>
	);
}

function Site( {
	site,
	provider,
	onTurned,
}: {
	readonly site: NetworkSite;
	readonly provider: Provider;
	readonly onTurned: ( enabled: boolean ) => void;
} ): ReactElement {
	const [ isAsked, setAsked ] = useState( false );
	const [ , act ] = useAct();
	const turn = ( enabled: boolean ) =>
		act( async () => {
			await switchSite( provider.slug, site.site, enabled );
			onTurned( enabled );
			return __( 'Saved.', 'coop-credentials' );
		} );
	// What is on can always be switched off.
	const isReady = provider.enabled && provider.missing.length === 0;
	return (
		<li>
			<ToggleControl
				__nextHasNoMarginBottom
				label={ sprintf(
					/* translators: %s: name of a site. */
					__(
						'Members can sign in with it on %s',
						'coop-credentials'
					),
					site.name || site.home
				) }
				help={
					isReady
						? undefined
						: __(
								'First finish the provider and let sites use it.',
								'coop-credentials'
							)
				}
				checked={ site.enabled }
				disabled={ ! isReady && ! site.enabled }
				onChange={ ( enabled ) =>
					enabled ? void turn( true ) : setAsked( true )
				}
			/>
			<dl className="coop-credentials-addresses">
				<dt>{ __( 'Return address', 'coop-credentials' ) }</dt>
				<dd>
					<code dir="ltr">{ site.redirect_uri }</code>
				</dd>
				<dt>{ __( 'Address after sign-out', 'coop-credentials' ) }</dt>
				<dd>
					<code dir="ltr">{ site.post_logout_redirect_uri }</code>
				</dd>
				{ provider.backchannel && (
					<>
						<dt>
							{ __(
								'Address for signing out from there',
								'coop-credentials'
							) }
						</dt>
						<dd>
							<code dir="ltr">
								{ site.backchannel_logout_uri }
							</code>
						</dd>
					</>
				) }
			</dl>
			{ isAsked && (
				<SwitchOff
					label={ sprintf(
						/* translators: 1: name of a provider, 2: name of a site. */
						__( '%1$s on %2$s', 'coop-credentials' ),
						provider.label,
						site.name || site.home
					) }
					onConfirm={ () => turn( false ) }
					onClose={ () => setAsked( false ) }
				/>
			) }
		</li>
	);
}

/**
 * The addresses of a site as text, for a letter.
 *
 * @param site           Site.
 * @param mayBackchannel Whether the provider may sign people out here.
 */
function addresses( site: NetworkSite, mayBackchannel: boolean ): string {
	return [
		site.name,
		site.redirect_uri,
		site.post_logout_redirect_uri,
		mayBackchannel ? site.backchannel_logout_uri : '',
	]
		.filter( Boolean )
		.join( '\n' );
}
