import { isLoopbackHost } from '../../domain/network/loopback-host.ts';

/**
 * Whether the `Host` of a request means this machine: an address of its own, `localhost`, or the name that it was told to
 * listen on. A page elsewhere can have its own name lead to 127.0.0.1 (DNS rebinding), and the browser then takes this
 * service for a part of that page; but it still sends that name.
 */
export function isOwnHost(sent: string | undefined, configured: string): boolean {
  const name = hostNameOf(sent ?? '');
  return name !== null && (isLoopbackHost(name) || name === hostNameOf(configured));
}

/** Without the port, as browsers write it; null where it is none, or more: a user or a path. */
function hostNameOf(text: string): string | null {
  try {
    const { href, origin, hostname } = new URL(`http://${text}`);
    return href === `${origin}/` ? hostname.replace(/\.$/, '') : null;
  } catch {
    return null;
  }
}
