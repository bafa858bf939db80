import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { errorCode } from '../../../src/domain/language/error-code.ts';

it('names what went wrong as Node does', async () => {
  const error: unknown = await readFile('/there/is/no/such/file').catch((thrown: unknown) => thrown);
  expect(errorCode(error)).toBe('ENOENT');
});

it('has no name for an error without a code, nor for what is no error', () => {
  expect(errorCode(new Error('a bug'))).toBeNull();
  expect(errorCode(Object.assign(new Error('a number'), { code: 7 }))).toBeNull();
  expect(errorCode({ code: 'ENOENT' })).toBeNull();
  expect(errorCode(null)).toBeNull();
});
