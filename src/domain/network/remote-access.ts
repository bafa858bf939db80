/** Which other machines may be sent scans, and with what they are asked. Without an entry nothing leaves this one. */
export interface RemoteAccess {
  /** `host` for all of its ports, or `host:port`; lower case, IPv6 addresses in brackets. */
  readonly hosts: readonly string[];
  /** Bearer tokens by the variable that holds them: manifests name the variable, never the token. */
  readonly tokens: Readonly<Record<string, string>>;
}

export const NO_REMOTE_ACCESS: RemoteAccess = { hosts: [], tokens: {} };

/**
 * Whether a server may be sent scans: its host is listed, as the address writes it. This machine is no exception: behind
 * one of its ports may be a tunnel.
 */
export function mayReceiveScans({ hosts }: RemoteAccess, address: URL): boolean {
  return hosts.includes(address.hostname) || hosts.includes(hostAndPort(address));
}

/** The port is written out where the address leaves it to its scheme. */
export function hostAndPort({ hostname, port, protocol }: URL): string {
  return `${hostname}:${port === '' ? (protocol === 'https:' ? 443 : 80) : port}`;
}
