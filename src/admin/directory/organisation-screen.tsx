import { Button, Spinner } from '@wordpress/components';
import { __ } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import type { Organisation } from '../../api/organisations';
import { saveRecord, useRecord } from '../../api/records';
import { categoryChoices } from '../../components/categories';
import { ErrorSummary } from '../../components/error-summary';
import {
	type Form,
	SelectField,
	TextareaField,
	TextField,
	useForm,
} from '../../components/form';
import { useTell } from '../../components/notices';
import { ProblemPanel } from '../../components/problem-panel';
import { Link, useRouter, useUnsavedGuard } from '../router';
import { Screen } from '../screen';
import { EvidencePanel } from './evidence-panel';
import { levelWord, stateWord, typeChoices } from './words';

/** Loads the organisation. */
export function OrganisationScreen( {
	uid,
}: {
	readonly uid: string;
} ): ReactElement {
	return uid === 'new' ? (
		<OrganisationEditor organisation={ null } />
	) : (
		<Existing uid={ uid } />
	);
}

function Existing( { uid }: { readonly uid: string } ): ReactElement {
	const { record, problem, reload } = useRecord< Organisation >(
		'organisation',
		uid
	);
	if ( record ) {
		return <OrganisationEditor organisation={ record } />;
	}
	return (
		<Screen title={ __( 'Organisation', 'coop-credentials' ) }>
			{ problem ? (
				<ProblemPanel problem={ problem } onRetry={ reload } />
			) : (
				<Spinner />
			) }
		</Screen>
	);
}

const FIELDS = [
	'name',
	'legal_name',
	'summary',
	'website',
	'locality',
	'region',
	'postcode',
	'country',
	'category',
	'type',
] as const;

type OrganisationValues = Readonly<
	Record< ( typeof FIELDS )[ number ], string >
>;

function valuesOf( organisation: Organisation | null ): OrganisationValues {
	return {
		name: organisation?.name ?? '',
		legal_name: organisation?.legal_name ?? '',
		summary: organisation?.summary ?? '',
		website: organisation?.website ?? '',
		locality: organisation?.locality ?? '',
		region: organisation?.region ?? '',
		postcode: organisation?.postcode ?? '',
		country: organisation?.country ?? '',
		category: organisation?.category ?? 'coop',
		type: organisation?.type ?? '',
	};
}

function check( values: OrganisationValues ): Record< string, string > {
	const problems: Record< string, string > = {};
	if ( values.name.trim() === '' ) {
		problems.name = __( 'A name is needed.', 'coop-credentials' );
	}
	if ( values.country !== '' && ! /^[A-Za-z]{2}$/.test( values.country ) ) {
		problems.country = __(
			'Two letters, like GB or DE.',
			'coop-credentials'
		);
	}
	return problems;
}

/** Only what was changed is sent: a field that stays is not claimed by the editor. */
function bodyOf(
	values: OrganisationValues,
	before: OrganisationValues | null
): Record< string, unknown > {
	const body: Record< string, unknown > = {};
	for ( const name of FIELDS ) {
		const typed =
			name === 'country'
				? values.country.toUpperCase()
				: values[ name ].trim();
		if ( before ? typed !== before[ name ] : typed !== '' ) {
			const isText = name === 'name' || name === 'summary';
			body[ name ] = typed === '' && ! isText ? null : typed;
		}
	}
	return body;
}

function OrganisationEditor( {
	organisation,
}: {
	readonly organisation: Organisation | null;
} ): ReactElement {
	const form = useForm< OrganisationValues >(
		valuesOf( organisation ),
		check
	);
	const { go } = useRouter();
	const tell = useTell();
	useUnsavedGuard( form.isDirty );

	const save = async () => {
		let stored: Organisation | null = null;
		const isDone = await form.submit( async ( values ) => {
			stored = await saveRecord< Organisation >( 'organisation', {
				...bodyOf(
					values,
					organisation ? valuesOf( organisation ) : null
				),
				...( organisation
					? { uid: organisation.uid, version: organisation.version }
					: {} ),
			} );
		} );
		const kept = stored as Organisation | null;
		if ( isDone && kept ) {
			form.reset( valuesOf( kept ) );
			tell.done( __( 'Saved.', 'coop-credentials' ) );
			if ( ! organisation ) {
				go(
					{ room: 'directory', item: kept.uid },
					{ replace: true, force: true }
				);
			}
		}
	};

	return (
		<Screen
			title={
				organisation?.name ??
				__( 'Add organisation', 'coop-credentials' )
			}
			subtitle={
				organisation
					? `${ stateWord( organisation.state ) } · ${ levelWord(
							organisation.level
						) }`
					: __(
							'It is listed as not checked until there is evidence.',
							'coop-credentials'
						)
			}
			back={
				<Link to={ { room: 'directory' } }>
					{ __( 'All organisations', 'coop-credentials' ) }
				</Link>
			}
			actions={
				<>
					{ organisation?.url && (
						<a
							className="components-button is-next-40px-default-size is-tertiary"
							href={ organisation.url }
						>
							{ __( 'View', 'coop-credentials' ) }
						</a>
					) }
					<Button
						variant="primary"
						__next40pxDefaultSize
						isBusy={ form.isBusy }
						onClick={ () => void save() }
					>
						{ __( 'Save', 'coop-credentials' ) }
					</Button>
				</>
			}
		>
			<ErrorSummary
				message={ form.message }
				errors={ form.summary }
				attempt={ form.attempt }
			/>
			<div className="coop-credentials-columns">
				<OrganisationFields form={ form } />
				{ organisation && (
					<EvidencePanel organisation={ organisation } />
				) }
			</div>
		</Screen>
	);
}

function OrganisationFields( {
	form,
}: {
	readonly form: Form< OrganisationValues >;
} ): ReactElement {
	return (
		<div className="coop-credentials-form">
			<TextField
				form={ form }
				name="name"
				label={ __( 'Name', 'coop-credentials' ) }
				maxLength={ 200 }
				required
			/>
			<TextareaField
				form={ form }
				name="summary"
				label={ __(
					'What it does, in a sentence',
					'coop-credentials'
				) }
				maxLength={ 300 }
				rows={ 3 }
			/>
			<TextField
				form={ form }
				name="website"
				type="url"
				label={ __( 'Website', 'coop-credentials' ) }
				maxLength={ 2000 }
				dir="ltr"
			/>
			<div className="coop-credentials-form__row">
				<SelectField
					form={ form }
					name="category"
					label={ __( 'What it is', 'coop-credentials' ) }
					options={ categoryChoices() }
				/>
				<SelectField
					form={ form }
					name="type"
					label={ __( 'Who owns it', 'coop-credentials' ) }
					options={ typeChoices() }
				/>
			</div>
			<div className="coop-credentials-form__row">
				<TextField
					form={ form }
					name="locality"
					label={ __( 'Town', 'coop-credentials' ) }
					maxLength={ 120 }
				/>
				<TextField
					form={ form }
					name="region"
					label={ __( 'Region', 'coop-credentials' ) }
					maxLength={ 120 }
				/>
				<TextField
					form={ form }
					name="postcode"
					label={ __( 'Postcode', 'coop-credentials' ) }
					maxLength={ 20 }
				/>
				<TextField
					form={ form }
					name="country"
					label={ __( 'Country', 'coop-credentials' ) }
					help={ __( 'Two letters, like GB.', 'coop-credentials' ) }
					maxLength={ 2 }
					dir="ltr"
				/>
			</div>
			<TextField
				form={ form }
				name="legal_name"
				label={ __( 'Registered name', 'coop-credentials' ) }
				maxLength={ 200 }
			/>
		</div>
	);
}
