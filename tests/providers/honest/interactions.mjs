/**
 * Log-in page of the honest provider: one form, any password.
 */

const PATH = /^\/log-in\/[A-Za-z0-9_-]+$/;

const escape = ( text ) =>
	text.replace(
		/[&<>"']/g,
		( character ) => `&#${ character.codePointAt( 0 ) };`
	);

async function readForm( request ) {
	let body = '';
	for await ( const chunk of request ) {
		body += chunk;
		if ( body.length > 10_000 ) {
			throw new Error( 'The form is too large.' );
		}
	}
	return new URLSearchParams( body );
}

function page( name, people, path, message ) {
	const rows = people.list
		.map(
			( person ) =>
				`<li><button name="login" value="${ person.id }">${ escape(
					person.name
				) }</button> <span>${ escape( person.about ) }. Log-in: <code>${
					person.id
				}</code></span></li>`
		)
		.join( '' );
	return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Log in at ${ escape( name ) }</title>
<style>
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 34rem; margin: 3rem auto; padding: 0 1rem; color: #1d2b2a; background: #f4f7f6; }
form { background: #fff; border: 1px solid #c5d2cf; border-radius: 10px; padding: 1.25rem; margin-block: 1rem; }
label { display: block; margin-block: .75rem .25rem; font-weight: 600; }
input { font: inherit; padding: .5rem; width: 100%; box-sizing: border-box; border: 1px solid #5f706c; border-radius: 6px; }
button { font: inherit; padding: .5rem 1rem; border: 0; border-radius: 6px; background: #14564c; color: #fff; cursor: pointer; }
ul { list-style: none; padding: 0; } li { margin-block: .75rem; } li span { display: block; }
[role=alert] { color: #a3171a; font-weight: 600; }
</style>
<h1>Log in at ${ escape( name ) }</h1>
<p>This provider is a demonstration. Every password is right.</p>
${ message ? `<p role="alert">${ escape( message ) }</p>` : '' }
<form method="post" action="${ path }">
<label for="login">Log-in</label><input id="login" name="login" autocomplete="username" required autofocus>
<label for="password">Password</label><input id="password" name="password" type="password" autocomplete="current-password">
<p><button>Log in</button> <button name="factor" value="1">Log in with a second factor</button> <button name="cancel" value="1" formnovalidate>Stop</button></p>
</form>
<form method="post" action="${ path }"><h2>Or be one of these people</h2><ul>${ rows }</ul></form>
</html>`;
}

/**
 * The logout page. Whoever pressed "Sign out" at the site has said what they want, so it submits itself; without
 * scripts there is a button.
 *
 * @param {string} name Shown on the page.
 * @param {string} form The library's hidden form.
 */
export function logoutPage( name, form ) {
	return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Log out of ${ escape( name ) }</title><body style="font:1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:3rem auto;padding:0 1rem">
<h1>Log out of ${ escape( name ) }</h1>${ form }
<button autofocus type="submit" form="op.logoutForm" value="yes" name="logout">Log out</button>
<script>document.querySelector('button[name=logout]').click();</script></body></html>`;
}

/**
 * @param {import('oidc-provider').Provider} provider
 * @param {Object}                           people
 * @param {string}                           name     Shown on the page.
 * @return {Function} Answers true when the request was one of these pages.
 */
export function interactionRoutes( provider, people, name ) {
	return async ( request, response ) => {
		const path = request.url.split( '?' )[ 0 ];
		if ( ! PATH.test( path ) ) {
			return false;
		}
		const send = ( status, message ) => {
			response.writeHead( status, {
				'content-type': 'text/html; charset=utf-8',
				'cache-control': 'no-store',
			} );
			response.end( page( name, people, path, message ) );
		};
		try {
			await provider.interactionDetails( request, response );
			if ( request.method !== 'POST' ) {
				send( 200, '' );
				return true;
			}
			const form = await readForm( request );
			if ( form.get( 'cancel' ) ) {
				await provider.interactionFinished( request, response, {
					error: 'access_denied',
					error_description: 'The person pressed "Stop".',
				} );
				return true;
			}
			const login = form.get( 'login' ) ?? '';
			if ( ! people.has( login ) ) {
				send( 401, 'Nobody here has this log-in.' );
				return true;
			}
			const isStrong = form.get( 'factor' ) === '1';
			await provider.interactionFinished(
				request,
				response,
				{
					login: {
						accountId: login,
						acr: `urn:coop:acr:${ isStrong ? 2 : 1 }`,
						amr: isStrong ? [ 'pwd', 'otp' ] : [ 'pwd' ],
					},
				},
				{ mergeWithLastSubmission: false }
			);
		} catch ( problem ) {
			response.writeHead( 400, {
				'content-type': 'text/plain; charset=utf-8',
			} );
			response.end( `This log-in is over: ${ problem.message }` );
		}
		return true;
	};
}
