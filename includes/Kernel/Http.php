<?php
/**
 * Outbound requests.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Kernel;

/**
 * The only way to other servers.
 */
interface Http {

	/**
	 * One request, never repeated, redirects never followed.
	 *
	 * @throws Problem With reason host_not_allowed, timeout, response_too_large, not_json, bad_status, unreachable (502) or
	 *                 circuit_open (503). data.status_code holds the answer's status where there was one.
	 */
	public function request( Http_Request $request ): Http_Response;
}
