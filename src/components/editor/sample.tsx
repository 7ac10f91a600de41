/**
 * A still picture of a block for the inserter: no request, no data.
 */
interface Props {
	title: string;
	lines: string[];
	button?: string;
}

export function Sample( { title, lines, button }: Props ) {
	return (
		<div className="coop-credentials-note is-ok">
			<div>
				<h3>{ title }</h3>
				{ lines.map( ( line ) => (
					<p key={ line }>{ line }</p>
				) ) }
				{ button && (
					<span className="wp-element-button">{ button }</span>
				) }
			</div>
		</div>
	);
}
