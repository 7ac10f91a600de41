/**
 * A page cache before a site: what a host or a caching plugin does.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { releasePort, which } from './run.mjs';
import { answers, startGroup } from './servers.mjs';

/**
 * Puts nginx with a page cache before a site that is served on other ports: what a host or a caching plugin does. Every
 * page without a cookie of a logged-in user is kept for ten minutes unless its headers forbid it.
 *
 * @param {Object}   site     Answer of prepareSite().
 * @param {number[]} backends Ports the site is served on, taken in turn.
 */
export async function serveCache( site, backends ) {
	const folder = join( site.folder, 'nginx' );
	mkdirSync( folder, { recursive: true } );
	writeFileSync(
		join( folder, 'nginx.conf' ),
		`daemon off;
worker_processes 2;
pid ${ folder }/nginx.pid;
error_log ${ folder }/error.log;
events { worker_connections 256; }
http {
	access_log off;
	client_body_temp_path ${ folder }/body;
	proxy_temp_path ${ folder }/proxy;
	fastcgi_temp_path ${ folder }/fastcgi;
	uwsgi_temp_path ${ folder }/uwsgi;
	scgi_temp_path ${ folder }/scgi;
	proxy_cache_path ${ folder }/cache keys_zone=pages:1m inactive=10m;
	upstream site { ${ backends
		.map( ( port ) => `server localhost:${ port };` )
		.join( ' ' ) } }
	map $http_cookie $logged_in { default 0; ~wordpress_logged_in_ 1; }
	server {
		listen localhost:${ site.port };
		location / {
			proxy_pass http://site;
			proxy_set_header Host $http_host;
			proxy_next_upstream off;
			proxy_cache pages;
			proxy_cache_key $request_uri;
			proxy_cache_valid 200 301 302 10m;
			proxy_cache_bypass $logged_in;
			proxy_no_cache $logged_in;
			add_header X-Page-Cache $upstream_cache_status always;
		}
	}
}
`
	);
	await releasePort( site.port );
	const child = startGroup(
		which( 'nginx' ) ?? 'nginx',
		[ '-p', folder, '-c', join( folder, 'nginx.conf' ) ],
		join( folder, 'nginx.log' )
	);
	await answers( `${ site.url }/wp-login.php`, child );
	return child;
}
