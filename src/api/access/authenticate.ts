import type { IncomingHttpHeaders } from 'node:http';
import { type Outcome, succeed } from '../../domain/failure.ts';
import { LOCAL_REQUESTER, type Requester } from '../../domain/service/requester.ts';
import { hashSecret, isSecretOf, readKey } from '../../records/access/api-key.ts';
import { type CheckableKey, keyState } from '../../records/access/key-records.ts';
import type { KeyRing } from './key-ring.ts';

/** Why a request was not let in, for the metrics. */
export const AUTHENTICATION_FAILURES = ['missing', 'malformed', 'wrong', 'revoked', 'expired'] as const;
export type AuthenticationFailure = (typeof AUTHENTICATION_FAILURES)[number];

/** Who asks, or why that is not known. */
export type Authentication =
  | { readonly requester: Requester; readonly key: CheckableKey | null }
  | { readonly reason: AuthenticationFailure; readonly message: string };

const MESSAGES: Readonly<Record<AuthenticationFailure, string>> = {
  missing:
    'This service asks for a key: send it as "Authorization: Bearer sbk_…" or as "X-Api-Key: sbk_…". Whoever runs the ' +
    'service makes one with scanbench keys create.',
  malformed: 'What was sent is no key of this service: one is sbk_, 16 and 43 characters. Copy it once more, whole.',
  wrong: 'This service does not know this key: check that it was copied whole, and that it is of this service.',
  // Only who has the secret learns of these two.
  revoked: 'This key was revoked: ask whoever runs the service for another one.',
  expired: 'This key has expired: ask whoever runs the service for another one.',
};

/** Compared with where there is no key of an id, so that no answer tells by its time which ids there are. */
const NO_SECRET = hashSecret('');

/**
 * Finds out on whose behalf a request is made. Without a key on record it is this machine itself. Fails with
 * `records-unavailable`.
 */
export async function authenticate(
  headers: IncomingHttpHeaders,
  ring: KeyRing,
  nowMs: number,
): Promise<Outcome<Authentication>> {
  const asked = await ring.hasKeys();
  if (!asked.ok) return asked;
  if (!asked.value) return succeed({ requester: LOCAL_REQUESTER, key: null });

  const sent = sentKey(headers);
  if (sent === null) return succeed(refusal('missing'));
  const parts = readKey(sent);
  if (parts === null) return succeed(refusal('malformed'));
  const found = await ring.find(parts.id);
  if (!found.ok) return found;
  const key = found.value;
  const isRight = isSecretOf(parts.secret, key?.secretSha256 ?? NO_SECRET);
  if (key === null || !isRight) return succeed(refusal('wrong'));
  const state = keyState(key, nowMs);
  if (state !== 'in force') return succeed(refusal(state));
  const { id, port, scopes } = key;
  return succeed({ requester: { keyId: id, port, scopes }, key });
}

/** Who sends `X-Api-Key` has `Authorization` for a proxy, which may well send a Bearer of its own. */
function sentKey(headers: IncomingHttpHeaders): string | null {
  const named = headers['x-api-key'];
  if (typeof named === 'string' && named !== '') return named;
  const [, bearer] = /^Bearer +(\S+) *$/i.exec(headers.authorization ?? '') ?? [];
  return bearer ?? null;
}

function refusal(reason: AuthenticationFailure): Authentication {
  return { reason, message: MESSAGES[reason] };
}
