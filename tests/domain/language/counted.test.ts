import { describe, expect, it } from 'vitest';
import { counted, countedAll, countedOf } from '../../../src/domain/language/counted.ts';

describe('a number of things', () => {
  it.each([
    [0, '0 scans'],
    [1, '1 scan'],
    [2, '2 scans'],
  ])('%i stands before its word', (count, text) => expect(counted(count, 'scan')).toBe(text));

  it('has the plural that its word has', () => {
    expect([counted(1, 'query', 'queries'), counted(2, 'query', 'queries')]).toEqual(['1 query', '2 queries']);
  });

  it('out of all has the word of all', () => {
    expect([countedOf(1, 3, 'scan'), countedOf(0, 1, 'scan'), countedOf(1, 1, 'query', 'queries')]).toEqual([
      '1 of 3 scans',
      '0 of 1 scan',
      '1 of 1 query',
    ]);
  });

  it('that is all is the only one where it is one', () => {
    expect([countedAll(1, 'other scan'), countedAll(3, 'scan')]).toEqual(['the only other scan', 'all 3 scans']);
  });
});
