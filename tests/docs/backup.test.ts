import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { shipped } from '../../src/installation.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';

const hasSqlite = spawnSync('sqlite3', ['--version']).error === undefined;

it.skipIf(!hasSqlite)('the documented backup can be made again and again, each one whole', async () => {
  const text = readFileSync(shipped('docs', 'deployment.md'), 'utf8');
  const [, documented = ''] = /^## Backup\n.*?^```sh\n(.*?)^```$/ms.exec(text) ?? [];
  const [dataDir, backups] = [await temporaryFolder(), await temporaryFolder()];
  const script = documented.replaceAll('/var/lib/scanbench', dataDir).replaceAll('/backup/', `${backups}/`);
  const run = (command: string, args: readonly string[]) => spawnSync(command, args, { encoding: 'utf8' });
  const database = path.join(dataDir, 'scanbench.sqlite');
  run('sqlite3', [database, 'CREATE TABLE scans (id)']);
  for (const folder of ['pictures', 'reports']) mkdirSync(path.join(dataDir, folder));
  writeFileSync(path.join(dataDir, 'records.id'), 'id\n');

  for (let night = 1; night <= 2; night++) {
    run('sqlite3', [database, `INSERT INTO scans VALUES (${night})`]);
    expect(run('bash', ['-c', script])).toMatchObject({ status: 0, stderr: '' });
    await delay(1100);
  }

  const made = readdirSync(backups)
    .sort()
    .map((name) => path.join(backups, name));
  const scansIn = (folder: string) =>
    run('sqlite3', [path.join(folder, 'scanbench.sqlite'), 'SELECT count(*) FROM scans']).stdout.trim();
  expect(made.map(scansIn)).toEqual(['1', '2']);
  for (const folder of made) {
    expect(readdirSync(folder).sort()).toEqual(['pictures', 'records.id', 'reports', 'scanbench.sqlite']);
  }
});
