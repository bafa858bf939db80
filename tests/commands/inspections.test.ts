import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { inspectionsCommand } from '../../src/commands/inspections.ts';
import { openRecords, type Records } from '../../src/records/open-records.ts';
import { insertScreenedScan } from '../../src/records/scans/write-scans.ts';
import { hearStreams } from '../fixtures/hear-streams.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { valueFrom } from '../fixtures/value-from.ts';

afterEach(() => {
  process.exitCode = 0;
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

const HEADER = 'containerNumber;inspectedAt;outcome;selectedBy;category\n';
const KNOWN = 'CSQU3054383;2.3.2026;threat;random;weapons\n';
const UNKNOWN = 'MSKU6011672;2.3.2026;benign;random;\n';

/** A folder of records with one scan, of the port Rotterdam. */
async function withScan() {
  const folder = await temporaryFolder();
  vi.stubEnv('SCANBENCH_DATA_DIR', folder);
  const id = uuidv7();
  const use = async <Value>(ask: (records: Records) => Promise<Value>): Promise<Value> => {
    const records = valueFrom(await openRecords({ databaseUrl: 'sqlite:', dataDir: folder, serves: false }));
    const value = await ask(records);
    await records.close();
    return value;
  };
  const scan = {
    id,
    port: 'NLRTM',
    receivedAt: new Date('2026-03-01T08:00:00Z'),
    metadata: { containerNumber: 'CSQU3054383' },
  };
  await use(({ commit }) =>
    commit.write((transaction) =>
      insertScreenedScan(transaction, scan, { views: [], screenings: [] }, () => ({ role: 'asked', modelSha256: '' })),
    ),
  );
  const outcome = () =>
    use(async ({ inspections }) => valueFrom(await inspections.current([id])).map((found) => found.outcome));
  return { folder, outcome };
}

async function importFile(folder: string, text: string | Buffer, ...options: readonly string[]): Promise<string> {
  const file = path.join(folder, 'list.csv');
  await writeFile(file, text);
  const written = hearStreams();
  const command = inspectionsCommand();
  // As the program does for all of its commands: wrong usage is thrown, and ends no process.
  for (const subcommand of command.commands) subcommand.exitOverride();
  await command.parseAsync(['import', file, ...options], { from: 'user' });
  return written();
}

describe('scanbench inspections import', () => {
  it('records the rows of a list', async () => {
    const { folder, outcome } = await withScan();
    expect(await importFile(folder, HEADER + KNOWN, '--port', 'NLRTM')).toMatch(/1 of 1 row has a scan: 1 recorded/);
    expect(await outcome()).toEqual(['threat']);
    expect(process.exitCode ?? 0).toBe(0);
  });

  it('records nothing and fails where a row has no scan, unless such rows are to be left out', async () => {
    const { folder, outcome } = await withScan();
    const refused = await importFile(folder, HEADER + KNOWN + UNKNOWN);
    expect(refused).toContain(`${path.join(folder, 'list.csv')}, line 3: no scan of MSKU6011672`);
    expect(refused).toMatch(/Nothing was recorded.*--skip-unmatched/);
    expect(process.exitCode).toBe(1);
    expect(await outcome()).toEqual([]);
    process.exitCode = 0;
    expect(await importFile(folder, HEADER + KNOWN + UNKNOWN, '--skip-unmatched')).toMatch(/1 recorded/);
    expect(await outcome()).toEqual(['threat']);
  });

  it('does not advise to leave rows out that are wrong, where those without a scan are left out already', async () => {
    const { folder } = await withScan();
    const said = await importFile(folder, `${HEADER}XX;2.3.2026;threat;random;\n`, '--skip-unmatched');
    expect(said).toMatch(/line 2: The container number "XX" .*\n.*Nothing was recorded: correct the list\.\n$/s);
    expect(process.exitCode).toBe(1);
  });

  it('looks at one port where it is named, and writes nothing in a dry run', async () => {
    const { folder, outcome } = await withScan();
    const report = JSON.parse(await importFile(folder, HEADER + KNOWN, '--port', 'DEHAM', '--dry-run', '--json'));
    expect(report).toMatchObject({ state: 'dry-run', matched: 0, problems: [{ line: 2 }] });
    expect(await importFile(folder, HEADER + KNOWN, '--dry-run')).toMatch(/1 of 1 row has a scan.*--dry-run/);
    expect(await outcome()).toEqual([]);
  });

  it('ends a dry run as the import of the same list would end', async () => {
    const { folder, outcome } = await withScan();
    expect(await importFile(folder, HEADER + KNOWN, '--dry-run')).toMatch(/as --dry-run says\.$/m);
    expect(process.exitCode ?? 0).toBe(0);
    expect(await importFile(folder, HEADER + KNOWN + UNKNOWN, '--dry-run', '--skip-unmatched')).toMatch(
      /line 3: no scan/,
    );
    expect(process.exitCode ?? 0).toBe(0);
    expect(await importFile(folder, HEADER + KNOWN + UNKNOWN, '--dry-run')).toMatch(
      /as it is nothing would be: .*--skip-unmatched/,
    );
    expect(process.exitCode).toBe(1);
    expect(await outcome()).toEqual([]);
  });

  it('says that there were no records where the data folder is another one than was meant', async () => {
    const { folder } = await withScan();
    expect(await importFile(folder, HEADER + KNOWN)).not.toMatch(/no records/);
    vi.stubEnv('SCANBENCH_DATA_DIR', path.join(folder, 'misspelt'));
    const said = await importFile(folder, HEADER + KNOWN);
    expect(said).toMatch(/There are no records: .*misspelt.* is not there.*SCANBENCH_DATA_DIR/);
    expect(existsSync(path.join(folder, 'misspelt'))).toBe(false);
    expect(process.exitCode).toBe(2);
  });

  it('says what is wrong with a file', async () => {
    const { folder } = await withScan();
    expect(await importFile(folder, Buffer.from([0xff, 0xfe, 0x41]))).toMatch(/line 1: this is no text in UTF-8; save/);
    expect(process.exitCode).toBe(2);
    process.exitCode = 0;
    const otherEncoding = Buffer.from(`${HEADER}${KNOWN}K\u00f6ln\n`, 'latin1');
    expect(await importFile(folder, otherEncoding)).toMatch(/list\.csv, line 3: this is no text in UTF-8; save/);
    process.exitCode = 0;
    expect(await importFile(folder, 'a;b\n')).toMatch(
      /^scanbench: \S*list\.csv: Line 1 of the list has an unknown column "a"/,
    );
    expect(process.exitCode).toBe(2);
    await expect(importFile(folder, HEADER, '--utc-offset', 'CET')).rejects.toThrow(/written as \+01:00/);
  });
});
