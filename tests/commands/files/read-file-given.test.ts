import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shipped } from '../../../src/installation.ts';

const PICTURE = shipped('samples', 'smoke', '000-empty', 'side.high.png');

function scanbench(args: readonly string[]) {
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, [shipped('dist', 'src', 'cli.js'), ...args], {
    encoding: 'utf8',
    timeout: 20_000,
  });
  return { status, signal, stdout, stderr };
}

describe('a named pipe that nobody writes to', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pipe-'));
  const pipe = join(folder, 'pipe.png');
  beforeAll(() => expect(spawnSync('mkfifo', [pipe]).status).toBe(0));
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([
    ['screen', []],
    ['compare', [shipped('package.json')]],
    ['inspections import', []],
    ['models add', []],
    ['bench --dry-run --plan', []],
    ['synth --out nowhere --recipe', []],
  ])('is refused by scanbench %s and not waited for', (command, others) => {
    const { status, stderr } = scanbench([...command.split(' '), pipe, ...others]);
    expect(stderr).toContain(`${pipe} cannot be read: it is a named pipe or a device; name a file, or /dev/stdin`);
    expect(status).toBe(2);
  });

  it('holds up none of the other scans', () => {
    const { status, stdout } = scanbench(['screen', pipe, PICTURE, '--technology', 'local-contrast']);
    expect(stdout).toContain('it is a named pipe');
    expect(stdout).toContain('local-contrast@onnx-cpu');
    expect(status).toBe(1);
  });
});

it.each([
  ['cat "$2" | "$0" "$1" screen /dev/stdin --technology local-contrast', '/dev/stdin'],
  ['"$0" "$1" screen <(cat "$2") --technology local-contrast', '/dev/fd/'],
])('reads what a shell pipes in: %s', (read, name) => {
  const words = ['-c', read, process.execPath, shipped('dist', 'src', 'cli.js'), PICTURE];
  const { status, stdout } = spawnSync('bash', words, { encoding: 'utf8', timeout: 20_000 });
  expect(stdout).toMatch(new RegExp(`${name}\\d* +local-contrast@onnx-cpu +clear`));
  expect(status).toBe(0);
});
