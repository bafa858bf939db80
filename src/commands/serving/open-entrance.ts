import type { TlsCredentials } from '../../api/connections/tls-server.ts';
import type { Config } from '../../config/config.ts';
import { isLoopbackHost } from '../../domain/loopback-host.ts';
import { hasKeys } from '../../records/access/key-records.ts';
import type { Records } from '../../records/open-records.ts';
import { readTlsFiles } from './tls-files.ts';

type EntranceConfig = Pick<Config, 'host' | 'isInsecure' | 'tls'>;

/** How the service may be reached. `warnings` are what an operator should know of it; what is no wrong setting may come right by itself. */
export type Entrance =
  | { readonly ok: true; readonly tls: TlsCredentials | null; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly message: string; readonly isWrongSetting: boolean };

/** Decides whether the service may listen where it is told to: other machines may reach it only with keys. */
export async function openEntrance(config: EntranceConfig, { db, gate }: Records): Promise<Entrance> {
  const asked = await gate.attempt(() => hasKeys(db));
  if (!asked.ok) return { ok: false, message: asked.failure.message, isWrongSetting: false };
  const refusal = whyNotToListen(config, asked.value);
  if (refusal !== null) return { ok: false, message: refusal, isWrongSetting: true };
  const open = warningOf(config, asked.value);
  const warnings = open === null ? [] : [open];
  if (config.tls === undefined) return { ok: true, tls: null, warnings };
  const read = await readTlsFiles(config.tls);
  if (!read.ok) return { ...read, isWrongSetting: false };
  return { ok: true, tls: read.credentials, warnings: read.warning === null ? warnings : [...warnings, read.warning] };
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
