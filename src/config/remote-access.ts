import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { fail, type Outcome, succeed } from '../domain/failure.ts';
import type { RemoteAccess } from '../domain/network/remote-access.ts';
import type { Environment } from './variables.ts';
import { wrongValue } from './wrong-value.ts';

/** From 1 to 65535, as an address has it: without zeros before it. */
const PORT = '([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])';
/** A host name or IPv4 address, or an IPv6 address in brackets; then perhaps a port. */
const REMOTE_HOST = `([A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]+\\])(:${PORT})?`;

/** Variables that hold the tokens of remote models: as many as manifests name, and so no entries of the schema. */
const TOKEN_VARIABLE = /^SCANBENCH_REMOTE_TOKEN(_[A-Z0-9_]+)?$/;

export const REMOTE_ACCESS_VARIABLES = {
  SCANBENCH_REMOTE_HOSTS: Type.Optional(
    Type.String({
      pattern: `^${REMOTE_HOST}(,${REMOTE_HOST})*$`,
      description:
        'a list of hosts that may be sent scans, separated by commas, each with a port from 1 to 65535 or without one, e.g. gpu.port.example:8000 or [::1]:8000; no scheme, no path',
    }),
  ),
};

/**
 * The two kinds of settings that commands without a service need, too: which hosts may be sent scans, by default none,
 * and the tokens for them. Refuses a wrong list with the sentence that `readConfig` has for it.
 */
export function readRemoteAccess(env: Environment): Outcome<RemoteAccess> {
  const list = env['SCANBENCH_REMOTE_HOSTS'];
  const schema = REMOTE_ACCESS_VARIABLES.SCANBENCH_REMOTE_HOSTS;
  if (list === undefined || list === '' || Value.Check(schema, list)) return succeed(remoteAccessFrom(list, env));
  return fail('malformed-request', wrongValue('SCANBENCH_REMOTE_HOSTS', list, schema));
}

/** From a list that was checked, and the tokens in the environment. */
export function remoteAccessFrom(list: string | undefined, env: Environment): RemoteAccess {
  return { hosts: list ? list.toLowerCase().split(',') : [], tokens: tokensIn(env) };
}

/** Whether the variable holds a token of a remote model. */
export function holdsToken(name: string): boolean {
  return TOKEN_VARIABLE.test(name);
}

function tokensIn(env: Environment): RemoteAccess['tokens'] {
  const tokens: Record<string, string> = {};
  for (const [name, token] of Object.entries(env)) {
    if (holdsToken(name) && token !== undefined && token !== '') tokens[name] = token;
  }
  return tokens;
}
