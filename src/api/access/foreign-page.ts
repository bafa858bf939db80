import type { IncomingHttpHeaders } from 'node:http';

/** Whether a request of this method changes nothing; and what it is answered, no page of another origin is shown. */
export function isSafeMethod(method: string): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
}

/**
 * Whether a page of another origin made a browser send this request to change something. A browser asks nobody before it
 * sends what a form could (a "simple" request). It says where a request comes from in `Sec-Fetch-Site` to addresses that
 * it trusts (HTTPS, this machine) and in `Origin` to all; who sends neither is no browser. Another port is another origin:
 * what else is served on this machine has no say here.
 */
export function isFromForeignPage(method: string, headers: IncomingHttpHeaders): boolean {
  if (isSafeMethod(method)) return false;
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const { origin, host } = headers;
  return origin !== undefined && !isOriginOf(origin, host);
}

/** Names and ports alone are compared, because a proxy may speak TLS for the service; which port goes unsaid, the origin's scheme tells. */
function isOriginOf(origin: string, host: string | undefined): boolean {
  try {
    const page = new URL(origin);
    return host !== undefined && new URL(`${page.protocol}//${host}`).host === page.host;
  } catch {
    return false; // `null`, of a page that may not say where it is from
  }
}
