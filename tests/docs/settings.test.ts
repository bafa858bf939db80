import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { EnvironmentSchema } from '../../src/config/config.ts';
import { shipped } from '../../src/installation.ts';

const documented = [
  ...readFileSync(shipped('docs', 'settings.md'), 'utf8').matchAll(/^\| `(SCANBENCH_\w+)` \| (?:`([^`]*)`)?/gm),
];

it('documents every setting, and no other', () => {
  expect(documented.map(([, name]) => name).toSorted()).toEqual(Object.keys(EnvironmentSchema.properties).toSorted());
});

it('documents the defaults that are in force', () => {
  const inForce = new Map(
    Object.entries(EnvironmentSchema.properties).map(([name, schema]) => [
      name,
      'default' in schema ? String(schema.default) : undefined,
    ]),
  );
  for (const [, name = '', value] of documented) {
    if (inForce.get(name) !== undefined) expect([name, value]).toEqual([name, inForce.get(name)]);
  }
});
