import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { QUALITY_FLAGS } from '../../src/domain/scan/quality.ts';
import { shipped } from '../../src/installation.ts';

const [table = ''] =
  /^\| flag \| says \|[\s\S]*?\n\n/m.exec(readFileSync(shipped('docs', 'scan-quality.md'), 'utf8')) ?? [];

it('documents every flag, and no other', () => {
  const documented = [...table.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, flag]) => flag);
  expect(documented).toEqual([...QUALITY_FLAGS]);
});
