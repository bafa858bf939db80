/** On whose behalf a request is made: what it may see is bounded by the port. */
export interface Requester {
  /** The id of the API key; null for this machine itself, where no key is asked for. */
  readonly keyId: string | null;
  /** The one port whose scans are seen and written; null for all. */
  readonly port: string | null;
}

/** Who reaches the service on its own machine while it has no keys. */
export const LOCAL_REQUESTER: Requester = { keyId: null, port: null };
