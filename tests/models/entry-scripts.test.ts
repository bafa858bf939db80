import { spawnSync } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { shipped } from '../../src/installation.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { isBuilt } from '../main/built-service.ts';

/** Those that people start by name, as documents and package.json tell them to. */
const SCRIPTS = [
  'models/build.js',
  'models/draw-results.js',
  'models/install.js',
  'models/tfjs/main.js',
  'models/training/energy-pairs.js',
  'models/training/prepare-things.js',
  'models/training/prepare-threats.js',
  'models/training/prepare.js',
  'models/write-results.js',
  'models/write-schema.js',
  'bench/dark-share/main.js',
  'bench/main.js',
  'bench/realism/main.js',
  'bench/write-schemas.js',
  'dashboards/panels/write.js',
];

describe.skipIf(!isBuilt).each(SCRIPTS)('%s', (script) => {
  it('explains itself, refuses an option that it does not know, and writes nothing then', async () => {
    const cwd = await temporaryFolder();
    const run = (option: string) =>
      spawnSync(process.execPath, [shipped('dist', ...script.split('/')), option], { cwd, encoding: 'utf8' });
    const help = run('--help');
    expect([help.status, help.stderr]).toEqual([0, '']);
    expect(help.stdout).toMatch(/^Usage: \S/);
    const wrong = run('--frobnicate');
    expect(wrong.status).not.toBe(0);
    expect(wrong.stderr).toMatch(/^error: (unknown option '--frobnicate'|required option )/);
    expect(await readdir(cwd)).toEqual([]);
  });
});
