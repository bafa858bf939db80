import { describe, expect, it } from 'vitest';
import { tunedEnv } from '../../../../src/commands/bench/tune/tuned-env.ts';
import type { CandidateReport, RaceReport, Tuning } from '../../../../src/commands/bench/tune/tuning.ts';
import { tuningMarkdown } from '../../../../src/commands/bench/tune/tuning-markdown.ts';
import { tuningText, verdictText } from '../../../../src/commands/bench/tune/tuning-text.ts';

function candidate(workers: number, intraOpThreads: number, changes: Partial<CandidateReport> = {}): CandidateReport {
  const range = { lowerMs: 30, observedMs: 40, upperMs: 50, queries: 100 };
  return {
    ...{
      workers,
      intraOpThreads,
      tileBatch: 1,
      rounds: 6,
      queries: 100,
      scansPerSecond: 25,
      cpuMsPerScan: 40,
      peakMemoryBytes: 1,
    },
    ...{ p50: range, p90: range, bound: 'kept', timesTheChosen: null, otherAnswers: 0, dropped: null },
    ...changes,
  };
}

function tuning(race: Partial<RaceReport>, changes: Partial<Tuning> = {}): Tuning {
  const standard = { technology: 'm@onnx-cpu', precision: 'fp32', sha256: 'a', state: 'default-stays' } as const;
  const tileBatch = { state: 'one-by-one', reason: 'It has no tiles: what is judged is one run.' } as const;
  const host = { cpu: 'A CPU', usableCpus: 2, memoryGiB: 8, system: 'Linux', node: 'v20', scanbench: '0' };
  return {
    ...{
      kind: 'scanbench-tuning',
      version: 3,
      madeAt: '2026-01-01T00:00:00.000Z',
      command: 'scanbench bench --tune',
      host,
    },
    ...{ othersCpuShare: 0, latencyBound: null, timedScans: ['a'], roundSeconds: 1, looksAfterRounds: [6, 12, 24] },
    races: [{ ...standard, tileBatch, chosen: 0, tied: [], candidates: [candidate(2, 1), candidate(1, 2)], ...race }],
    siblings: [],
    ...changes,
  };
}

function verdict(race: Partial<RaceReport>, changes: Partial<Tuning> = {}): string {
  const whole = tuning(race, changes);
  const [first] = whole.races;
  if (first === undefined) throw new Error('a tuning has a race');
  return verdictText(first, whole);
}

const latencyBound = { percentile: 0.9, ms: 45 };
const broken = candidate(2, 1, { bound: 'broken', dropped: { why: 'late', lowerMs: 61, afterRounds: 6 } });

describe('what a tuning says', () => {
  it('says that no difference was shown, never that two are equal', () => {
    expect(verdict({ tied: [1] })).toBe(
      'The default 2 × 1 stays: none was shown faster. No difference was shown from 1 × 2.',
    );
  });

  it('tells in its page nobody where files lie on the machine that it was made on', () => {
    const page = tuningMarkdown(tuning({}, { command: 'scanbench bench --tune --out /home/somebody/tuned' }));
    expect(page).toContain('`scanbench bench --tune --out …/tuned`');
    expect(page).not.toContain('somebody');
  });

  it('says that the only split is the only one', () => {
    expect(verdict({ candidates: [candidate(1, 1)] })).toBe('The default 1 × 1 stays: no other split fits the CPUs.');
  });

  it('says why the default was changed, and writes the settings of what was chosen', () => {
    const race = { state: 'changed', chosen: 1, candidates: [broken, candidate(1, 2)] } as const;
    const changed = { ...race, candidates: [...race.candidates] };
    expect(verdict(changed, { latencyBound })).toBe(
      '1 × 2 is chosen and keeps p90 within 45.0 ms: the default was shown to break p90 within 45.0 ms.',
    );
    const env = tunedEnv(tuning(changed, { latencyBound }));
    expect(env).toContain('\nSCANBENCH_WORKERS=1\nSCANBENCH_INTRA_OP_THREADS=2\nSCANBENCH_TILE_BATCH=1\n');
    expect(tuningMarkdown(tuning(changed, { latencyBound }))).toContain('late: p90 at least 61.0 ms (round 6)');
  });

  it('says how many tiles are one run, or why that is no question', () => {
    expect(tuningText(tuning({}))).toContain('Tile batch: each run takes one tile. It has no tiles');
    const four = { ...candidate(2, 1), tileBatch: 4 };
    const slow = candidate(2, 1, { dropped: { why: 'slower', than: 1, ratio: 2, bounds: [1.5, 2.5], afterRounds: 6 } });
    const race = { state: 'changed', chosen: 1, tied: [], candidates: [slow, four] } as const;
    const raced = tuning({ tileBatch: { state: 'raced', race: { ...race, tied: [], candidates: [slow, four] } } });
    expect(tuningText(raced)).toContain('Tile batch: 4 a run is chosen: the default was shown slower.');
    expect(tuningMarkdown(raced)).toContain('slower: 2.00 × [1.50, 2.50] the time of 4 a run (round 6)');
    expect(tunedEnv(raced)).toContain('\nSCANBENCH_TILE_BATCH=4\n');
  });

  it('names a split that failed with its cause, and recommends none where the default did and no other is in time', () => {
    const dropped = { why: 'failed', reason: 'Its process ended (SIGSEGV).', afterRounds: 0 } as const;
    const nothing = { rounds: 0, queries: 0, scansPerSecond: null, cpuMsPerScan: null, p50: null, p90: null } as const;
    const failed = candidate(2, 1, { ...nothing, dropped });
    const race = { state: 'changed', chosen: 1, candidates: [failed, candidate(1, 2)] } as const;
    const changed = { ...race, candidates: [...race.candidates] };
    expect(verdict(changed)).toBe('1 × 2 is chosen: the default failed.');
    expect(verdict({ candidates: [candidate(1, 2), failed] })).toBe(
      'The default 1 × 2 stays: every other was shown slower or late, or failed.',
    );
    const page = tuningMarkdown(tuning(changed));
    expect(page).toContain('| 2 × 1 (default) | 0 | 0 | – | – | – | – | – | failed (round 1) |');
    expect(page).toContain('- m@onnx-cpu at 2 × 1 failed in round 1 and was left out: Its process ended (SIGSEGV).');
    const absent = { why: 'failed', reason: 'No memory.', afterRounds: null } as const;
    const unstarted = tuningMarkdown(
      tuning({ ...changed, candidates: [candidate(2, 1, { ...nothing, dropped: absent }), candidate(1, 2)] }),
    );
    expect(unstarted).toContain('| 2 × 1 (default) | 0 | 0 | – | – | – | – | – | did not start |');
    expect(unstarted).toContain('- m@onnx-cpu at 2 × 1 did not start and was left out: No memory.');
    const late = candidate(1, 2, { bound: 'broken', dropped: { why: 'late', lowerMs: 61, afterRounds: 6 } });
    const none = tuning({ state: 'none-in-time', chosen: 0, candidates: [failed, late] }, { latencyBound });
    expect(tunedEnv(none)).toContain('the default 2 × 1 failed: there is none to recommend.');
    expect(tunedEnv(none)).not.toContain('SCANBENCH_WORKERS');
  });

  it('does not promise a bound that no split was shown to keep', () => {
    expect(verdict({ state: 'none-in-time', candidates: [broken] }, { latencyBound })).toBe(
      'No split was shown to keep p90 within 45.0 ms: the default 2 × 1 stays, and does not promise it.',
    );
  });

  it('puts no sibling in the place of what was asked for, and warns of answers that changed and of a busy machine', () => {
    const candidates = [candidate(2, 1), candidate(1, 2, { otherAnswers: 3 })];
    const siblings = [{ technology: 'm-int8@onnx-cpu', ratio: 0.5, bounds: [0.4, 0.6] as const, rounds: 6 }];
    const text = tuningText(tuning({ candidates }, { siblings, othersCpuShare: 0.5 }));
    expect(text).toContain('m-int8@onnx-cpu: 0.50 × [0.40, 0.60] the time of m@onnx-cpu for a scan');
    expect(text).toContain('It is another technology');
    expect(text).toContain('m@onnx-cpu at 1 × 2 answered 3 timed scans otherwise');
    expect(text).toContain("Other programs used 50 % of the machine's CPUs");
  });
});
