import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { shipped } from '../../src/installation.ts';
import { startTestApp } from '../api/test-app.ts';

const operations = readFileSync(shipped('docs', 'operations.md'), 'utf8');
const [table = ''] = /^\| metric \| labels \|[\s\S]*?\n\n/m.exec(operations) ?? [];
const documented = [...table.matchAll(/^\| (`[^|]+) \|/gm)].flatMap(([, names = '']) =>
  [...names.matchAll(/`(\w+)`/g)].map(([, name]) => name),
);

it('documents every metric, and no other', async () => {
  const { app } = await startTestApp();
  const { body } = await app.inject('/metrics');
  const given = [...body.matchAll(/^# TYPE scanbench_(\w+) /gm)].map(([, name]) => name);
  expect(documented.toSorted()).toEqual(given.toSorted());
});
