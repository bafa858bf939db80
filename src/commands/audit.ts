import { Command, InvalidArgumentError } from 'commander';
import { Type } from 'typebox';
import { succeed } from '../domain/failure.ts';
import { type AuditHead, listAudit, verifyAudit } from '../records/access/audit.ts';
import { readColumn } from '../records/read-column.ts';
import { endCommand } from './command-line/exit.ts';
import { parseWhole } from './command-line/parse-options.ts';
import { print } from './command-line/print.ts';
import { textTable } from './command-line/text-table.ts';
import { useRecords } from './command-line/use-records.ts';

const KEEPING = `
Each entry carries the hash of the one before: what was changed, left out or put in between shows. Who can write the
database can still cut the end off, or write all of it anew. So keep the head that verify prints where they cannot
write, and give it with --kept the next time: it then also shows whether that entry is still the same.

Examples:
  scanbench audit verify
  scanbench audit verify --kept 1204:9b74c9…`;

/** `scanbench audit verify|list`. */
export function auditCommand(): Command {
  const command = new Command('audit').description('read and verify the trail of who changed what');

  command
    .command('verify')
    .description('compute every hash of the trail anew and print its head; exit 1 and the first broken entry otherwise')
    .option('--kept <seq:hash>', 'a head that was printed before', parseHead)
    .option('--json', 'print JSON for machines')
    .addHelpText('after', KEEPING)
    .action(verify);

  command
    .command('list')
    .description('the newest entries, the last one first')
    .option('-n, --limit <n>', 'how many', parseWhole('--limit', 1, 100_000), 50)
    .option('--json', 'print JSON for machines')
    .action(list);
  return command;
}

async function verify({ kept, json }: { readonly kept?: AuditHead; readonly json?: true }): Promise<void> {
  await useRecords(async (records) => {
    const verdict = await records.gate.attempt(() => verifyAudit(records.db, kept));
    if (!verdict.ok) return verdict;
    if (json) print(JSON.stringify(verdict.value, null, 2));
    if (!verdict.value.intact) {
      const { seq, why } = verdict.value.broken;
      endCommand(`The audit trail is broken at entry ${seq}: ${why}. Compare it with a backup.`);
      return succeed(undefined);
    }
    const { seq, hash } = verdict.value.head;
    if (!json)
      print(
        `The audit trail is intact: ${seq === 1 ? '1 entry' : `${seq} entries`}. Its head, to be kept elsewhere:\n${seq}:${hash}`,
      );
    return succeed(undefined);
  });
}

async function list({ limit, json }: { readonly limit: number; readonly json?: true }): Promise<void> {
  await useRecords(async (records) => {
    const found = await records.gate.attempt(() => listAudit(records.db, limit));
    if (!found.ok) return found;
    const entries = found.value.map((entry) => ({ ...entry, at: new Date(entry.at).toISOString() }));
    if (json) {
      const read = await records.gate.attempt(async () =>
        entries.map((entry) => ({ ...entry, details: readDetails(entry) })),
      );
      if (!read.ok) return read;
      print(JSON.stringify(read.value, null, 2));
    } else if (entries.length === 0) print('Nothing was changed yet.');
    else {
      const cells = entries.map(({ seq, at, actor, action, subject, details }) => [
        String(seq),
        at,
        actor ?? 'this machine',
        action,
        subject ?? '',
        details,
      ]);
      print(textTable(['entry', 'at', 'by key', 'what', 'of', 'details'], cells));
    }
    return succeed(undefined);
  });
}

const DetailsSchema = Type.Record(Type.String(), Type.Unknown());

function readDetails({ seq, details }: { readonly seq: number; readonly details: string }): object {
  return readColumn(DetailsSchema, details, {
    what: `the details of the audit entry ${seq}`,
    cure: 'list them without --json; scanbench audit verify says whether it was changed',
  });
}

function parseHead(text: string): AuditHead {
  const [, seq, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (seq !== undefined && hash !== undefined) return { seq: Number(seq), hash };
  throw new InvalidArgumentError(
    'Give a head as verify prints it: the number of an entry, a colon, 64 hexadecimal digits.',
  );
}
