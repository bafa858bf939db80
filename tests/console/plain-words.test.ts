import { describe, expect, it } from 'vitest';
import {
  CURES,
  describeTruth,
  explainDecision,
  FLAG_WORDS,
  judgeDecision,
  operatingPointText,
  percentText,
  scoreAndThreshold,
} from '../../src/console/plain-words.ts';
import { problemOf } from '../../src/console/problems.ts';
import { FAILURE_CODES } from '../../src/domain/failure.ts';
import { QUALITY_FLAGS } from '../../src/domain/scan/quality.ts';
import type { Screening } from '../../src/domain/screening/scan.ts';

const common = {
  technology: 'local-contrast@onnx-cpu',
  operatingPoint: { name: 'default', threshold: 0.71, pfaLimit: 0.01, benignCount: 2000, pfaBounds: [0.006, 0.015] },
  timings: { queueMs: 0, decodeMs: 1, prepareMs: 1, inferMs: 1, interpretMs: 1, totalMs: 4 },
} as const;

describe('plain words', () => {
  it('explains an alarm by its places, score and threshold', () => {
    const box = { x: 1, y: 2, width: 3, height: 4 };
    const alarm: Screening = {
      ...common,
      decision: 'alarm',
      reason: null,
      score: 0.93,
      detections: [{ view: 'side', box, score: 0.93, category: null }],
    };
    expect(explainDecision(alarm)).toBe(
      'One place stands out. The highest score, 0.93, reaches the threshold of 0.71.',
    );
  });

  it('gives a score as many digits as it takes to see on which side of the threshold it lies', () => {
    expect(scoreAndThreshold(0.43, 0.786664)).toEqual(['0.43', '0.79']);
    expect(scoreAndThreshold(0.7866, 0.786664)).toEqual(['0.7866', '0.7867']);
    expect(scoreAndThreshold(0.5, 0.5)).toEqual(['0.50', '0.50']);
  });

  it('never lets darkness sound like an all-clear', () => {
    const dark: Screening = { ...common, decision: 'undecided', reason: 'low-penetration', score: 0.4, detections: [] };
    expect(explainDecision(dark)).toMatch(/unknown, not clear/);
  });

  it('holds truth against decision in the words of the field', () => {
    const threat = { threat: { category: 'narcotics', massKg: 25, place: 'behind-doors' } } as const;
    expect(judgeDecision(threat, 'alarm')).toBe('hit');
    expect(judgeDecision(threat, 'clear')).toBe('miss');
    expect(judgeDecision('benign', 'alarm')).toBe('false alarm');
    expect(judgeDecision('benign', 'clear')).toBe('correct clear');
    expect(describeTruth(threat)).toBe('Threat: narcotics, 25 kg, behind the doors');
  });

  it('has a sentence for every flag and every failure', () => {
    expect(Object.keys(FLAG_WORDS).sort()).toEqual([...QUALITY_FLAGS].sort());
    expect(Object.keys(CURES).sort()).toEqual([...FAILURE_CODES].sort());
  });

  it('tells a calibrated threshold with its n and bounds from one that nobody calibrated', () => {
    expect(operatingPointText(common.operatingPoint)).toMatch(/at most 1 % .* 2,000 benign scans .* 0.6 % to 1.5 %/);
    expect(operatingPointText({ ...common.operatingPoint, benignCount: 0 })).toMatch(/not calibrated/);
  });

  it('writes shares with the digits that matter', () => {
    expect([0, 0.0061, 0.01, 0.31, 1].map(percentText)).toEqual(['0 %', '0.6 %', '1 %', '31 %', '100 %']);
  });
});

describe('problemOf', () => {
  it('keeps the title and detail of the service and adds what to do', () => {
    const body = { title: 'Overloaded', detail: 'All 4 places are taken.', status: 503, code: 'overloaded' };
    expect(problemOf(503, body, null)).toEqual({
      title: 'Overloaded',
      detail: 'All 4 places are taken.',
      cure: CURES.overloaded,
      code: 'overloaded',
    });
  });

  it('tells how long the service asks to wait, where it does', () => {
    const body = { code: 'overloaded' };
    expect(problemOf(503, body, '17').cure).toBe(`${CURES.overloaded} The service asks to wait 17 seconds.`);
    expect(problemOf(503, body, '1').cure).toMatch(/ asks to wait a second\.$/);
    expect(problemOf(503, body, 'Fri, 27 Nov 2026 01:00:00 GMT').cure).toBe(CURES.overloaded);
  });

  it.each([null, 'nginx says no', {}, { code: 7 }])('turns %j into something that can be shown', (body) => {
    expect(problemOf(502, body, null)).toMatchObject({ title: 'The service answered 502', code: null });
  });
});
