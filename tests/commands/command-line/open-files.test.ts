import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { mostConnections, whyTooFewFiles } from '../../../src/commands/command-line/open-files.ts';
import { shipped } from '../../../src/installation.ts';

const ENTRIES = ['main.js', 'cli.js'].map((file) => shipped('dist', 'src', file));

const limits = (openFiles: string) =>
  `Max processes  100  100  processes\nMax open files  ${openFiles}  ${openFiles}  files\n`;

it('says how many files a process may have open, and how that is changed, where they are too few', () => {
  expect(whyTooFewFiles(limits('128'))).toMatch(/may have 128 files open.*ulimit -n/);
});

it('asks for no more than is needed, nor where no limit is known', () => {
  for (const enough of [limits('512'), limits('unlimited'), '', null]) expect(whyTooFewFiles(enough)).toBeNull();
});

it('leaves files to scans beside the connections, and sets no limit where none is known', () => {
  expect(mostConnections(limits('512'))).toBe(320);
  expect(mostConnections(limits('65536'))).toBe(49_152);
  for (const none of [limits('unlimited'), null]) expect(mostConnections(none)).toBe(Number.POSITIVE_INFINITY);
});

const isLinux = process.platform === 'linux' && ENTRIES.every((entry) => existsSync(entry));

it.skipIf(!isLinux).each(ENTRIES.flatMap((entry) => [24, 128].map((files) => [entry, files] as const)))(
  'ends the start of %s with %d files in that sentence',
  (entry, files) => {
    const command = `ulimit -n ${files}; exec "$0" "$1" models list`;
    const { status, stderr } = spawnSync('sh', ['-c', command, process.execPath, entry], { encoding: 'utf8' });
    expect(stderr).toMatch(new RegExp(`^scanbench: This process may have ${files} files open`));
    expect(status).toBe(1);
  },
);
