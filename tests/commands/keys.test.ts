import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { auditCommand } from '../../src/commands/audit.ts';
import { parseExpiry } from '../../src/commands/command-line/parse-expiry.ts';
import { keysCommand } from '../../src/commands/keys.ts';
import { hearStreams } from '../fixtures/hear-streams.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { createPostgresDatabase, hasPostgres } from '../records/databases.ts';

afterEach(() => {
  process.exitCode = 0;
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

/** Runs `scanbench keys …` or `scanbench audit …`; what it wrote, and its exit code. */
async function run(name: 'keys' | 'audit', ...options: readonly string[]) {
  const written = hearStreams();
  const command = name === 'keys' ? keysCommand() : auditCommand();
  for (const each of [command, ...command.commands]) {
    each.exitOverride().configureOutput({ writeErr: () => {}, writeOut: () => {} });
  }
  process.exitCode = 0;
  await command.parseAsync(options, { from: 'user' });
  vi.restoreAllMocks();
  return { text: written(), code: process.exitCode };
}

const useFolder = async () => vi.stubEnv('SCANBENCH_DATA_DIR', await temporaryFolder());
const SCOPES = ['--scope', 'scan:write', 'scan:read'];

describe('scanbench keys', () => {
  it('makes a key, shows its secret once, lists and revokes it', async () => {
    await useFolder();
    const made = JSON.parse(
      (await run('keys', 'create', '--name', 'gate 1', ...SCOPES, '--port', 'nl rtm', '--json')).text,
    );
    expect(made).toMatchObject({ name: 'gate 1', scopes: ['scan:write', 'scan:read'], port: 'NLRTM', expiresAt: null });
    expect(made.key).toMatch(new RegExp(`^sbk_${made.id}_[A-Za-z0-9_-]{43}$`));

    const table = (await run('keys', 'list')).text;
    expect(table).toMatch(new RegExp(`${made.id} +gate 1 +in force +NLRTM +scan:write scan:read +never +never`));
    expect(table).not.toContain(made.key.split('_').slice(2).join('_'));

    expect(await run('keys', 'revoke', made.id)).toEqual({ text: `Revoked ${made.id}.\n`, code: 0 });
    expect(JSON.parse((await run('keys', 'list', '--json')).text)).toMatchObject([{ id: made.id, state: 'revoked' }]);
    const again = await run('keys', 'revoke', made.id);
    expect(again.code).toBe(2);
    expect(again.text).toContain('scanbench keys list');
  });

  it('lists when a key ends to the minute: a date alone would mean its beginning', async () => {
    await useFolder();
    const names = ['2999-01-01', '2999-01-01T10:30+01:00'];
    for (const name of names) await run('keys', 'create', '--name', name, ...SCOPES, '--expires', name);
    const { text } = await run('keys', 'list');
    expect(text).toMatch(/ 2999-01-01 +in force .* 2999-01-01 00:00 +never/);
    expect(text).toMatch(/ 2999-01-01T10:30\+01:00 +in force .* 2999-01-01 09:30 +never/);
  });

  it('ends with 2 and makes nothing where there are no records to read, and makes them where it begins', async () => {
    const folder = path.join(await temporaryFolder(), 'misspelt');
    vi.stubEnv('SCANBENCH_DATA_DIR', folder);
    for (const [name, ...words] of [
      ['audit', 'verify'],
      ['audit', 'list'],
      ['keys', 'list'],
      ['keys', 'revoke', '3f9c2a7d41b08e65'],
    ] as const) {
      const { text, code } = await run(name, ...words);
      expect(text).toMatch(/There are no records: .*scanbench\.sqlite is not there.*SCANBENCH_DATA_DIR/);
      expect(text).not.toContain('intact');
      expect(code).toBe(2);
    }
    expect(existsSync(folder)).toBe(false);
    expect((await run('keys', 'create', '--name', 'first', ...SCOPES)).text).not.toContain('no records');
    vi.stubEnv('SCANBENCH_DATABASE_URL', `sqlite:${path.join(folder, 'absent', 'records.sqlite')}`);
    const { text, code } = await run('keys', 'create', '--name', 'second', ...SCOPES);
    expect(text).toContain('There is no folder for');
    expect(code).toBe(2);
  });

  it.each([['list'], ['create', '--name', 'first', ...SCOPES]])(
    'ends with 2 where the data folder is a file: %s',
    async (...words) => {
      const file = path.join(await temporaryFolder(), 'file');
      await writeFile(file, '');
      vi.stubEnv('SCANBENCH_DATA_DIR', file);
      const { text, code } = await run('keys', ...words);
      expect(text).toMatch(/SCANBENCH_DATA_DIR/);
      expect(code).toBe(2);
    },
  );

  it.skipIf(!hasPostgres)('says so of a PostgreSQL database, too', async () => {
    await useFolder();
    vi.stubEnv('SCANBENCH_DATABASE_URL', await createPostgresDatabase());
    const list = await run('keys', 'list');
    expect(list.text).toMatch(/no records: the database has no tables\. .*_DATABASE_URL/);
    expect(list.code).toBe(2);
    // Asked again: none were made meanwhile.
    expect((await run('keys', 'list')).code).toBe(2);
    await run('keys', 'create', '--name', 'first', ...SCOPES);
    expect((await run('keys', 'list')).code).toBe(0);
  });

  it.each([
    [['--name', 'x'], '--scope'],
    [['--name', 'x', '--scope', 'everything'], 'Allowed choices'],
    [['--name', ' ', ...SCOPES], '1 to 100 characters'],
    [['--name', 'x', ...SCOPES, '--port', 'Rotterdam'], 'UN/LOCODE'],
    [['--name', 'x', ...SCOPES, '--expires', '2020-01-01'], 'still to come'],
    [['--name', 'x', ...SCOPES, '--rate-limit', '0'], '1 to 1000000'],
  ])('refuses %j', async (options, why) => {
    await useFolder();
    await expect(run('keys', 'create', ...options)).rejects.toThrow(why);
  });

  it('makes no key of one port for what reaches beyond it', async () => {
    await useFolder();
    const { text, code } = await run('keys', 'create', '--name', 'x', '--scope', 'metrics', '--port', 'NLRTM');
    expect([text.includes('metrics reaches beyond one port'), code]).toEqual([true, 2]);
    expect((await run('keys', 'list')).text).toContain('There are no records');
  });
});

describe('scanbench audit', () => {
  it('lists what was done, verifies it, and holds it against a kept head', async () => {
    await useFolder();
    await run('keys', 'create', '--name', 'a', ...SCOPES);
    const first = await run('audit', 'verify');
    const head = /^1:[0-9a-f]{64}$/m.exec(first.text)?.[0] ?? '';
    expect([first.code, first.text.includes('intact: 1 entry'), head.length]).toEqual([0, true, 66]);
    await run('keys', 'create', '--name', 'b', ...SCOPES);
    expect((await run('audit', 'verify', '--kept', head)).code).toBe(0);
    const cut = await run('audit', 'verify', '--kept', `7:${'a'.repeat(64)}`);
    expect(cut.code).toBe(1);
    expect(cut.text).toContain('broken at entry 3: it is missing: the kept head is of entry 7');
    expect(JSON.parse((await run('audit', 'list', '--json')).text)).toMatchObject([
      { seq: 2, actor: null, action: 'key.create', details: { scopes: ['scan:write', 'scan:read'], port: null } },
      { seq: 1 },
    ]);
    expect((await run('audit', 'list')).text).toMatch(/2 .* this machine +key\.create/);
  });
});

describe('the end of a key', () => {
  const NOW = Date.parse('2026-03-01T12:00:00Z');
  it.each([
    ['1d', '2026-03-02T12:00:00Z'],
    ['2027-01-31', '2027-01-31T00:00:00Z'],
    ['2026-03-01T13:30+01:00', '2026-03-01T12:30:00Z'],
  ])('%s is %s', (text, moment) => {
    expect(parseExpiry(text, NOW)).toBe(Date.parse(moment));
  });

  it.each(['', '0d', '99999d', '2026-03-01', '2027-02-30', '2027-13-01', '01.02.2027', '2027-01-31T10:00', 'soon'])(
    '%j is none',
    (text) => {
      expect(parseExpiry(text, NOW)).toBeNull();
    },
  );
});
