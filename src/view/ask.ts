/**
 * A call to our REST routes.
 */
export interface Problem {
	code: string;
	message: string;
	data?: {
		status?: number;
		reason?: string;
		retry_after?: number;
		details?: Record< string, unknown >;
	};
}

/**
 * Sends and reads JSON; throws the problem the server tells, or a TypeError when there was no answer.
 *
 * @param url     Address.
 * @param headers Token, nonce, idempotency key.
 * @param body    Makes it a POST.
 */
export async function ask< T >(
	url: string,
	headers: Record< string, string > = {},
	body?: object
): Promise< T > {
	const response = await fetch( url, {
		headers: {
			'X-Coop-Credentials': '1',
			'Content-Type': 'application/json',
			...headers,
		},
		...( body && { method: 'POST', body: JSON.stringify( body ) } ),
	} );
	const answer = await response.json();
	if ( ! response.ok ) {
		throw answer;
	}
	return answer;
}
