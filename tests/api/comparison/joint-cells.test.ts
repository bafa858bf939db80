import { describe, expect, it } from 'vitest';
import { jointScans } from '../../../src/api/comparison/joint-cells.ts';
import type { DecisionEntry } from '../../../src/records/scans/decisions.ts';

const DECISIONS: readonly DecisionEntry[] = [
  ['a', 'clear', 'challenger', 'aaaa', 0.5],
  ['b', 'alarm', 'asked', 'bbbb', 0.5],
  ['c', 'undecided', 'champion', 'cccc', 0.5],
];
const count = (decisions: readonly DecisionEntry[], scans: number, part: string | null = null) => ({
  part,
  decisions,
  scans,
});
const inspected = (
  selectedBy: 'random' | 'alarm' | 'risk-profile' | 'other',
  outcome: 'threat' | 'benign',
  scans = 1,
) => ({
  ...count(DECISIONS, scans),
  selectedBy,
  outcome,
});

describe('jointScans', () => {
  it('has the cells in one order, in whatever order the database counts', () => {
    const alike = (decision: 'alarm' | 'clear' | 'undecided') =>
      count(
        DECISIONS.map(([name, , role, model, threshold]) => [name, decision, role, model, threshold]),
        1,
      );
    const counts = [alike('clear'), count(DECISIONS, 1), alike('undecided'), alike('alarm')];
    const cells = jointScans(['a', 'b'], counts, [])[0]?.cells;
    expect(cells).toHaveLength(4);
    expect(jointScans(['a', 'b'], counts.toReversed(), [])[0]?.cells).toEqual(cells);
  });

  it('sums up what the same decisions of two were, whatever others said, and names the champion’s', () => {
    const others = DECISIONS.filter(([name]) => name !== 'c');
    const [whole] = jointScans(
      ['b', 'a'],
      [
        count(DECISIONS, 5),
        count([...DECISIONS, ['d', 'clear', 'asked', 'dddd', 0.5]], 2),
        count(others, 3),
        count([['a', 'clear', 'champion', 'aaaa', 0.5]], 9),
      ],
      [
        inspected('random', 'threat'),
        inspected('alarm', 'benign', 2),
        inspected('risk-profile', 'threat'),
        inspected('other', 'benign'),
      ],
    );
    expect(whole).toEqual({
      part: null,
      withoutChampion: 3,
      screenedByOne: { first: 0, second: 9 },
      cells: [
        {
          first: 'alarm',
          second: 'clear',
          champion: 'undecided',
          screened: 7,
          inspected: {
            random: { scans: 1, threats: 1 },
            alarm: { scans: 2, threats: 0 },
            other: { scans: 2, threats: 1 },
          },
        },
      ],
    });
  });

  it('keeps parts apart', () => {
    const parts = jointScans(['a', 'b'], [count(DECISIONS, 5, 'NLRTM'), count(DECISIONS, 2, 'DEHAM')], []);
    expect(parts.map(({ part, cells }) => [part, cells[0]?.screened])).toEqual([
      ['NLRTM', 5],
      ['DEHAM', 2],
    ]);
  });

  it('never has more inspected than screened scans, though one was deleted between the counts', () => {
    const [whole] = jointScans(['a', 'b'], [count(DECISIONS, 1)], [inspected('random', 'benign', 2)]);
    expect(whole?.cells[0]?.screened).toBe(2);
  });
});
