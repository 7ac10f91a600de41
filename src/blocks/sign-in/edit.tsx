import { __ } from '@wordpress/i18n';
import {
	BlockEdit,
	Sample,
	type BlockEditProps,
	type Setting,
} from '../../components/editor';

export interface Attributes extends Record< string, unknown > {
	provider: string;
	label: string;
	layout: 'button' | 'card' | 'menu';
	signedIn: 'status' | 'hide' | 'sign_out';
}

const settings = (): Setting[] => [
	{
		name: 'layout',
		label: __( 'Form', 'coop-credentials' ),
		fallback: 'button',
		options: [
			{ value: 'button', label: __( 'Button', 'coop-credentials' ) },
			{ value: 'card', label: __( 'Card', 'coop-credentials' ) },
			{ value: 'menu', label: __( 'Menu', 'coop-credentials' ) },
		],
	},
	{
		name: 'label',
		label: __( 'Words of the button', 'coop-credentials' ),
		help: __(
			'Empty: “Sign in with” and the name of the co-op.',
			'coop-credentials'
		),
		fallback: '',
	},
	{
		name: 'provider',
		label: __( 'Only this provider', 'coop-credentials' ),
		help: __(
			'Its short name. Empty: all that are switched on.',
			'coop-credentials'
		),
		fallback: '',
	},
	{
		name: 'signedIn',
		label: __( 'When signed in, show', 'coop-credentials' ),
		fallback: 'status',
		options: [
			{
				value: 'status',
				label: __(
					'Who confirmed, and until when',
					'coop-credentials'
				),
			},
			{
				value: 'sign_out',
				label: __( 'Only “Sign out”', 'coop-credentials' ),
			},
			{ value: 'hide', label: __( 'Nothing', 'coop-credentials' ) },
		],
	},
];

export function Edit( props: BlockEditProps< Attributes > ) {
	return (
		<BlockEdit
			{ ...props }
			settings={ settings() }
			personal
			sample={
				<Sample
					title={ __(
						'Sign in with your co-op',
						'coop-credentials'
					) }
					lines={ [
						__(
							'It confirms that you are a member. You need no new password.',
							'coop-credentials'
						),
					] }
					button={ __( 'Sign in', 'coop-credentials' ) }
				/>
			}
		/>
	);
}
