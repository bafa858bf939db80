import { fail, type Outcome, succeed } from '../../../domain/failure.ts';
import { hostAndPort, mayReceiveScans, type RemoteAccess } from '../../../domain/network/remote-access.ts';
import type { Remote } from '../../model/manifest.ts';
import { type InferenceServer, openInferenceServer } from './inference-server.ts';

const DEFAULT_DEADLINE_MS = 10_000;

/**
 * The server of a remote model, not asked yet. Fails with `runtime-failed` where it may not be sent scans, or where its
 * token is missing.
 */
export function openServer(remote: Omit<Remote, 'recorded'>, access: RemoteAccess): Outcome<InferenceServer> {
  const { model, version, tokenVariable, deadlineMs = DEFAULT_DEADLINE_MS } = remote;
  const address = new URL(remote.address);
  if (!mayReceiveScans(access, address)) {
    const host = hostAndPort(address);
    const sentence =
      `it is served by ${host}, and scans leave this machine only for the hosts in SCANBENCH_REMOTE_HOSTS: ` +
      `add ${host} there if that server may see them.`;
    return fail('runtime-failed', sentence);
  }
  const token = tokenVariable === undefined ? null : (new Map(Object.entries(access.tokens)).get(tokenVariable) ?? '');
  if (token === '') return fail('runtime-failed', `its token is to be in ${tokenVariable}, which is not set.`);
  if (token !== null && !/^[\x21-\x7e]+$/.test(token)) {
    return fail('runtime-failed', `the token in ${tokenVariable} has spaces or other characters that no token has.`);
  }
  return succeed(openInferenceServer({ address, model, ...(version !== undefined && { version }), token, deadlineMs }));
}
