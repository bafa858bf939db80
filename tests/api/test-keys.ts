import { SCOPES, type Scope } from '../../src/domain/service/scope.ts';
import { createKey, type NewKey } from '../../src/records/access/key-records.ts';
import type { Records } from '../../src/records/open-records.ts';

export interface TestKey {
  readonly id: string;
  readonly key: string;
  /** What a request with it carries. */
  readonly headers: { readonly authorization: string };
}

/** A key on record; all scopes and ports unless said otherwise. */
export async function makeTestKey(records: Records, more: Partial<NewKey> = {}): Promise<TestKey> {
  const wanted = { name: 'test', scopes: SCOPES, port: null, requestsPerMinute: null, expiresAt: null, ...more };
  const made = await records.commit.write((transaction) => createKey(transaction, wanted, Date.now()));
  if (!made.ok) throw new Error(made.failure.message);
  return { ...made.value, headers: { authorization: `Bearer ${made.value.key}` } };
}

/** A key of one port with what its officers and scanners need. */
export function makePortKey(records: Records, port: string): Promise<TestKey> {
  const scopes: readonly Scope[] = ['scan:write', 'scan:read', 'inspection:write', 'report'];
  return makeTestKey(records, { port, scopes });
}
