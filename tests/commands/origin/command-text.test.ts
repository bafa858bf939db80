import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { commandText, withoutFolders } from '../../../src/commands/origin/command-text.ts';

const HARD = [
  'evaluate',
  '--samples',
  '/port/se cret/set ü 1',
  "--out=it's",
  '',
  '$HOME',
  'a\nb',
  '~',
  'x;y',
  '`z`',
  '\\',
];

describe('commandText', () => {
  it('is taken apart by a shell into the same arguments', () => {
    const printed = execFileSync('sh', ['-c', `printf '%s\\0' ${commandText(HARD)}`], { encoding: 'utf8' });
    expect(printed.split('\0').slice(0, -1)).toEqual(HARD);
  });

  it('leaves arguments without anything particular as they are', () => {
    const plain = ['scanbench', 'bench', '-t', 'tip-unet@onnx-cpu', '--pfa=0.01', 'Rotterdam=r.json', 'ü/1'];
    expect(commandText(plain)).toBe(plain.join(' '));
  });
});

describe('withoutFolders', () => {
  it.each([
    [['--samples', '/port/se cret/set 1', '/b/c'], "--samples '…/set 1' …/c"],
    [['--out=/port/se cret/out', 'Bonn=/a/r.json'], '--out=…/out Bonn=…/r.json'],
    [['/port/it is\nhere/', '../near/by', '/'], "'…/it is\nhere/' ../near/by /"],
    [["/o'neill/x y's"], String.raw`'…/x y'\''s'`],
  ])('leaves of each absolute path the last part, spaces or not: %j', (args, text) => {
    expect(withoutFolders(commandText(args))).toBe(text);
  });

  it('shortens paths of commands that were joined without quotes, as those of older reports', () => {
    expect(withoutFolders('scanbench bench --samples /port/a /port/b --out=/x/y')).toBe(
      'scanbench bench --samples …/a …/b --out=…/y',
    );
  });
});
