/**
 * "Who may read this" in the document settings of a post.
 */
import { useDispatch, useSelect } from '@wordpress/data';
import { PluginDocumentSettingPanel, store } from '@wordpress/editor';
import { __ } from '@wordpress/i18n';
import { RulePicker } from '../components/rule-editor';

const FIELD = 'coop_credentials_gate';

export function PostGatePanel() {
	const rule = useSelect(
		( select ) => select( store ).getEditedPostAttribute( FIELD ),
		[]
	);
	const { editPost } = useDispatch( store );
	if ( typeof rule !== 'string' ) {
		return null;
	}
	return (
		<PluginDocumentSettingPanel
			name="coop-credentials-post-gate"
			title={ __( 'Who may read this', 'coop-credentials' ) }
		>
			<RulePicker
				label={ __( 'The whole page is for', 'coop-credentials' ) }
				value={ rule }
				noneLabel={ __( 'Everybody', 'coop-credentials' ) }
				onChange={ ( uid: string ) => editPost( { [ FIELD ]: uid } ) }
				help={ __(
					'Everybody else sees the title, for whom it is, and how to sign in. Text, excerpt and comments stay closed in lists, feeds and search too.',
					'coop-credentials'
				) }
			/>
		</PluginDocumentSettingPanel>
	);
}
