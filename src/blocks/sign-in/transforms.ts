import { createBlock } from '@wordpress/blocks';
import type { Attributes } from './edit';

interface Named {
	named: Record< string, string | undefined >;
}

const SIGNED_IN = [ 'status', 'hide', 'sign_out' ];
const STYLES = [ 'primary', 'outline', 'link' ];

const oneOf = ( allowed: string[], value = '' ) =>
	allowed.includes( value ) ? value : undefined;

/** Core's log-in link and ours stand for one another; our shortcode becomes the block. */
export const transforms = {
	from: [
		{
			type: 'block' as const,
			blocks: [ 'core/loginout' ],
			transform: () => createBlock( 'coop-credentials/sign-in', {} ),
		},
		{
			type: 'shortcode' as const,
			tag: 'coop_credentials_sign_in',
			// WordPress hands the names over in lower case.
			attributes: {
				provider: {
					type: 'string',
					shortcode: ( { named }: Named ) => named.provider,
				},
				label: {
					type: 'string',
					shortcode: ( { named }: Named ) => named.label,
				},
				signedIn: {
					type: 'string',
					shortcode: ( { named }: Named ) =>
						oneOf( SIGNED_IN, named.signedin ?? named.signedIn ) as
							Attributes[ 'signedIn' ] | undefined,
				},
				className: {
					type: 'string',
					shortcode: ( { named }: Named ) =>
						oneOf( STYLES, named.style ) &&
						`is-style-${ named.style }`,
				},
			},
		},
	],
	to: [
		{
			type: 'block' as const,
			blocks: [ 'core/loginout' ],
			transform: () => createBlock( 'core/loginout', {} ),
		},
	],
};
