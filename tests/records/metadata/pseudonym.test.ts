import { describe, expect, it } from 'vitest';
import { readPseudonyms } from '../../../src/records/metadata/pseudonym.ts';
import { DATABASES } from '../databases.ts';
import { openTestRecords } from '../test-records.ts';

describe.each(DATABASES)('pseudonyms in $kind', ({ isThere, create }) => {
  it.skipIf(!isThere)('are the same each time, and of this installation only', async () => {
    const records = await openTestRecords(await create());
    const [first, second] = await Promise.all([readPseudonyms(records.db), readPseudonyms(records.db)]);
    expect(first('CSQU3054383')).toBe(second('CSQU3054383'));
    expect(first('CSQU3054383')).toMatch(/^[0-9a-f]{64}$/);
    expect(first('CSQU3054383')).not.toBe(first('CSQU3054384'));
    const elsewhere = await readPseudonyms((await openTestRecords(await create())).db);
    expect(elsewhere('CSQU3054383')).not.toBe(first('CSQU3054383'));
  });
});
