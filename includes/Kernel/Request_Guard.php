<?php
/**
 * Refusals before and headers after every REST call of ours.
 *
 * @package CoopCredentials
 */

declare( strict_types=1 );

namespace CoopCredentials\Kernel;

/**
 * Core's REST server reflects any Origin with credentials, serves JSONP and honours ?_method=; this class takes that back
 * for routes that are not public, checks the body before a room sees it, and speaks our error contract for core's own
 * refusals. Rest_Module calls it from rest_request_before_callbacks and rest_request_after_callbacks.
 */
final class Request_Guard {

	private const MAX_BODY  = 65536;
	private const MAX_DEPTH = 10;
	private const MAX_ROWS  = 10000;

	/** @var \WeakMap<\WP_REST_Request, bool> */
	private \WeakMap $foreign;

	/** @var Visitor_Guard|(\Closure(): Visitor_Guard)|null */
	private Visitor_Guard|\Closure|null $visitors = null;

	public function __construct( private readonly Rate_Limiter $limiter, private readonly Audit_Log $audit, private readonly Schema_Manager $schemas ) {
		$this->foreign = new \WeakMap();
	}

	/**
	 * @param Visitor_Guard|(\Closure(): Visitor_Guard) $visitors Asked on first use.
	 */
	public function set_visitor_guard( Visitor_Guard|\Closure $visitors ): void {
		$this->visitors = $visitors;
	}

	public function visitor_guard(): ?Visitor_Guard {
		if ( $this->visitors instanceof \Closure ) {
			$this->visitors = ( $this->visitors )();
		}
		return $this->visitors;
	}

	public function limiter(): Rate_Limiter {
		return $this->limiter;
	}

	public function audit(): Audit_Log {
		return $this->audit;
	}

	public function is_foreign( \WP_REST_Request $request ): bool {
		return $this->foreign[ $request ] ?? false;
	}

	/**
	 * Is this an endpoint of ours?
	 *
	 * @param mixed $handler As core hands it over.
	 */
	public static function is_ours( mixed $handler ): bool {
		return is_array( $handler ) && isset( $handler['coop_credentials'] ) && is_array( $handler['coop_credentials'] );
	}

	/**
	 * @param mixed                $response What core found so far: null, or a WP_Error of its argument checks.
	 * @param array<string, mixed> $handler  Endpoint.
	 * @return mixed $response, or our WP_Error.
	 */
	public function before( mixed $response, array $handler, \WP_REST_Request $request ): mixed {
		$rules = (array) $handler['coop_credentials'];
		try {
			$this->schemas->ensure();
			$this->check_origin( $rules, $request );
			$this->check_body( $rules, $request );
			if ( isset( $rules['limit'] ) && is_array( $rules['limit'] ) ) {
				$this->check_limit( $rules['limit'], Rest_Controller::ACCESS_VISITOR === $rules['access'], $this->is_foreign( $request ) );
			}
			if ( is_wp_error( $response ) ) {
				return self::translate( $response );
			}
			self::check_fields( $handler, $rules, $request );
			self::check_page( $request );
			$this->check_token( $rules, $request );
		} catch ( Problem $problem ) {
			return $problem->to_wp_error();
		}
		return $response;
	}

	/**
	 * @param mixed                $response What the endpoint answered.
	 * @param array<string, mixed> $handler  Endpoint.
	 */
	public function after( mixed $response, array $handler, \WP_REST_Request $request ): \WP_REST_Response {
		$rules = (array) $handler['coop_credentials'];
		$error = is_wp_error( $response );
		$data  = array();
		if ( $error ) {
			$response = self::translate( $response );
			$data     = (array) $response->get_error_data();
			$response = rest_convert_error_to_response( $response );
		}
		$response = rest_ensure_response( $response );
		if ( ! $response instanceof \WP_REST_Response ) {
			$response = rest_convert_error_to_response( $response );
		}
		if ( $error || Rest_Controller::ACCESS_PUBLIC !== $rules['access'] ) {
			$response->header( 'Cache-Control', 'private, no-store' );
			$response->header( 'Vary', 'Cookie' );
		}
		if ( is_numeric( $data['retry_after'] ?? null ) ) {
			$response->header( 'Retry-After', (string) (int) $data['retry_after'] );
		}
		return $response;
	}

	/**
	 * Must core's Access-Control headers go? (All but public endpoints.)
	 */
	public static function drops_cors( \WP_REST_Request $request, \WP_REST_Server $server ): bool {
		if ( 'OPTIONS' !== $request->get_method() ) {
			$attributes = $request->get_attributes();
			return ! self::is_ours( $attributes ) || Rest_Controller::ACCESS_PUBLIC !== $attributes['coop_credentials']['access'];
		}
		foreach ( $server->get_routes( 'coop-credentials/v1' ) as $route => $handlers ) {
			if ( 1 !== preg_match( '@^' . $route . '$@i', $request->get_route() ) ) {
				continue;
			}
			foreach ( $handlers as $handler ) {
				if ( ! self::is_ours( $handler ) || Rest_Controller::ACCESS_PUBLIC !== $handler['coop_credentials']['access'] ) {
					return true;
				}
			}
			return false;
		}
		return true;
	}

	/**
	 * @param array<array-key, mixed> $rules Endpoint's.
	 */
	private function check_origin( array $rules, \WP_REST_Request $request ): void {
		$public = Rest_Controller::ACCESS_PUBLIC === $rules['access'];
		$safe   = in_array( $request->get_method(), array( 'GET', 'HEAD', 'OPTIONS' ), true );
		if ( $public && $safe ) {
			return;
		}
		if ( ! $public ) {
			$query = $request->get_query_params();
			if ( isset( $query['_jsonp'] ) ) {
				throw new Problem( 'jsonp_refused', 400, __( 'This address does not answer to script elements.', 'coop-credentials' ) );
			}
			if ( isset( $query['_envelope'] ) ) {
				// Core wraps the answer anew and drops its headers, Cache-Control among them.
				throw new Problem( 'envelope_refused', 400, __( 'This address does not answer in an envelope.', 'coop-credentials' ) );
			}
			if ( isset( $query['_method'] ) ) {
				throw new Problem( 'method_override_refused', 400, __( 'The method cannot be changed by the address.', 'coop-credentials' ) );
			}
		}
		$foreign = self::foreign_origin( $request );
		if ( $foreign && 'anonymous' === ( $rules['foreign'] ?? '' ) && $safe ) {
			$this->foreign[ $request ] = true;
			return;
		}
		if ( $foreign ) {
			throw new Problem( 'foreign_origin', 403, __( 'This can only be done from the site itself.', 'coop-credentials' ) );
		}
		if ( ! $public && '1' !== $request->get_header( 'X-Coop-Credentials' ) ) {
			throw new Problem( 'header_required', 403, __( 'The header X-Coop-Credentials is missing.', 'coop-credentials' ) );
		}
	}

	/**
	 * Sec-Fetch-Site, if sent, must be same-origin; an Origin must be ours; null is foreign here.
	 */
	private static function foreign_origin( \WP_REST_Request $request ): bool {
		$site = $request->get_header( 'Sec-Fetch-Site' );
		if ( is_string( $site ) && '' !== $site && 'same-origin' !== $site ) {
			return true;
		}
		$origin = $request->get_header( 'Origin' );
		return is_string( $origin ) && '' !== $origin && ! Front\Same_Origin::is_own( $origin );
	}

	/**
	 * @param array<array-key, mixed> $rules Endpoint's.
	 */
	private function check_body( array $rules, \WP_REST_Request $request ): void {
		if ( in_array( $request->get_method(), array( 'GET', 'HEAD', 'OPTIONS' ), true ) ) {
			return;
		}
		$body   = (string) $request->get_body();
		$length = max( strlen( $body ), (int) $request->get_header( 'Content-Length' ) );
		$max    = is_int( $rules['max_body'] ?? null ) ? $rules['max_body'] : self::MAX_BODY;
		if ( $length > $max ) {
			throw new Problem( 'body_too_large', 413, __( 'The request is too large.', 'coop-credentials' ), null, array( 'max_bytes' => $max ) );
		}
		$type  = $request->get_content_type();
		$media = is_array( $type ) ? strtolower( $type['value'] ) : '';
		if ( isset( $rules['content_types'] ) ) {
			if ( ! in_array( $media, (array) $rules['content_types'], true ) ) {
				throw new Problem( 'content_type_refused', 415, __( 'This kind of file cannot be taken here.', 'coop-credentials' ), null, array( 'accepted' => array_values( (array) $rules['content_types'] ) ) );
			}
			return;
		}
		$empty = '' === $body && array() === $request->get_body_params() && array() === $request->get_file_params();
		if ( $empty && '' === $media ) {
			return;
		}
		if ( ! $request->is_json_content_type() || array() !== $request->get_file_params() ) {
			throw new Problem( 'json_required', 415, __( 'The request must be JSON.', 'coop-credentials' ) );
		}
		$depth = is_int( $rules['max_depth'] ?? null ) ? $rules['max_depth'] : self::MAX_DEPTH;
		json_decode( $body, true, max( 1, $depth ) + 1 );
		if ( JSON_ERROR_DEPTH === json_last_error() ) {
			throw new Problem( 'body_too_deep', 400, __( 'The request is nested too deeply.', 'coop-credentials' ), null, array( 'max_depth' => $depth ) );
		}
	}

	/**
	 * Counts by account or visitor, and strangers alone by address: neighbours at one address, who call a members' route
	 * without a session, must not keep members out.
	 *
	 * @param array<array-key, mixed> $limit    bucket, limit, window.
	 * @param bool                    $visitors Whether visitor sessions count on this route; public ones do not look who is there.
	 * @param bool                    $foreign  Asked by a page of another origin: counted apart, or that page would use up its
	 *                                          reader's own share.
	 */
	private function check_limit( array $limit, bool $visitors, bool $foreign ): void {
		$user    = get_current_user_id();
		$subject = $user > 0 ? 'user:' . $user : null;
		if ( null === $subject && $visitors && ! $foreign ) {
			$subject = $this->visitor_guard()?->visitor();
		}
		$this->limiter->hit( ( $foreign ? 'rest-foreign:' : 'rest:' ) . $limit['bucket'], $subject ?? $this->limiter->address(), (int) $limit['limit'], (int) $limit['window'] );
	}

	/**
	 * @param array<string, mixed>    $handler Endpoint.
	 * @param array<array-key, mixed> $rules   Endpoint's.
	 */
	private static function check_fields( array $handler, array $rules, \WP_REST_Request $request ): void {
		if ( isset( $rules['content_types'] ) || in_array( $request->get_method(), array( 'GET', 'HEAD', 'OPTIONS' ), true ) ) {
			return;
		}
		$given   = (array) $request->get_json_params();
		$known   = (array) ( $handler['args'] ?? array() );
		$address = $request->get_url_params();
		$unknown = array();
		foreach ( $given as $field => $value ) {
			if ( ! isset( $known[ $field ] ) && ! ( isset( $address[ $field ] ) && $address[ $field ] === $value ) ) {
				$unknown[ (string) $field ] = __( 'Unknown field.', 'coop-credentials' );
			}
		}
		if ( array() !== $unknown ) {
			throw new Problem( 'unknown_field', 400, __( 'The request has a field that is not known here.', 'coop-credentials' ), null, array( 'params' => $unknown ) );
		}
	}

	private static function check_page( \WP_REST_Request $request ): void {
		$page     = $request['page'];
		$per_page = $request['per_page'];
		if ( is_numeric( $page ) && is_numeric( $per_page ) && (int) $page * (int) $per_page > self::MAX_ROWS ) {
			throw new Problem( 'page_too_deep', 400, __( 'Please narrow the list with a search or a filter.', 'coop-credentials' ), 'filter' );
		}
	}

	/**
	 * A visitor session's writes carry its token. Without a session the endpoint itself says not_signed_in.
	 *
	 * @param array<array-key, mixed> $rules Endpoint's.
	 */
	private function check_token( array $rules, \WP_REST_Request $request ): void {
		if ( Rest_Controller::ACCESS_VISITOR !== $rules['access'] || in_array( $request->get_method(), array( 'GET', 'HEAD', 'OPTIONS' ), true ) ) {
			return;
		}
		$visitors = $this->visitor_guard();
		if ( null !== $visitors?->visitor() && ! $visitors->token_valid( (string) $request->get_header( 'X-Coop-Credentials-Token' ) ) ) {
			throw new Problem( 'session_token_invalid', 403, __( 'You have been signed out.', 'coop-credentials' ), 'reload' );
		}
	}

	/**
	 * Core's own refusals in our words: coop_credentials_invalid_request with the fields in data.params.
	 */
	private static function translate( \WP_Error $error ): \WP_Error {
		$code = (string) $error->get_error_code();
		if ( str_starts_with( $code, 'coop_credentials_' ) || 'rest_cookie_invalid_nonce' === $code ) {
			return $error;
		}
		$data   = (array) $error->get_error_data();
		$status = is_numeric( $data['status'] ?? null ) ? (int) $data['status'] : 500;
		if ( 400 === $status ) {
			$params = array();
			foreach ( (array) ( $data['params'] ?? array() ) as $field => $message ) {
				// rest_missing_callback_param lists names only.
				$params[ is_int( $field ) ? (string) $message : (string) $field ] = is_int( $field ) ? __( 'Required.', 'coop-credentials' ) : (string) $message;
			}
			$text = __( 'Something in the request is not valid.', 'coop-credentials' );
			return ( new Problem( 'invalid_request', 400, $text, null, array( 'params' => (object) $params ) ) )->to_wp_error();
		}
		if ( in_array( $status, array( 401, 403 ), true ) ) {
			return ( new Problem( 'not_permitted', $status, $error->get_error_message() ) )->to_wp_error();
		}
		return ( new Problem( 'internal_error', $status, $error->get_error_message() ) )->to_wp_error();
	}
}
