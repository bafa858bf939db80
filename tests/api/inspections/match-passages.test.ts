import { describe, expect, it } from 'vitest';
import type { ListedInspection } from '../../../src/api/inspections/listed-inspection.ts';
import { matchPassages } from '../../../src/api/inspections/match-passages.ts';

const NUMBER = 'CSQU3054383';
const at = (text: string) => Date.parse(`${text}Z`);
const day = (date: string) => ({ earliestMs: at(`${date}T00:00:00`), latestMs: at(`${date}T23:59:59.999`) });
const moment = (text: string) => ({ earliestMs: at(text), latestMs: at(text) });
const row = (inspected: ListedInspection['inspected'], line = 2): ListedInspection => ({
  line,
  containerNumber: NUMBER,
  inspected,
  outcome: 'benign',
  selectedBy: 'random',
  category: null,
});
const passage = (scanId: string, text: string) => ({ containerNumber: NUMBER, scanId, passedAt: at(text) });
const PASSAGES = [passage('early', '2026-03-01T08:00:00'), passage('late', '2026-03-04T08:00:00')];

describe('matchPassages', () => {
  it('takes the last passage before the inspection', async () => {
    const match = async (inspected: ListedInspection['inspected']) =>
      (await matchPassages([row(inspected)], PASSAGES, 7)).matched.map(({ scanId }) => scanId);
    expect(await match(moment('2026-03-04T07:59:59'))).toEqual(['early']);
    expect(await match(moment('2026-03-04T08:00:00'))).toEqual(['late']);
    expect(await match(day('2026-03-03'))).toEqual(['early']);
    expect(await match(day('2026-03-04'))).toEqual(['late']);
  });

  it('keeps of a date alone the first moment that it can have been', async () => {
    const when = async (date: string) =>
      (await matchPassages([row(day(date))], PASSAGES, 7)).matched[0]?.inspection.inspectedAt;
    expect(await when('2026-03-04')).toBe('2026-03-04T08:00:00.000Z');
    expect(await when('2026-03-05')).toBe('2026-03-05T00:00:00.000Z');
  });

  it('names some of the rows of one scan, so that a list of nothing else does not fill the memory', async () => {
    const rows = Array.from({ length: 50_000 }, (_, i) => row(moment('2026-03-04T09:00:00'), i + 2));
    const { matched, problems } = await matchPassages(rows, PASSAGES, 7);
    expect(matched).toEqual([]);
    expect(problems).toHaveLength(50_000);
    const [first, , , , , , seventh] = problems;
    expect(first?.reason).toBe('lines 3, 4, 5, 6, 7 and 49994 more are of the same scan: leave one of them');
    expect(seventh?.reason).toBe('lines 2, 3, 4, 5, 6 and 49994 more are of the same scan: leave one of them');
  });

  it('says that no scan is near enough', async () => {
    const { matched, problems } = await matchPassages([row(day('2026-03-12'), 9)], PASSAGES, 7);
    expect(matched).toEqual([]);
    expect(problems).toEqual([{ line: 9, reason: expect.stringMatching(/no scan of CSQU3054383 .* 7 days before/) }]);
  });

  it('does not guess which of two passages on one day was opened, unless the time says it', async () => {
    const passages = [...PASSAGES, passage('again', '2026-03-04T15:00:00')];
    expect((await matchPassages([row(day('2026-03-04'))], passages, 7)).problems).toMatchObject([
      { reason: expect.stringMatching(/more than once that day/) },
    ]);
    expect((await matchPassages([row(moment('2026-03-04T12:00:00'))], passages, 7)).matched).toMatchObject([
      { scanId: 'late' },
    ]);
  });

  it('does not choose between two rows of one scan', async () => {
    const { matched, problems } = await matchPassages(
      [row(day('2026-03-04'), 2), row(day('2026-03-05'), 3)],
      PASSAGES,
      7,
    );
    expect(matched).toEqual([]);
    expect(problems.map(({ line, reason }) => [line, reason])).toEqual([
      [2, 'line 3 is of the same scan: leave one of them'],
      [3, 'line 2 is of the same scan: leave one of them'],
    ]);
  });
});
