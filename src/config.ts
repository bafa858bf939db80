import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { fail, type Outcome, succeed } from './domain/failure.ts';
import type { RemoteAccess } from './domain/remote-access.ts';
import { HOST_PROVIDERS, type Provider } from './domain/technology.ts';

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** A host name or IPv4 address, or an IPv6 address in brackets; then perhaps a port. */
const REMOTE_HOST = '([A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]+\\])(:[0-9]{1,5})?';

/** Variables that hold the tokens of remote models: as many as manifests name, and so no entries of the schema. */
const TOKEN_VARIABLE = /^SCANBENCH_REMOTE_TOKEN(_[A-Z0-9_]+)?$/;

/** Holds the key for a running service that is measured: no setting of a service, and in no report. */
export const SERVICE_KEY_VARIABLE = 'SCANBENCH_KEY';

const count = (minimum: number, maximum: number, description: string) =>
  Type.Integer({ minimum, maximum, description });

/** Every setting, by its variable. `description` says what is allowed, in the words that a wrong value is answered with. */
export const EnvironmentSchema = Type.Object({
  SCANBENCH_HOST: Type.String({
    minLength: 1,
    default: '127.0.0.1',
    description: 'an address or host name to listen on',
  }),
  SCANBENCH_PORT: Type.Integer({
    minimum: 0,
    maximum: 65_535,
    default: 8080,
    description: 'a port from 0 to 65535 (0 picks a free one)',
  }),
  SCANBENCH_INSECURE: Type.Enum(['0', '1'], {
    default: '0',
    description: '1 (serve beyond this machine although there are no keys) or 0',
  }),
  SCANBENCH_RATE_LIMIT: Type.Integer({
    minimum: 0,
    maximum: 1_000_000,
    default: 0,
    description: 'requests a minute for each key, a whole number from 0 (no limit) to 1000000',
  }),
  SCANBENCH_TLS_CERT_FILE: Type.Optional(
    Type.String({ minLength: 1, description: 'a PEM file with the certificate and those that signed it' }),
  ),
  SCANBENCH_TLS_KEY_FILE: Type.Optional(
    Type.String({ minLength: 1, description: 'a PEM file with the private key of the certificate' }),
  ),
  SCANBENCH_DATA_DIR: Type.String({ minLength: 1, default: 'data', description: 'the folder for embedded storage' }),
  SCANBENCH_MODELS_DIR: Type.Optional(
    Type.String({ minLength: 1, description: 'a folder with one model folder each; by default the shipped models' }),
  ),
  SCANBENCH_DATABASE_URL: Type.String({
    pattern: '^(sqlite:|postgres(ql)?://)',
    default: 'sqlite:',
    description: '"sqlite:" (a file in the data folder), "sqlite:PATH", or "postgres://USER:PASSWORD@HOST/DATABASE"',
  }),
  SCANBENCH_QUEUE_URL: Type.Enum(['none'], {
    default: 'none',
    description: '"none": queues between machines are not supported by this version',
  }),
  SCANBENCH_CHAMPION: Type.Optional(
    Type.String({ minLength: 1, description: 'the id of a technology, e.g. local-contrast@onnx-cpu' }),
  ),
  SCANBENCH_CHALLENGERS: Type.String({
    pattern: '^[^,\\s]+(,[^,\\s]+)*$',
    default: 'none',
    description: 'ids of technologies that screen silently, separated by commas, e.g. pattern-break@onnx-cpu; or none',
  }),
  SCANBENCH_ASYNC_LIMIT: Type.Integer({
    minimum: 0,
    maximum: 1_000_000,
    default: 1000,
    description: 'scans that may wait after respond-async, a whole number from 0 to 1000000',
  }),
  SCANBENCH_PROVIDERS: Type.String({
    pattern: `^(${HOST_PROVIDERS.join('|')})(,(${HOST_PROVIDERS.join('|')}))*$`,
    default: 'cpu',
    description: `a list of execution providers, separated by commas, out of ${HOST_PROVIDERS.join(', ')}`,
  }),
  SCANBENCH_MAX_BATCH: Type.Integer({
    minimum: 1,
    maximum: 256,
    default: 8,
    description: 'tiles that a GPU is given at once, a whole number from 1 to 256',
  }),
  SCANBENCH_MAX_WAIT_MS: Type.Number({
    minimum: 0,
    maximum: 1000,
    default: 0,
    description: 'milliseconds that a tile waits for others before a GPU is given it, from 0 to 1000',
  }),
  SCANBENCH_TILE_BATCH: Type.Integer({
    minimum: 1,
    maximum: 64,
    default: 1,
    description: 'tiles of a scan that are one run on the CPU, a whole number from 1 to 64',
  }),
  SCANBENCH_PROCESSES: Type.Integer({
    minimum: 1,
    maximum: 64,
    default: 1,
    description: 'a whole number from 1 to 64',
  }),
  SCANBENCH_WORKERS: Type.Optional(
    count(1, 512, 'a whole number from 1 to 512; by default the CPUs that this process may use'),
  ),
  SCANBENCH_INTRA_OP_THREADS: Type.Integer({
    minimum: 1,
    maximum: 512,
    default: 1,
    description: 'a whole number from 1 to 512',
  }),
  SCANBENCH_IN_FLIGHT_LIMIT: Type.Optional(
    count(1, 100_000, 'a whole number from 1 to 100000; by default workers + 2, at least 4'),
  ),
  SCANBENCH_DEADLINE_MS: Type.Integer({
    minimum: 1,
    maximum: 600_000,
    default: 30_000,
    description: 'milliseconds, a whole number from 1 to 600000',
  }),
  SCANBENCH_HANG_SECONDS: Type.Integer({
    minimum: 1,
    maximum: 86_400,
    default: 120,
    description: 'seconds that one run of a model may take, a whole number from 1 to 86400',
  }),
  SCANBENCH_TAKT_SECONDS: Type.Number({
    exclusiveMinimum: 0,
    maximum: 86_400,
    default: 30,
    description: 'seconds between two containers at the gate, above 0 and at most 86400',
  }),
  SCANBENCH_RETENTION_DAYS: Type.Integer({
    minimum: 0,
    maximum: 36_500,
    default: 0,
    description: 'days, a whole number from 0 (keep pictures and container numbers) to 36500',
  }),
  SCANBENCH_WEBHOOK_ATTEMPTS: Type.Integer({
    minimum: 1,
    maximum: 100,
    default: 10,
    description: 'a whole number from 1 to 100',
  }),
  SCANBENCH_WEBHOOK_TIMEOUT_MS: Type.Integer({
    minimum: 100,
    maximum: 60_000,
    default: 10_000,
    description: 'milliseconds, a whole number from 100 to 60000',
  }),
  SCANBENCH_MAX_SCAN_BYTES: Type.Integer({
    minimum: 1024,
    maximum: 1_073_741_824,
    default: 67_108_864,
    description: 'bytes, a whole number from 1024 to 1073741824',
  }),
  SCANBENCH_REMOTE_HOSTS: Type.Optional(
    Type.String({
      pattern: `^${REMOTE_HOST}(,${REMOTE_HOST})*$`,
      description:
        'a list of hosts that may be sent scans, separated by commas, each with a port or without, e.g. gpu.port.example:8000 or [::1]:8000; no scheme, no path',
    }),
  ),
  SCANBENCH_LOG_LEVEL: Type.Enum(LOG_LEVELS, { default: 'info', description: `one of ${LOG_LEVELS.join(', ')}` }),
});

type Environment = Static<typeof EnvironmentSchema>;

/** Two PEM files. */
export interface TlsFiles {
  readonly certFile: string;
  readonly keyFile: string;
}

/** The settings, checked and complete. Nothing below `main` and the commands reads the environment. */
export interface Config {
  readonly host: string;
  readonly port: number;
  /** Whether other machines may reach the service although it has no keys. */
  readonly isInsecure: boolean;
  /** For each key that has no limit of its own; 0 is none. */
  readonly requestsPerMinute: number;
  /** Undefined: HTTP without TLS. */
  readonly tls?: TlsFiles;
  readonly dataDir: string;
  /** `sqlite:`, `sqlite:PATH` or `postgres://…`; it may hold a password. */
  readonly databaseUrl: string;
  /** Undefined: the models shipped with this installation. */
  readonly modelsDir?: string;
  /** Undefined: the first ready technology in the documented order. */
  readonly champion?: string;
  readonly challengers: readonly string[];
  /** Scans that were accepted with `respond-async` and wait. */
  readonly asyncLimit: number;
  readonly providers: readonly [Provider, ...Provider[]];
  /** Those that serve, beside the primary. */
  readonly processes: number;
  /** Of all processes together. Undefined: as many as CPUs may be used. */
  readonly workers?: number;
  readonly intraOpThreads: number;
  /** How tiles are put together: those of one scan on the CPU, those of several scans where a GPU computes. */
  readonly batching: { readonly tileBatch: number; readonly maxBatch: number; readonly maxWaitMs: number };
  /** Of all processes together. Undefined: workers + 2, at least 4, for each. */
  readonly inFlightLimit?: number;
  readonly deadlineMs: number;
  /** A run of a model that takes longer hangs: the process that serves is replaced. */
  readonly hangSeconds: number;
  readonly taktSeconds: number;
  readonly maxScanBytes: number;
  /** By default no host may be sent scans. */
  readonly remoteAccess: RemoteAccess;
  /** 0: pictures and container numbers are kept. */
  readonly retentionDays: number;
  readonly webhookAttempts: number;
  readonly webhookTimeoutMs: number;
  readonly logLevel: Environment['SCANBENCH_LOG_LEVEL'];
}

export type ReadConfig =
  | { readonly ok: true; readonly config: Config; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly message: string };

/**
 * Reads the settings from an environment. An empty variable counts as not set. A wrong value and a name that looks like
 * a misspelt setting are refused with a sentence; any other unknown `SCANBENCH_` name only warns, because Kubernetes
 * adds names such as `SCANBENCH_SERVICE_HOST` for a service called `scanbench`.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): ReadConfig {
  const names = Object.keys(EnvironmentSchema.properties);
  const warnings: string[] = [];
  for (const name of Object.keys(env)) {
    if (!name.startsWith('SCANBENCH_') || names.includes(name) || TOKEN_VARIABLE.test(name)) continue;
    if (name === SERVICE_KEY_VARIABLE) continue;
    const { nearest, distance } = nearestOf(name, names);
    const sentence = `${name} is not a setting; the nearest known name is ${nearest}.`;
    if (distance <= 2) return { ok: false, message: `${sentence} Correct the name or unset it.` };
    warnings.push(`${sentence} It has no effect.`);
  }

  const values: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(EnvironmentSchema.properties)) {
    const text = env[name];
    if (text === undefined || text === '') continue;
    const value = 'type' in schema && (schema.type === 'integer' || schema.type === 'number') ? numberFrom(text) : text;
    if (!Value.Check(schema, value)) {
      const allowed: unknown = Reflect.get(schema, 'description');
      return { ok: false, message: `${name} is "${text}", but it must be ${allowed}.` };
    }
    values[name] = value;
  }
  const environment = Value.Parse(EnvironmentSchema, Value.Default(EnvironmentSchema, values));

  const { SCANBENCH_TLS_CERT_FILE: certFile, SCANBENCH_TLS_KEY_FILE: keyFile } = environment;
  if ((certFile === undefined) !== (keyFile === undefined)) {
    const message = 'TLS takes two files: set both SCANBENCH_TLS_CERT_FILE and SCANBENCH_TLS_KEY_FILE, or neither.';
    return { ok: false, message };
  }
  const misfit = whyProcessesDoNotFit(environment);
  if (misfit !== null) return { ok: false, message: misfit };
  return { ok: true, config: configFrom(environment, tokensIn(env)), warnings };
}

/** What several processes share out must be enough for each, and what they share must be shared. */
function whyProcessesDoNotFit(environment: Environment): string | null {
  const { SCANBENCH_PROCESSES: processes, SCANBENCH_DATABASE_URL: databaseUrl } = environment;
  if (processes === 1) return null;
  for (const name of ['SCANBENCH_WORKERS', 'SCANBENCH_IN_FLIGHT_LIMIT'] as const) {
    const value = environment[name];
    if (value === undefined || value >= processes) continue;
    return `${name} is ${value}, which ${processes} processes cannot share: raise it, or lower SCANBENCH_PROCESSES.`;
  }
  if (databaseUrl !== 'sqlite::memory:') return null;
  return 'SCANBENCH_DATABASE_URL is in the memory of one process, and there are several: name a file, or PostgreSQL.';
}

/**
 * The two kinds of settings that commands without a service need, too: which hosts may be sent scans, and the tokens for
 * them. Refuses a wrong list with the sentence that `readConfig` has for it.
 */
export function readRemoteAccess(env: Readonly<Record<string, string | undefined>>): Outcome<RemoteAccess> {
  const list = env['SCANBENCH_REMOTE_HOSTS'];
  if (list === undefined || list === '') return succeed({ hosts: [], tokens: tokensIn(env) });
  const schema = EnvironmentSchema.properties.SCANBENCH_REMOTE_HOSTS;
  if (Value.Check(schema, list)) return succeed({ hosts: hostsIn(list), tokens: tokensIn(env) });
  const allowed: unknown = Reflect.get(schema, 'description');
  return fail('malformed-request', `SCANBENCH_REMOTE_HOSTS is "${list}", but it must be ${allowed}.`);
}

/** The key that commands ask a running service with; null without one. Its form is checked where it is used. */
export function readServiceKey(env: Readonly<Record<string, string | undefined>>): string | null {
  return env[SERVICE_KEY_VARIABLE] || null;
}

function hostsIn(list: string | undefined): readonly string[] {
  return list === undefined ? [] : list.toLowerCase().split(',');
}

function tokensIn(env: Readonly<Record<string, string | undefined>>): RemoteAccess['tokens'] {
  const tokens: Record<string, string> = {};
  for (const [name, token] of Object.entries(env)) {
    if (TOKEN_VARIABLE.test(name) && token !== undefined && token !== '') tokens[name] = token;
  }
  return tokens;
}

function configFrom(environment: Environment, tokens: RemoteAccess['tokens']): Config {
  const [first = 'cpu', ...others] = providersIn(environment.SCANBENCH_PROVIDERS);
  const { SCANBENCH_TLS_CERT_FILE: certFile, SCANBENCH_TLS_KEY_FILE: keyFile } = environment;
  return {
    host: environment.SCANBENCH_HOST,
    port: environment.SCANBENCH_PORT,
    isInsecure: environment.SCANBENCH_INSECURE === '1',
    requestsPerMinute: environment.SCANBENCH_RATE_LIMIT,
    ...(certFile !== undefined && keyFile !== undefined && { tls: { certFile, keyFile } }),
    dataDir: environment.SCANBENCH_DATA_DIR,
    databaseUrl: environment.SCANBENCH_DATABASE_URL,
    ...(environment.SCANBENCH_MODELS_DIR !== undefined && { modelsDir: environment.SCANBENCH_MODELS_DIR }),
    ...(environment.SCANBENCH_CHAMPION !== undefined && { champion: environment.SCANBENCH_CHAMPION }),
    challengers: environment.SCANBENCH_CHALLENGERS.split(',').filter((id) => id !== 'none'),
    asyncLimit: environment.SCANBENCH_ASYNC_LIMIT,
    providers: [first, ...others],
    ...(environment.SCANBENCH_WORKERS !== undefined && { workers: environment.SCANBENCH_WORKERS }),
    processes: environment.SCANBENCH_PROCESSES,
    intraOpThreads: environment.SCANBENCH_INTRA_OP_THREADS,
    batching: {
      tileBatch: environment.SCANBENCH_TILE_BATCH,
      maxBatch: environment.SCANBENCH_MAX_BATCH,
      maxWaitMs: environment.SCANBENCH_MAX_WAIT_MS,
    },
    ...(environment.SCANBENCH_IN_FLIGHT_LIMIT !== undefined && {
      inFlightLimit: environment.SCANBENCH_IN_FLIGHT_LIMIT,
    }),
    deadlineMs: environment.SCANBENCH_DEADLINE_MS,
    hangSeconds: environment.SCANBENCH_HANG_SECONDS,
    taktSeconds: environment.SCANBENCH_TAKT_SECONDS,
    maxScanBytes: environment.SCANBENCH_MAX_SCAN_BYTES,
    remoteAccess: { hosts: hostsIn(environment.SCANBENCH_REMOTE_HOSTS), tokens },
    retentionDays: environment.SCANBENCH_RETENTION_DAYS,
    webhookAttempts: environment.SCANBENCH_WEBHOOK_ATTEMPTS,
    webhookTimeoutMs: environment.SCANBENCH_WEBHOOK_TIMEOUT_MS,
    logLevel: environment.SCANBENCH_LOG_LEVEL,
  };
}

/** The providers named in a checked list, each once, in the order given. */
function providersIn(list: string): Provider[] {
  const named = new Set(list.split(','));
  return [...named].flatMap((name) => HOST_PROVIDERS.filter((provider) => provider === name));
}

function numberFrom(text: string): number {
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
}

function nearestOf(name: string, candidates: readonly string[]): { nearest: string; distance: number } {
  let nearest = '';
  let distance = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const edits = editDistance(name, candidate);
    if (edits < distance) {
      nearest = candidate;
      distance = edits;
    }
  }
  return { nearest, distance };
}

/** Levenshtein distance: the fewest insertions, deletions and replacements that turn one name into the other. */
function editDistance(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const replaced = (previous[column - 1] ?? 0) + (from[row - 1] === to[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[to.length] ?? 0;
}
