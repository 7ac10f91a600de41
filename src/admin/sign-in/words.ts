import { __ } from '@wordpress/i18n';

/** What a field is called on the form. */
export function fieldWord( name: string ): string {
	switch ( name ) {
		case 'label':
			return __( 'Name on the button', 'coop-credentials' );
		case 'slug':
			return __( 'Short name', 'coop-credentials' );
		case 'discovery_url':
			return __( 'Discovery address', 'coop-credentials' );
		case 'issuer':
			return __( 'Issuer', 'coop-credentials' );
		case 'authorization_endpoint':
			return __( 'Authorization address', 'coop-credentials' );
		case 'token_endpoint':
			return __( 'Token address', 'coop-credentials' );
		case 'userinfo_endpoint':
			return __( 'Userinfo address', 'coop-credentials' );
		case 'client_id':
			return __( 'Client ID', 'coop-credentials' );
		case 'secret':
			return __( 'Client secret', 'coop-credentials' );
		case 'extra_scopes':
			return __( 'Further scopes', 'coop-credentials' );
		case 'claim_map':
			return __( 'How memberships are read', 'coop-credentials' );
		case 'issuer_scope':
			return __( 'What the provider may vouch for', 'coop-credentials' );
		default:
			return name;
	}
}
