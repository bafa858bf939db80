import { Command, InvalidArgumentError, Option } from 'commander';
import { fail, succeed } from '../domain/failure.ts';
import { counted } from '../domain/language/counted.ts';
import { EVENT_TYPES, type EventType } from '../domain/screening/scan-event.ts';
import { countDeliveries, listDeadLetters, redeliver } from '../records/events/deliveries.ts';
import {
  addSecret,
  addWebhook,
  dropSecret,
  lastFailureOf,
  listWebhooks,
  removeWebhook,
  unknownWebhook,
} from '../records/events/webhook-records.ts';
import { newWebhookSecret } from '../webhooks/sign.ts';
import { hasUnreachablePort } from '../webhooks/unreachable-ports.ts';
import { isPrinted } from './command-line/closed-output.ts';
import { parseWhole } from './command-line/parse-options.ts';
import { parsePort } from './command-line/parse-port.ts';
import { print } from './command-line/print.ts';
import { textTable } from './command-line/text-table.ts';
import { useRecords } from './command-line/use-records.ts';

const KEEPING = `
The service may be running: it takes up a change within five seconds. Each event is sent at least once, in no promised
order, signed as Standard Webhooks has it (https://www.standardwebhooks.com). Webhooks are added here and nowhere else:
whoever could add one over HTTP could make the service send requests inside your network.

Examples:
  scanbench webhooks add https://port.example/scans --port NLRTM
  scanbench webhooks list
  scanbench webhooks dead-letters
  scanbench webhooks redeliver 01980f3e-5a3c-7b1e-8f3a-0b1c2d3e4f50`;

/** `scanbench webhooks add|list|new-secret|drop-secret|remove|dead-letters|redeliver`. */
export function webhooksCommand(): Command {
  const command = new Command('webhooks').description('tell other systems what happens, and see what did not arrive');
  command.addHelpText('after', KEEPING);
  const json = () => new Option('--json', 'print JSON for machines');

  command
    .command('add')
    .argument('<url>', 'where events are posted to', parseUrl)
    .description('add a webhook and print its secret: it cannot be printed again')
    .option('-p, --port <code>', 'the only port whose events it is told (UN/LOCODE); all by default', parsePort)
    .addOption(new Option('-e, --event <type...>', 'the events; all by default').choices(EVENT_TYPES))
    .addOption(json())
    .addHelpText('after', KEEPING)
    .action(add);
  command.command('list').description('list the webhooks with what waits for each').addOption(json()).action(list);
  command
    .command('new-secret')
    .argument('<id>', 'its id, as the list has it')
    .description('give a webhook a new secret and print it; the one before signs beside it until drop-secret')
    .action(newSecret);
  command
    .command('drop-secret')
    .argument('<id>', 'its id, as the list has it')
    .description('sign with the new secret alone: the one before is worth nothing any more')
    .action(dropOldSecret);
  command
    .command('remove')
    .argument('<id>', 'its id, as the list has it')
    .description('remove a webhook with all that waits for it')
    .action(remove);
  command
    .command('dead-letters')
    .description('list the events that were given up after the last try, the newest first')
    .option('--limit <n>', 'at most so many', parseWhole('--limit', 1, 100_000), 100)
    .addOption(json())
    .action(deadLetters);
  command
    .command('redeliver')
    .argument('<id>', 'the id of the webhook')
    .option('--event <id>', 'only the event of this id')
    .description('try again what was given up')
    .action(tryAgain);
  return command;
}

interface AddOptions {
  readonly port?: string;
  readonly event?: readonly EventType[];
  readonly json?: true;
}

async function add(url: string, { port, event = EVENT_TYPES, json }: AddOptions): Promise<void> {
  await useRecords(
    async (records) => {
      const webhook = { url, port: port ?? null, types: event, secret: newWebhookSecret() };
      const added = await records.commit.write((transaction) => addWebhook(transaction, webhook, Date.now()));
      if (!added.ok) return added;
      const shown = json ? JSON.stringify({ id: added.value, ...webhook }, null, 2) : webhook.secret;
      if (!(await isPrinted(shown))) {
        const cure = `give it another with scanbench webhooks new-secret ${added.value}`;
        return fail(
          'runtime-failed',
          `The webhook ${added.value} is added, and its secret could not be shown: ${cure}.`,
        );
      }
      if (!json) {
        process.stderr.write(
          `This is the only time that the secret is shown: give it to the receiver. The webhook's id is ${added.value}.\n`,
        );
      }
      if (url.startsWith('http:')) {
        process.stderr.write('The address is not encrypted (http): whoever is on the way can read the events.\n');
      }
      return succeed(undefined);
    },
    { begins: true },
  );
}

async function newSecret(id: string): Promise<void> {
  await useRecords(async (records) => {
    const secret = newWebhookSecret();
    const added = await records.commit.write((transaction) => addSecret(transaction, id, secret, Date.now()));
    if (!added.ok) return added;
    if (!added.value.ok) return added.value;
    if (!(await isPrinted(secret))) {
      const cure = 'drop the one before only after another new-secret';
      return fail(
        'runtime-failed',
        `${id} signs with a new secret that could not be shown, and with the one before: ${cure}.`,
      );
    }
    process.stderr.write(
      `This is the only time that the secret is shown. Both sign until the receiver knows it, and you drop the one before: scanbench webhooks drop-secret ${id}\n`,
    );
    return succeed(undefined);
  });
}

async function dropOldSecret(id: string): Promise<void> {
  await useRecords(async (records) => {
    const dropped = await records.commit.write((transaction) => dropSecret(transaction, id, Date.now()));
    if (!dropped.ok) return dropped;
    if (!dropped.value.ok) return dropped.value;
    print(`${id} signs with its new secret alone.`);
    return succeed(undefined);
  });
}

async function list({ json }: { readonly json?: true }): Promise<void> {
  await useRecords(async (records) => {
    const found = await records.gate.attempt(() => listWebhooks(records.db));
    if (!found.ok) return found;
    const failures = await records.gate.attempt(() =>
      Promise.all(found.value.map(({ id }) => lastFailureOf(records.db, id))),
    );
    if (!failures.ok) return failures;
    const rows = found.value.map(({ secrets, createdAt, ...webhook }, i) => ({
      ...webhook,
      secrets: secrets.length,
      lastFailure: failures.value[i] ?? null,
      createdAt: new Date(createdAt).toISOString(),
    }));
    if (json) print(JSON.stringify(rows, null, 2));
    else if (rows.length === 0) print('There are no webhooks.');
    else {
      const cells = rows.map(({ id, url, port, types, secrets, pending, dead, lastFailure }) => [
        id,
        url,
        port ?? 'all',
        types.join(' '),
        String(secrets),
        String(pending),
        String(dead),
        lastFailure ?? '',
      ]);
      print(textTable(['id', 'address', 'port', 'events', 'secrets', 'waiting', 'dead', 'why it waits'], cells));
    }
    return succeed(undefined);
  });
}

async function remove(id: string): Promise<void> {
  await useRecords(async (records) => {
    const removed = await records.commit.write((transaction) => removeWebhook(transaction, id, Date.now()));
    if (!removed.ok) return removed;
    if (!removed.value) return unknownWebhook(id);
    print(`Removed ${id}.`);
    return succeed(undefined);
  });
}

async function deadLetters({ limit, json }: { readonly limit: number; readonly json?: true }): Promise<void> {
  await useRecords(async (records) => {
    const found = await records.gate.attempt(() => listDeadLetters(records.db, limit));
    if (!found.ok) return found;
    const rows = found.value.map((letter) => ({ ...letter, gaveUpAt: new Date(letter.gaveUpAt).toISOString() }));
    if (json) print(JSON.stringify(rows, null, 2));
    else if (rows.length === 0) print('There are no dead letters.');
    else {
      const cells = rows.map(({ webhookId, eventId, type, attempts, gaveUpAt, lastError }) => [
        webhookId,
        eventId,
        type,
        String(attempts),
        gaveUpAt.slice(0, 19).replace('T', ' '),
        lastError,
      ]);
      print(textTable(['webhook', 'event', 'type', 'tries', 'given up (UTC)', 'last error'], cells));
    }
    if (rows.length < limit) return succeed(undefined);
    const counts = await records.gate.attempt(() => countDeliveries(records.db));
    if (!counts.ok) return counts;
    const all = counts.value.get('dead') ?? 0;
    if (all > limit) process.stderr.write(`These are the newest ${limit} of ${all}: --limit shows more.\n`);
    return succeed(undefined);
  });
}

async function tryAgain(id: string, { event }: { readonly event?: string }): Promise<void> {
  await useRecords(async (records) => {
    const known = await records.gate.attempt(() => listWebhooks(records.db));
    if (!known.ok) return known;
    if (!known.value.some((webhook) => webhook.id === id)) return unknownWebhook(id);
    const again = await records.commit.write((transaction) => redeliver(transaction, id, event ?? null));
    if (!again.ok) return again;
    print(
      again.value === 0
        ? 'No event is tried again: none was given up.'
        : `${counted(again.value, 'event')} will be tried again.`,
    );
    return succeed(undefined);
  });
}

function parseUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!/^https?:\/\//i.test(text))
    throw new InvalidArgumentError('Give an address that begins with https:// or http://.');
  if (url === null) {
    throw new InvalidArgumentError(
      'Its host or port cannot be read: give an address such as https://port.example:8443/scans, with a port up to 65535.',
    );
  }
  if (url.username !== '' || url.password !== '') {
    throw new InvalidArgumentError('Leave user and password out: events are signed, and the list shows addresses.');
  }
  if (hasUnreachablePort(url)) {
    throw new InvalidArgumentError(
      `Nothing is posted to the port ${url.port}: fetch blocks it, because another protocol is spoken there. Have the receiver listen on another one.`,
    );
  }
  return url.href;
}
