import { SCOPES, type Scope } from './scope.ts';

/** On whose behalf a request is made: what it may see is bounded by the port, what it may do by the scopes. */
export interface Requester {
  /** The id of the API key; null for this machine itself, where no key is asked for. */
  readonly keyId: string | null;
  /** The one port whose scans are seen and written; null for all. */
  readonly port: string | null;
  readonly scopes: readonly Scope[];
}

/** Who reaches the service while it has no keys. */
export const LOCAL_REQUESTER: Requester = { keyId: null, port: null, scopes: SCOPES };
