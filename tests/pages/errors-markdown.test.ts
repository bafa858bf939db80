import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { shipped } from '../../src/installation.ts';
import { errorsMarkdown } from '../../src/pages/errors-markdown.ts';

it('leads to what is served, and says where a document lies that is not', () => {
  const text =
    'See [the RFC](https://example.org/a), [below](#gone), [the API](/docs), [keys](access.md#a), `[x](y.md)`.';
  expect(errorsMarkdown(text)).toBe(
    'See [the RFC](https://example.org/a), [below](#gone), [the API](/docs), keys (`docs/access.md`), `[x](y.md)`.',
  );
});

it('has no link in the codes that is dead at the service', () => {
  const served = errorsMarkdown(readFileSync(shipped('docs', 'errors.md'), 'utf8'));
  expect(served).toContain('(`docs/access.md`)');
  expect(
    [...served.matchAll(/\]\(([^)]+)\)/g)].map(([, to]) => to).filter((to) => !/^(https:|#|\/)/.test(to ?? '')),
  ).toEqual([]);
});
