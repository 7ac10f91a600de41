import { TextareaControl } from '@wordpress/components';
import { useId, useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import type { ReactElement } from 'react';

import { parseRule, type Problem, type Rule } from '../../lib/rules';
import { problemText } from './problem-words';

interface Props {
	readonly value: Rule;
	readonly onChange: ( rule: Rule, problems: readonly Problem[] ) => void;
}

/** The rule as text, checked by the rules of the server while it is typed. */
export function JsonTab( { value, onChange }: Props ): ReactElement {
	const [ text, setText ] = useState( () =>
		JSON.stringify( value, null, '\t' )
	);
	const id = useId();
	const { problems } = parseRule( text );
	return (
		<div className="coop-credentials-rule__body">
			<TextareaControl
				__nextHasNoMarginBottom
				className="coop-credentials-rule__json"
				label={ __( 'Rule as JSON', 'coop-credentials' ) }
				dir="ltr"
				rows={ 16 }
				spellCheck={ false }
				aria-invalid={ problems.length > 0 ? true : undefined }
				aria-describedby={ problems.length > 0 ? id : undefined }
				value={ text }
				onChange={ ( next ) => {
					setText( next );
					const parsed = parseRule( next );
					// Text that is no rule at all leaves the rule alone, but blocks saving.
					onChange(
						isObject( parsed.rule )
							? ( parsed.rule as unknown as Rule )
							: value,
						parsed.problems
					);
				} }
			/>
			{ problems.length > 0 && (
				<ul id={ id } className="coop-credentials-rule__faults">
					{ problems.map( ( problem ) => (
						<li key={ `${ problem.at } ${ problem.code }` }>
							{ problem.at && <code>{ problem.at }</code> }{ ' ' }
							{ problemText( problem.code ) }
						</li>
					) ) }
				</ul>
			) }
		</div>
	);
}

function isObject( value: unknown ): value is Record< string, unknown > {
	return (
		typeof value === 'object' && value !== null && ! Array.isArray( value )
	);
}
