import { describe, expect, it } from 'vitest';
import { recordName } from '../../../src/console/history/record-name.ts';

describe('the name of a scan on record', () => {
  it.each([
    [{ containerNumber: 'CSQU3054383' }, 'CSQU3054383'],
    [{ containerNumbers: ['CSQU3054383', 'MSKU6011672'] }, 'CSQU3054383, MSKU6011672'],
    [{ containerNumber: 'MSKU6011672', containerNumbers: ['CSQU3054383', 'MSKU6011672'] }, 'MSKU6011672, CSQU3054383'],
    [{ laneId: 'north' }, 'the-id'],
  ])('of %j is %s', (metadata, name) => {
    expect(recordName({ id: 'the-id', metadata })).toBe(name);
  });
});
