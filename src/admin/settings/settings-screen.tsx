import { Button, Spinner } from '@wordpress/components';
import { __, sprintf } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import { createPages } from '../../api/onboarding';
import type { Provider } from '../../api/providers';
import { saveRecord, useRecord, useRecords } from '../../api/records';
import type { SitePage, SiteSettings } from '../../api/settings';
import { ErrorSummary } from '../../components/error-summary';
import {
	describe,
	SelectField,
	ToggleField,
	useForm,
} from '../../components/form';
import { useTell } from '../../components/notices';
import { OrganisationChoice } from '../../components/organisation-choice';
import { ProblemPanel } from '../../components/problem-panel';
import { StateMark } from '../../components/state-mark';
import { Link, useUnsavedGuard } from '../router';
import { Screen } from '../screen';
import { SettingsTabs } from './tabs';

/** Whose site this is, its pages, and what uninstalling does. */
export function SettingsScreen(): ReactElement {
	const { record, problem, reload } = useRecord< SiteSettings >( 'settings' );
	if ( record ) {
		return <SettingsForm settings={ record } reload={ reload } />;
	}
	return (
		<Screen
			title={ __( 'Settings', 'coop-credentials' ) }
			tabs={ <SettingsTabs /> }
		>
			{ problem ? (
				<ProblemPanel problem={ problem } onRetry={ reload } />
			) : (
				<Spinner />
			) }
		</Screen>
	);
}

type Values = {
	readonly own_organisation: string;
	readonly login_redirect: string;
	readonly remove_data: boolean;
};

function SettingsForm( {
	settings,
	reload,
}: {
	readonly settings: SiteSettings;
	readonly reload: () => void;
} ): ReactElement {
	const form = useForm< Values >( {
		own_organisation: settings.own_organisation,
		login_redirect: settings.login_redirect,
		remove_data: settings.remove_data,
	} );
	const tell = useTell();
	useUnsavedGuard( form.isDirty );

	const save = async () => {
		const isDone = await form.submit( ( values ) =>
			saveRecord( 'settings', values )
		);
		if ( isDone ) {
			tell.done( __( 'Saved.', 'coop-credentials' ) );
		}
	};
	const ownLabel = __( 'Your own co-op', 'coop-credentials' );
	form.label( 'own_organisation', ownLabel );
	const providers = useRecords< Provider >( 'provider', { per_page: 100 } );
	const choices = ( providers.records ?? [] ).filter(
		( provider ) =>
			provider.enabled && provider.show_in.includes( 'wp-login' )
	);

	return (
		<Screen
			title={ __( 'Settings', 'coop-credentials' ) }
			actions={
				<Button
					variant="primary"
					__next40pxDefaultSize
					isBusy={ form.isBusy }
					onClick={ () => void save() }
				>
					{ __( 'Save', 'coop-credentials' ) }
				</Button>
			}
			tabs={ <SettingsTabs /> }
		>
			<ErrorSummary
				message={ form.message }
				errors={ form.summary }
				attempt={ form.attempt }
			/>
			<div className="coop-credentials-form">
				<section className="coop-credentials-form__section">
					<h2>{ __( 'This site', 'coop-credentials' ) }</h2>
					<OrganisationChoice
						label={ ownLabel }
						value={ form.values.own_organisation }
						onChange={ ( uid ) =>
							form.set( 'own_organisation', uid )
						}
						help={ describe(
							<>
								{ __(
									'It may sign in, offer and redeem here whatever the trust policy says. Its badge needs evidence like anyone’s.',
									'coop-credentials'
								) }{ ' ' }
								<Link to={ { room: 'directory', item: 'new' } }>
									{ __(
										'Not in the directory yet? Add it.',
										'coop-credentials'
									) }
								</Link>
							</>,
							form.errors.own_organisation
						) }
					/>
				</section>
				<PageSection pages={ settings.pages } reload={ reload } />
				<section className="coop-credentials-form__section">
					<h2>{ __( 'Log-in page', 'coop-credentials' ) }</h2>
					<SelectField
						form={ form }
						name="login_redirect"
						label={ __(
							'Go to a provider by itself',
							'coop-credentials'
						) }
						help={ __(
							'Whoever opens the log-in page is sent on. WordPress asks those who open the administration first to log in anew; they see the form, with the buttons. The password form always stays: add ?coop-credentials=local to the address of the log-in page. Nobody is sent twice in five minutes, nor to a provider that does not answer.',
							'coop-credentials'
						) }
						options={ [
							{
								value: '',
								label: __(
									'No, show the form',
									'coop-credentials'
								),
							},
							...choices.map( ( { slug, label } ) => ( {
								value: slug,
								label,
							} ) ),
						] }
					/>
				</section>
				<section className="coop-credentials-form__section">
					<h2>{ __( 'Uninstalling', 'coop-credentials' ) }</h2>
					<ToggleField
						form={ form }
						name="remove_data"
						label={ __(
							'Remove all data when the plugin is deleted',
							'coop-credentials'
						) }
						help={ __(
							'Directory, offers, coupons, the record of uses and all settings. It cannot be taken back. Left off, everything stays for a later installation.',
							'coop-credentials'
						) }
					/>
				</section>
			</div>
		</Screen>
	);
}

function pageWord( name: string ): string {
	switch ( name ) {
		case 'offers':
			return __( 'Offers for members', 'coop-credentials' );
		case 'my_coupons':
			return __( 'My coupons', 'coop-credentials' );
		case 'my_credentials':
			return __( 'My credentials', 'coop-credentials' );
		case 'till':
			return __( 'Till', 'coop-credentials' );
		default:
			return name;
	}
}

function PageSection( {
	pages,
	reload,
}: {
	readonly pages: Readonly< Record< string, SitePage > >;
	readonly reload: () => void;
} ): ReactElement {
	const tell = useTell();
	const isMissing = Object.values( pages ).some( ( page ) => ! page.id );
	const make = async () => {
		try {
			await createPages();
			tell.done( __( 'The pages are made.', 'coop-credentials' ) );
			reload();
		} catch ( error ) {
			tell.failed( error );
		}
	};
	return (
		<section className="coop-credentials-form__section">
			<h2>{ __( 'Pages', 'coop-credentials' ) }</h2>
			<p>
				{ __(
					'Found by the blocks on them. The directory has its own address and needs no page.',
					'coop-credentials'
				) }
			</p>
			<ul className="coop-credentials-lines">
				{ Object.entries( pages ).map( ( [ name, page ] ) => (
					<li key={ name }>
						<StateMark
							mark={ page.id ? 'ok' : 'pending' }
							label={
								page.id
									? __( 'There', 'coop-credentials' )
									: __( 'Missing', 'coop-credentials' )
							}
						/>
						<div>
							<h3>{ pageWord( name ) }</h3>
							<p>
								{ page.id ? (
									<a href={ page.url }>
										{ page.title || page.url }
									</a>
								) : (
									__(
										'No page shows it.',
										'coop-credentials'
									)
								) }
							</p>
						</div>
						{ page.edit_url && (
							<div className="coop-credentials-lines__buttons">
								<a
									className="components-button is-next-40px-default-size is-tertiary"
									href={ page.edit_url }
									aria-label={ sprintf(
										/* translators: %s: name of a page. */
										__(
											'Edit page: %s',
											'coop-credentials'
										),
										pageWord( name )
									) }
								>
									{ __( 'Edit', 'coop-credentials' ) }
								</a>
							</div>
						) }
					</li>
				) ) }
			</ul>
			{ isMissing && (
				<div>
					<Button
						variant="secondary"
						__next40pxDefaultSize
						onClick={ () => void make() }
					>
						{ __( 'Make the missing pages', 'coop-credentials' ) }
					</Button>
				</div>
			) }
		</section>
	);
}
