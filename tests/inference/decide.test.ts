import { describe, expect, it } from 'vitest';
import { DETECTIONS_LIMIT, decide, type JudgedView } from '../../src/inference/decide.ts';

const detection = (score: number, view = 'side') => ({
  view,
  box: { x: 0, y: 0, width: 1, height: 1 },
  score,
  category: null,
});

/** A view as a technology with the threshold 0.5 judges it. */
const view = (score: number, undecidable: JudgedView['undecidable'] = null): JudgedView => ({
  score,
  detections: score >= 0.5 ? [detection(score)] : [],
  undecidable,
});

describe('decide', () => {
  it.each([
    ['clears what is quiet', [view(0.2)], 'clear', null, 0.2],
    ['alarms at a detection', [view(0.7)], 'alarm', null, 0.7],
    ['alarms at one view of two', [view(0.1), view(0.7)], 'alarm', null, 0.7],
    ['never clears what is too dark', [view(0.1, 'low-penetration')], 'undecided', 'low-penetration', 0.1],
    [
      'never clears two views of which one is too dark',
      [view(0.3), view(0.1, 'low-penetration')],
      'undecided',
      'low-penetration',
      0.3,
    ],
    ['lets a visible alarm win over darkness around it', [view(0.7, 'low-penetration')], 'alarm', null, 0.7],
    ['lets a visible alarm win over darkness elsewhere', [view(0.1, 'low-penetration'), view(0.7)], 'alarm', null, 0.7],
    [
      'decides nothing on a blank view, whatever its score',
      [view(0.9, 'unreadable-view')],
      'undecided',
      'unreadable-view',
      0.9,
    ],
    [
      'decides nothing on a photograph, whatever its score',
      [view(1, 'not-a-radiograph')],
      'undecided',
      'not-a-radiograph',
      1,
    ],
    [
      'lets an alarm in a good view win over a blank one',
      [view(0.9, 'unreadable-view'), view(0.6)],
      'alarm',
      null,
      0.6,
    ],
    [
      'does not let a photograph’s score stand for the scan',
      [view(0.9, 'not-a-radiograph'), view(0.2)],
      'undecided',
      'not-a-radiograph',
      0.2,
    ],
    [
      'names the strongest reason',
      [view(0, 'low-penetration'), view(0, 'unreadable-view'), view(0, 'not-a-radiograph')],
      'undecided',
      'not-a-radiograph',
      0,
    ],
    [
      'names unreadable before dark',
      [view(0, 'low-penetration'), view(0, 'unreadable-view')],
      'undecided',
      'unreadable-view',
      0,
    ],
  ] as const)('%s', (_promise, [first, ...others], decision, reason, score) => {
    const decided = decide([first, ...others]);
    expect(decided).toMatchObject({ decision, reason, score });
    expect(decided.detections.length > 0).toBe(decision === 'alarm');
  });

  it('reports the detections of trusted views only, strongest first', () => {
    const decided = decide([view(0.6, 'low-penetration'), view(0.9, 'not-a-radiograph'), view(0.8)]);
    expect(decided.detections.map(({ score }) => score)).toEqual([0.8, 0.6]);
  });

  it('keeps the strongest where there are more than an officer can look at', () => {
    const detections = Array.from({ length: 80 }, (_, i) => detection(0.5 + i / 200));
    const decided = decide([{ score: 0.895, detections, undecidable: null }]);
    expect(decided.detections).toHaveLength(DETECTIONS_LIMIT);
    expect(decided.detections[0]?.score).toBe(decided.score);
  });
});
