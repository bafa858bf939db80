import { Value } from 'typebox/value';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { ComparisonSchema } from '../../src/api/schemas/comparison.ts';
import { recordInspections } from '../../src/records/inspections/inspections.ts';
import type { Records } from '../../src/records/open-records.ts';
import { numberDecisions } from '../../src/records/scans/decisions.ts';
import { startTestApp, type TestApp } from './test-app.ts';

const FIRST = 'first@onnx-cpu';
const SECOND = 'second@onnx-cpu';
const BOTH = `technology=${FIRST}&technology=${SECOND}`;
const AT = Date.parse('2026-03-01T08:00:00Z');
const WEEK_MS = 604_800_000;

interface Group {
  readonly scans: number;
  readonly first: 'alarm' | 'clear';
  readonly second: 'alarm' | 'clear';
  /** The first of them that were opened, and how many of those held a threat. */
  readonly opened?: { readonly scans: number; readonly threats: number; readonly selectedBy: 'random' | 'alarm' };
  readonly port?: string;
  readonly receivedAt?: number;
  /** What the second one decides with. */
  readonly model?: string;
  readonly threshold?: number;
}

/** Puts a pilot on record in which the first technology is the champion, and the second screens silently. */
async function fill({ commit }: Records, groups: readonly Group[]): Promise<void> {
  await commit.write(async (transaction) => {
    for (const group of groups) {
      const { scans, first, second, opened, port = 'NLRTM', receivedAt = AT, model = '', threshold = 0.7 } = group;
      const decision_set = await numberDecisions(transaction, [
        [FIRST, first, 'champion', '', 0.7],
        [SECOND, second, 'challenger', model, threshold],
      ]);
      for (let i = 0; i < scans; i++) {
        const id = uuidv7();
        const facts = { port, lane_id: null, cargo: null, received_at: receivedAt };
        const texts = { metadata: '{}', views: '[]', failure: null, request: null };
        await transaction
          .insertInto('scans')
          .values({ id, ...facts, ...texts, state: 'screened', captured_at: null, scanner_id: null, decision_set })
          .execute();
        const screening = (technology: string, decision: Group['first'], position: number) => ({
          scan_id: id,
          technology,
          role: position === 0 ? ('champion' as const) : ('challenger' as const),
          position,
          model_sha256: '',
          screened_at: receivedAt,
          decision,
          score: decision === 'alarm' ? 0.9 : 0.1,
          threshold: 0.7,
          total_ms: 10 * (position + 1),
          ...facts,
          document: '{}',
        });
        await transaction
          .insertInto('screenings')
          .values([screening(FIRST, first, 0), screening(SECOND, second, 1)])
          .execute();
        if (opened === undefined || i >= opened.scans) continue;
        const isThreat = i < opened.threats;
        const inspection = {
          outcome: isThreat ? ('threat' as const) : ('benign' as const),
          selectedBy: opened.selectedBy,
          category: null,
          boxes: [],
          inspectedAt: new Date(receivedAt).toISOString(),
        };
        await recordInspections(transaction, [{ scanId: id, inspection }], { at: new Date(), by: null });
      }
    }
  });
}

const compare = async ({ app }: TestApp, query = BOTH) => (await app.inject(`/v1/comparison?${query}`)).json();

/** Alarms are opened, and one in ten of what the champion lets pass. */
const PILOT: readonly Group[] = [
  { scans: 10, first: 'alarm', second: 'alarm', opened: { scans: 10, threats: 6, selectedBy: 'alarm' } },
  { scans: 10, first: 'alarm', second: 'clear', opened: { scans: 5, threats: 2, selectedBy: 'alarm' } },
  { scans: 20, first: 'clear', second: 'alarm', opened: { scans: 2, threats: 1, selectedBy: 'random' } },
  { scans: 160, first: 'clear', second: 'clear', opened: { scans: 16, threats: 0, selectedBy: 'random' } },
];

describe('GET /v1/comparison', () => {
  it('gives what inspections say, uncorrected and marked as biased, and corrected', async () => {
    const test = await startTestApp();
    await fill(test.records, PILOT);
    const comparison = await compare(test);
    expect(Value.Errors(ComparisonSchema, comparison)).toEqual([]);
    expect(comparison).toMatchObject({ technologies: [FIRST, SECOND], screened: 200, withoutChampion: 0, parts: [] });
    const { first } = comparison.uncorrected;
    expect(first).toMatchObject({ isBiased: true, rates: { threats: { alarm: { count: 8, n: 9 } } } });
    expect(first.inspectedShares).toMatchObject({ alarm: { count: 15, n: 20 }, clear: { count: 18, n: 180 } });
    // Threats by cell: 10 × 6/10, 10 × 2/5, 20 × 1/2, none: the first finds 10 of 20, not 8 of 9.
    expect(comparison.corrected).toMatchObject({ state: 'estimated', first: { pd: { value: 0.5 } } });
    expect(comparison.corrected.second.pd.value).toBeCloseTo(16 / 20, 12);
    expect(comparison.agreement.same).toMatchObject({ count: 170, n: 200 });
    expect(comparison.mcnemar.random.threats).toMatchObject({ n: 1, pValue: 1 });
    expect(comparison.latency).toEqual({
      first: { n: 200, p50Ms: 10, p90Ms: 10, p99Ms: 10 },
      second: { n: 200, p50Ms: 20, p90Ms: 20, p99Ms: 20 },
    });
    expect(comparison.warnings.join()).toMatch(/biased/);
  });

  it('says that the lot fell on what the champion let pass alone, and gives no p-value over it', async () => {
    const test = await startTestApp();
    await fill(test.records, [
      { scans: 40, first: 'alarm', second: 'clear', opened: { scans: 40, threats: 4, selectedBy: 'alarm' } },
      { scans: 40, first: 'clear', second: 'alarm', opened: { scans: 20, threats: 2, selectedBy: 'random' } },
    ]);
    const comparison = await compare(test);
    expect(Value.Errors(ComparisonSchema, comparison)).toEqual([]);
    expect(comparison.mcnemar.random.benigns).toMatchObject({ n: 18, pValue: null });
    expect(comparison.warnings.join()).toMatch(/McNemar’s test over random inspections .* is left out/);
  });

  it('says where a model or a threshold was changed meanwhile, of each of the two, and in which period it was not', async () => {
    const test = await startTestApp();
    const later = { first: 'clear', second: 'clear', receivedAt: AT + WEEK_MS } as const;
    await fill(test.records, [
      ...PILOT,
      { ...later, scans: 30, threshold: 0.8 },
      { ...later, scans: 5, threshold: 0.8, model: 'b'.repeat(12), receivedAt: AT + 2 * WEEK_MS },
    ]);
    const comparison = await compare(test);
    expect(Value.Errors(ComparisonSchema, comparison)).toEqual([]);
    expect(comparison.decidedWith.first).toMatchObject([{ model: '', threshold: 0.7, scans: 235 }]);
    const [at, week, fortnight] = [AT, AT + WEEK_MS, AT + 2 * WEEK_MS].map((ms) => new Date(ms).toISOString());
    expect(comparison.decidedWith.second).toEqual([
      { model: '', threshold: 0.7, scans: 200, firstAt: at, lastAt: at },
      { model: '', threshold: 0.8, scans: 30, firstAt: week, lastAt: week },
      { model: 'b'.repeat(12), threshold: 0.8, scans: 5, firstAt: fortnight, lastAt: fortnight },
    ]);
    expect(comparison.warnings[0]).toMatch(/^second@onnx-cpu did not stay the same.*bbbbbbbbbbbb at the threshold 0.8/);
    const before = await compare(test, `${BOTH}&to=${week}`);
    expect(before.decidedWith.second).toHaveLength(1);
    expect(before.warnings.join()).not.toMatch(/did not stay the same/);
  });

  it('does not take thresholds that hold at once, of readings and display pictures, for a change', async () => {
    const test = await startTestApp();
    const display = { first: 'clear', second: 'clear', scans: 5, threshold: 0.8 } as const;
    await fill(test.records, [
      ...PILOT,
      { ...display, receivedAt: AT + 1 },
      { ...display, threshold: 0.7, receivedAt: AT + 2 },
      { ...display, receivedAt: AT + 3 },
    ]);
    const { warnings } = await compare(test);
    expect(warnings[0]).toMatch(
      /^second@onnx-cpu has several thresholds at once.* display pictures .*a lane \(laneId\)/,
    );
    expect(warnings.join()).not.toMatch(/did not stay the same/);
  });

  it('says how many scans only one of the two screened', async () => {
    const test = await startTestApp();
    await fill(test.records, PILOT);
    const one = await test.records.commit.write(async (transaction) => {
      const number = await numberDecisions(transaction, [[FIRST, 'alarm', 'champion', '', 0.7]]);
      const scans = await transaction.selectFrom('scans').select('id').limit(50).execute();
      const ids = scans.map(({ id }) => id);
      await transaction.updateTable('scans').set({ decision_set: number }).where('id', 'in', ids).execute();
    });
    expect(one.ok).toBe(true);
    const comparison = await compare(test);
    expect(comparison).toMatchObject({ screened: 150, screenedByOne: { first: 50, second: 0 } });
    expect(comparison.warnings.join()).toMatch(/50 scans were screened by one of the two only \(50 by first@onnx-cpu/);
  });

  it('gives no corrected figure without random checks, and says what is missing', async () => {
    const test = await startTestApp();
    await fill(test.records, PILOT.slice(0, 2).concat({ scans: 50, first: 'clear', second: 'clear' }));
    const comparison = await compare(test);
    expect(comparison.corrected).toEqual({ state: 'no-random-inspections' });
    expect(comparison.warnings[0]).toMatch(/opened at random/);
  });

  it('answers a comparison of no scans', async () => {
    const comparison = await compare(await startTestApp());
    expect(Value.Errors(ComparisonSchema, comparison)).toEqual([]);
    expect(comparison).toMatchObject({ screened: 0, agreement: null, latency: { first: null } });
    expect(comparison.warnings).toEqual([expect.stringMatching(/nothing can be compared.*name both there/)]);
  });

  it('looks at one port and one period, and at each of several', async () => {
    const test = await startTestApp();
    await fill(test.records, [
      ...PILOT,
      { scans: 7, first: 'clear', second: 'clear', port: 'DEHAM', receivedAt: AT + WEEK_MS },
    ]);
    const screened = async (query: string) => (await compare(test, `${BOTH}&${query}`)).screened;
    expect(await screened('portCode=DEHAM')).toBe(7);
    expect(await screened('to=2026-03-05T00:00:00Z')).toBe(200);
    expect(await screened('laneId=north')).toBe(0);
    const byPort = await compare(test, `${BOTH}&by=port`);
    expect(Value.Errors(ComparisonSchema, byPort)).toEqual([]);
    expect(byPort.screened).toBe(207);
    const named = ({ part, screened }: { part: string; screened: number }) => [part, screened];
    expect(byPort.parts.map(named)).toEqual([
      ['NLRTM', 200],
      ['DEHAM', 7],
    ]);
    expect((await compare(test, `${BOTH}&by=week`)).parts.map(named)).toEqual([
      ['2026-02-23', 200],
      ['2026-03-02', 7],
    ]);
  });

  it('measures the latency of all screenings of each, also of scans that the other did not see', async () => {
    const test = await startTestApp();
    await test.app.inject({
      method: 'POST',
      url: `/v1/scans?technology=${SECOND}`,
      headers: { 'content-type': 'image/png' },
      payload: 'a picture',
    });
    await fill(test.records, PILOT);
    const comparison = await compare(test);
    expect(comparison.screened).toBe(200);
    expect([comparison.latency.first.n, comparison.latency.second.n]).toEqual([200, 201]);
  });

  it.each([
    ['', 400, /technology/],
    [`technology=${FIRST}`, 400, /must have at least 2 values/],
    [`technology=${FIRST}&technology=${FIRST}`, 400, /names the same twice: name it once/],
    [`${BOTH}&technology=x`, 400, /must have at most 2 values/],
    [`${BOTH}&from=yesterday`, 400, /from/],
    [`${BOTH}&to=2016-12-31T23:59:60Z`, 400, /to is no moment/],
    [`${BOTH}&by=colour`, 400, /one of port, lane, cargo, week/],
    [`${BOTH}&portCode=X`, 400, /port/],
    [`${BOTH}&cargo=hs-9`, 400, /No scan is declared as the cargo "hs-9": name empty, mixed or.* hs-09/],
    [`technology=${FIRST}&technology=nobody`, 404, /No technology "nobody"/],
  ])('refuses ?%s', async (query, status, detail) => {
    expect(await compare(await startTestApp(), query)).toMatchObject({ status, detail: expect.stringMatching(detail) });
  });

  it('warns where scores have shifted since calibration', async () => {
    const summary = { scores: [0.1, 0.2, 0.3, 0.4, 0.5], countsAtOrBelow: [20, 40, 60, 80, 100] };
    const test = await startTestApp({}, undefined, undefined, null, async (model) =>
      model === 'first' ? summary : null,
    );
    await fill(test.records, [{ scans: 100, first: 'alarm', second: 'clear' }]);
    const comparison = await compare(test);
    expect(comparison.drift).toMatchObject({
      first: { state: 'measured', level: 'shifted', scores: 100, calibrationScores: 100 },
      second: { state: 'no-calibration-scores' },
    });
    expect(comparison.warnings.join()).toMatch(/scores of first@onnx-cpu have shifted/);
  });
});
