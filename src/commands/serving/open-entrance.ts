import type { Config } from '../../config/config.ts';
import { isLoopbackHost } from '../../domain/network/loopback-host.ts';
import type { TlsCredentials } from '../../domain/network/tls-credentials.ts';
import { hasKeys } from '../../records/access/key-records.ts';
import type { Records } from '../../records/open-records.ts';
import { readTlsFiles } from './tls-files.ts';

type EntranceConfig = Pick<Config, 'host' | 'isInsecure' | 'tls'>;

/**
 * How the service may be reached. `warnings` are what an operator should know of it; what is no wrong setting may come right
 * by itself. `passedOver` says what does not fit in the files of TLS where those that served before are used.
 */
export type Entrance =
  | {
      readonly ok: true;
      readonly tls: TlsCredentials | null;
      readonly warnings: readonly string[];
      readonly passedOver: string | null;
    }
  | { readonly ok: false; readonly message: string; readonly isWrongSetting: boolean };

/**
 * Decides whether the service may listen where it is told to: other machines may reach it only with keys. `tlsBefore` asks
 * for what a process before this one served with; by default there was none.
 */
export async function openEntrance(
  config: EntranceConfig,
  { db, gate }: Records,
  tlsBefore: () => Promise<TlsCredentials | null> = async () => null,
): Promise<Entrance> {
  const asked = await gate.attempt(() => hasKeys(db));
  if (!asked.ok) return { ok: false, message: asked.failure.message, isWrongSetting: false };
  const refusal = whyNotToListen(config, asked.value);
  if (refusal !== null) return { ok: false, message: refusal, isWrongSetting: true };
  const open = warningOf(config, asked.value);
  const warnings = open === null ? [] : [open];
  if (config.tls === undefined) return { ok: true, tls: null, warnings, passedOver: null };
  const read = await readTlsFiles(config.tls);
  if (read.ok) {
    const all = read.warning === null ? warnings : [...warnings, read.warning];
    return { ok: true, tls: read.credentials, warnings: all, passedOver: null };
  }
  // A service that runs outlives files that are wrong, and so it does when its process is replaced.
  const before = await tlsBefore();
  if (before === null) return { ...read, isWrongSetting: false };
  return { ok: true, tls: before, warnings, passedOver: `${read.message} The service goes on with those before.` };
}

function whyNotToListen({ host, isInsecure }: EntranceConfig, keysExist: boolean): string | null {
  if (isLoopbackHost(host) || isInsecure || keysExist) return null;
  return (
    `SCANBENCH_HOST is "${host}", which other machines can reach, and there are no keys: whoever reaches it could post ` +
    'and read scans. Make a key first, e.g. scanbench keys create --name "gate 1" --scope scan:write scan:read. Or set ' +
    'SCANBENCH_INSECURE=1 if the network around it is trusted or a proxy in front of it asks for credentials.'
  );
}

function warningOf({ host, tls }: EntranceConfig, keysExist: boolean): string | null {
  if (isLoopbackHost(host)) return null;
  if (!keysExist) return 'There are no keys: whoever reaches this service may post and read scans.';
  if (tls !== undefined) return null;
  return 'Keys and scans cross the network in the clear: set SCANBENCH_TLS_CERT_FILE, or let a proxy in front speak TLS.';
}
