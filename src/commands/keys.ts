import { Command, InvalidArgumentError, Option } from 'commander';
import { fail, succeed } from '../domain/failure.ts';
import { SCOPES, type Scope, SERVICE_WIDE_SCOPES, scopesIn } from '../domain/service/scope.ts';
import { createKey, keyState, listKeys, revokeKey } from '../records/access/key-records.ts';
import { isPrinted } from './command-line/closed-output.ts';
import { EXIT_WRONG_USAGE, endCommand } from './command-line/exit.ts';
import { parseExpiry } from './command-line/parse-expiry.ts';
import { parseWhole } from './command-line/parse-options.ts';
import { parsePort } from './command-line/parse-port.ts';
import { print } from './command-line/print.ts';
import { textTable } from './command-line/text-table.ts';
import { useRecords } from './command-line/use-records.ts';

const EXAMPLES = `
Scopes: scan:write (post scans, run models), scan:read (read scans and pictures), inspection:write (say what officers
found), report (comparisons and reports), admin (change what screens), metrics (read /metrics).
The settings are the service's: SCANBENCH_DATA_DIR or SCANBENCH_DATABASE_URL say whose keys these are. The service may
be running: it takes a new key at once, and refuses a revoked one from then on.

Examples:
  scanbench keys create --name "gate 1" --scope scan:write --port NLRTM
  scanbench keys create --name "officers" --scope scan:read inspection:write report --port NLRTM --expires 365d
  scanbench keys create --name "Prometheus" --scope metrics
  scanbench keys list
  scanbench keys revoke 3f9c2a7d41b08e65`;

/** `scanbench keys create|list|revoke`. */
export function keysCommand(): Command {
  const command = new Command('keys').description('make, list and revoke the API keys of the service');
  command.addHelpText('after', EXAMPLES);

  command
    .command('create')
    .description('make a key and print it: it cannot be printed again')
    .requiredOption('-n, --name <name>', 'what you call it, e.g. who uses it', parseName)
    .addOption(new Option('-s, --scope <scope...>', 'what it may do').choices(SCOPES).makeOptionMandatory())
    .option('-p, --port <code>', 'the only port whose scans it sees and writes (UN/LOCODE); all by default', parsePort)
    .option('-e, --expires <when>', 'a date such as 2027-01-31, or days from now such as 90d; never by default', expiry)
    .option(
      '--rate-limit <n>',
      'requests a minute; SCANBENCH_RATE_LIMIT by default',
      parseWhole('--rate-limit', 1, 1_000_000),
    )
    .option('--json', 'print JSON for machines')
    .addHelpText('after', EXAMPLES)
    .action(create);

  command
    .command('list')
    .description('list all keys, the revoked ones included; their secrets are nowhere')
    .option('--json', 'print JSON for machines')
    .action(list);

  command
    .command('revoke')
    .argument('<id>', 'its id, as the list has it')
    .description('end a key for good; a running service refuses it at once')
    .action(revoke);
  return command;
}

interface CreateOptions {
  readonly name: string;
  readonly scope: readonly Scope[];
  readonly port?: string;
  readonly expires?: number;
  readonly rateLimit?: number;
  readonly json?: true;
}

async function create({ name, scope, port, expires, rateLimit, json }: CreateOptions): Promise<void> {
  const wide = SERVICE_WIDE_SCOPES.filter((one) => scope.includes(one));
  if (port !== undefined && wide.length > 0) {
    const message = `${wide.join(' and ')} ${wide.length === 1 ? 'reaches' : 'reach'} beyond one port: make a key of its own for that, without --port.`;
    return endCommand(message, EXIT_WRONG_USAGE);
  }
  await useRecords(
    async (records) => {
      const now = Date.now();
      const wanted = {
        name,
        scopes: scopesIn(scope),
        port: port ?? null,
        expiresAt: expires ?? null,
        requestsPerMinute: rateLimit ?? null,
      };
      const made = await records.commit.write((transaction) => createKey(transaction, wanted, now));
      if (!made.ok) return made;
      const { id, key } = made.value;
      const shown = { id, key, ...wanted, expiresAt: momentText(wanted.expiresAt) };
      if (!(await isPrinted(json ? JSON.stringify(shown, null, 2) : key))) {
        const cure = `end it with scanbench keys revoke ${id}, and make another`;
        return fail(
          'runtime-failed',
          `The key ${id} is made and could not be shown, which cannot be done again: ${cure}.`,
        );
      }
      if (!json) {
        process.stderr.write(`This is the only time that the key is shown: keep it. Its id is ${id}.\n`);
      }
      return succeed(undefined);
    },
    { begins: true },
  );
}

async function list({ json }: { readonly json?: true }): Promise<void> {
  await useRecords(async (records) => {
    const found = await records.gate.attempt(() => listKeys(records.db));
    if (!found.ok) return found;
    const now = Date.now();
    const rows = found.value.map((key) => ({
      ...key,
      state: keyState(key, now),
      createdAt: momentText(key.createdAt),
      expiresAt: momentText(key.expiresAt),
      revokedAt: momentText(key.revokedAt),
      lastUsedAt: momentText(key.lastUsedAt),
    }));
    if (json) print(JSON.stringify(rows, null, 2));
    else if (rows.length === 0) print('There are no keys: the service is open, and only to this machine.');
    else {
      const cells = rows.map(({ id, name, state, port, scopes, expiresAt, lastUsedAt }) => [
        id,
        name,
        state,
        port ?? 'all',
        scopes.join(' '),
        minuteText(expiresAt),
        minuteText(lastUsedAt),
      ]);
      print(textTable(['id', 'name', 'state', 'port', 'scopes', 'expires (UTC)', 'last used (UTC)'], cells));
    }
    return succeed(undefined);
  });
}

async function revoke(id: string): Promise<void> {
  await useRecords(async (records) => {
    const revoked = await records.commit.write((transaction) => revokeKey(transaction, id, Date.now()));
    if (!revoked.ok) return revoked;
    if (!revoked.value) {
      return fail('not-found', `No key in force has the id ${JSON.stringify(id)}: scanbench keys list shows them.`);
    }
    print(`Revoked ${id}.`);
    return succeed(undefined);
  });
}

/** A date alone would tell nobody when on that day. */
function minuteText(moment: string | null): string {
  return moment?.slice(0, 16).replace('T', ' ') ?? 'never';
}

function momentText(moment: number | null): string | null {
  return moment === null ? null : new Date(moment).toISOString();
}

function parseName(text: string): string {
  const name = text.trim();
  if (name !== '' && name.length <= 100 && !/\p{Cc}/u.test(name)) return name;
  throw new InvalidArgumentError('A name has 1 to 100 characters on one line.');
}

function expiry(text: string): number {
  const moment = parseExpiry(text, Date.now());
  if (moment !== null) return moment;
  throw new InvalidArgumentError(
    'Give a date that is still to come, such as 2027-01-31, or days from now, such as 90d.',
  );
}
