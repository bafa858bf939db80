import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Check } from 'typebox/schema';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { benchSchemas } from '../../bench/write-schemas.ts';
import type { Report } from '../../src/commands/bench/report/report.ts';
import type { MergedReport } from '../../src/commands/merge/merged-report.ts';
import { mergeCommand } from '../../src/commands/merge.ts';
import { rateOf } from '../../src/evaluation/rates.ts';
import { type PlantedScans, plantedReport } from '../fixtures/bench-report.ts';
import { hearStreams } from '../fixtures/hear-streams.ts';
import { ALL_SCENARIOS } from '../fixtures/planted-speed.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';

let folder: string;

beforeEach(async () => {
  folder = await temporaryFolder();
});

afterEach(() => {
  process.exitCode = 0;
  vi.restoreAllMocks();
});

const made = new Map<string, Report>();

/** Made once for all tests: a report takes a few thousand resamples. */
function planted(skill: number, scans: PlantedScans): Report {
  const key = JSON.stringify([skill, scans]);
  const report = made.get(key) ?? plantedReport([{ model: 'watcher', skill, scanMs: 20 }], scans);
  made.set(key, report);
  return report;
}

const ROTTERDAM = planted(0.9, { seed: 3, pairsOfScans: 120 });
const HAMBURG = planted(0.5, { seed: 4, pairsOfScans: 60 });

async function written(name: string, report: object): Promise<string> {
  const file = path.join(folder, name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify(report));
  return file;
}

async function merge(...args: readonly string[]) {
  const heard = hearStreams();
  await mergeCommand().parseAsync(args, { from: 'user' });
  const said = heard();
  const { exitCode } = process;
  vi.restoreAllMocks();
  process.exitCode = 0;
  return { said, exitCode: exitCode ?? 0 };
}

async function mergedOf(...reports: readonly object[]): Promise<MergedReport> {
  const files = await Promise.all(reports.map((report, place) => written(`port${place}.json`, report)));
  const { said, exitCode } = await merge(...files, '--json');
  expect(exitCode, said).toBe(0);
  return JSON.parse(said);
}

const LOADED = [
  planted(0.9, { seed: 3, pairsOfScans: 10, scenarios: ALL_SCENARIOS }),
  planted(0.9, { seed: 4, pairsOfScans: 10, scenarios: ALL_SCENARIOS }),
] as const;

const countsOf = ({ evaluation }: Report) =>
  evaluation.technologies[0]?.measures[0]?.populations[0]?.rates.threats?.alarm.count ?? Number.NaN;

describe('scanbench merge', () => {
  it('adds up the scans that a technology failed on, with those of a port where it answered all', async () => {
    const shaky = plantedReport([{ model: 'watcher', skill: 0.9, scanMs: 20, failsOnOneOf: 10 }], {
      pairsOfScans: 50,
      seed: 5,
    });
    const { technologies, notes } = await mergedOf(shaky, HAMBURG);
    expect(technologies[0]?.pooled.rates.threats?.failed).toMatchObject({ count: 10, n: 110 });
    expect(technologies[0]?.pooled.rates.benigns).not.toHaveProperty('failed');
    expect(notes.join('\n')).toContain('watcher@onnx-cpu gave no answer to 10 of 100 scans at port0 (runtime-failed).');
    const files = [await written('Shaky/report.json', shaky), await written('Hamburg/report.json', HAMBURG)];
    const { said } = await merge(...files, '--out', path.join(folder, 'both'));
    expect(said).toContain('Failed: scans to which the technology gave no answer.');
    const page = await readFile(path.join(folder, 'both', 'report.html'), 'utf8');
    expect(page).toContain('threats failed');
    expect((await mergedOf(ROTTERDAM, HAMBURG)).technologies[0]?.pooled.rates.threats).not.toHaveProperty('failed');
  });

  it('adds them up by part of the scans, too, with the scans of a port that answered all of the part', async () => {
    const shaky = plantedReport([{ model: 'watcher', skill: 0.9, scanMs: 20, failsOnOneOf: 10 }], {
      pairsOfScans: 50,
      seed: 5,
    });
    const files = [await written('Shaky/report.json', shaky), await written('Hamburg/report.json', HAMBURG)];
    const out = path.join(folder, 'both');
    const { said } = await merge(...files, '--out', out);
    const { technologies }: MergedReport = JSON.parse(await readFile(path.join(out, 'report.json'), 'utf8'));
    const scanners = technologies[0]?.strata.scanner ?? [];
    const gate = scanners.find(({ name }) => name === 'gate-6-4');
    // Every thirtieth scan fails and comes from this scanner, as every third does: of 100 scans 4 of 34, of 120 none of 40.
    expect(gate?.pooled.failed).toMatchObject({ count: 4, n: 74 });
    expect(gate?.byPort.map(({ port, failed }) => [port, failed?.count])).toEqual([
      ['Shaky', 4],
      ['Hamburg', undefined],
    ]);

    expect(said).toMatch(/watcher@onnx-cpu +scanner: gate-6-4 +4 of 74, .* +Shaky 4 of 34\n/);
    expect(await readFile(path.join(out, 'report.md'), 'utf8')).toMatch(/scanner: gate-6-4 \| 4 of 74,/);
    const page = await readFile(path.join(out, 'report.html'), 'utf8');
    expect(page).toMatch(/Failed: without an answer.*?gate-6-4.*?<small>4 of 74<\/small>/s);
  });

  it('never takes a query that failed for one that was fast: percentiles count it, and a note says how many', async () => {
    const planted = { model: 'watcher', skill: 0.9, scanMs: 20 };
    const scans = { pairsOfScans: 10, scenarios: ALL_SCENARIOS };
    const shaky = plantedReport([{ ...planted, failedPerBlock: 8, refusedPerTrain: 4 }], { ...scans, seed: 5 });
    const { technologies, notes } = await mergedOf(shaky, LOADED[0]);
    const [{ latencies, throughput } = { latencies: [], throughput: [] }] = technologies;
    const single = latencies.find(({ scenario }) => scenario === 'single-stream')?.byPort;
    expect(single?.map(({ queries, unanswered }) => ({ queries, unanswered }))).toEqual([
      { queries: 120, unanswered: { failed: 48, refused: 0 } },
      { queries: 120, unanswered: undefined },
    ]);
    expect(throughput.find(({ scenario }) => scenario === 'offline')?.byPort[0]).toMatchObject({
      queries: 120,
      unanswered: { failed: 48, refused: 0 },
    });
    expect(notes).toContain(
      'watcher@onnx-cpu, train: queries failed while it was timed (port0: 48 of 120); they count as later than any time.',
    );
    const files = [await written('Shaky/report.json', shaky), await written('Sure/report.json', LOADED[0])];
    const { said } = await merge(...files);
    const [technology] = LOADED[1].technologies;
    if (technology?.speed.state !== 'measured') throw new Error('it was measured');
    const withheld = [{ scenario: 'train', queries: 40, failed: 9, reason: 'http://far answers 500.' }];
    const scenarios = technology.speed.scenarios.filter(({ scenario }) => scenario !== 'train');
    const lost = {
      ...LOADED[1],
      technologies: [{ ...technology, speed: { ...technology.speed, scenarios, withheld } }],
    };
    expect((await mergedOf(LOADED[0], lost)).notes).toContain(
      'watcher@onnx-cpu, train: no figure: 9 of 40 queries failed at port1, which is not in the tables.',
    );
    // Six in ten were answered: the median is, the p90 is not; of both ports eight in ten.
    expect(said).toMatch(/single-stream +Shaky +120 \(48 failed\) +[\d.]+ to [\d.]+ ms +unanswered/);
    expect(said).toMatch(/single-stream +all ports +240 \(48 failed\) +[\d.]+ to [\d.]+ ms +unanswered/);
    expect(said).toMatch(/train +Shaky +120 \(48 failed, 24 refused\) +unanswered +unanswered/);
  });

  it('gives no percentile that the queries do not carry, at a port or over all, and no time in powers of ten', async () => {
    const technology = { model: 'watcher', skill: 0.9, scanMs: 1500 };
    const few = [5, 6].map((seed) => plantedReport([technology], { pairsOfScans: 10, queries: 1, seed }));
    const files = await Promise.all(few.map((report, place) => written(`p${place}.json`, report)));
    const { said } = await merge(...files);
    expect(said).toMatch(/single-stream +p0 +6 +too few queries \(6 of 11\) +too few queries \(6 of 64\)/);
    expect(said).toMatch(/single-stream +all ports +12 +\d{4} to \d{4} ms +too few queries \(12 of 64\)/);
  });

  it('says once of a technology with a placeholder for a threshold that its alarms say nothing, above its rates, too', async () => {
    const uncalibrated = [ROTTERDAM, HAMBURG].map((report) => {
      const technologies = report.evaluation.technologies.map((own) => ({
        ...own,
        operatingPoints: own.operatingPoints.map((point) => ({ ...point, benignCount: 0 })),
      }));
      return { ...report, evaluation: { ...report.evaluation, technologies } };
    });
    const { notes } = await mergedOf(...uncalibrated);
    expect(notes.filter((note) => note.includes('is not calibrated'))).toHaveLength(1);
    expect((await mergedOf(ROTTERDAM, HAMBURG)).notes.join()).not.toContain('is not calibrated');
    const out = path.join(folder, 'both');
    const files = await Promise.all(uncalibrated.map((report, place) => written(`u${place}.json`, report)));
    await merge(...files, '--out', out);
    expect(await readFile(path.join(out, 'report.html'), 'utf8')).toContain('a placeholder, not calibrated');
  });

  it('writes one report of the counts of all ports, after its schema, that names no scan', async () => {
    const files = [await written('rotterdam/report.json', ROTTERDAM), await written('h.json', HAMBURG)];
    const out = path.join(folder, 'both');
    const { said, exitCode } = await merge(files[0] ?? '', `Hamburg=${files[1]}`, '--out', out);
    expect(exitCode, said).toBe(0);
    const text = await readFile(path.join(out, 'report.json'), 'utf8');
    const report: MergedReport = JSON.parse(text);
    expect(Check(benchSchemas()['merged-report.schema.json'] ?? {}, report)).toBe(true);
    expect(report.ports.map(({ name }) => name)).toEqual(['rotterdam', 'Hamburg']);
    const pooled = report.technologies[0]?.pooled;
    expect(pooled?.rates.threats?.alarm).toMatchObject({ count: countsOf(ROTTERDAM) + countsOf(HAMBURG), n: 180 });
    for (const { scan } of [...ROTTERDAM.scans, ...HAMBURG.scans]) expect(text).not.toContain(scan);
    expect(text).not.toMatch(/\/home\/|samples\//);

    const page = await readFile(path.join(out, 'report.html'), 'utf8');
    expect(page).not.toMatch(/NaN|Infinity|undefined|\[object|<script|<img|\s(?:src|href|style)=/);
    expect(page).toContain('Several ports together: rotterdam, Hamburg');
    expect(page).toContain('<h3>By cargo</h3>');
    const markdown = await readFile(path.join(out, 'report.md'), 'utf8');
    expect(markdown).toContain('| watcher@onnx-cpu | all ports |');
    expect(markdown).toMatch(
      /\| watcher@onnx-cpu \| cargo: drums \| \d+ of \d+, .* \| rotterdam [\d.]+ % of \d+; Hamburg/,
    );
  });

  it('has the AUROC of all scores within the range that bins leave, and adds latencies up', async () => {
    const { technologies } = await mergedOf(ROTTERDAM, HAMBURG);
    const { exact } = exactAuroc([ROTTERDAM, HAMBURG].flatMap(({ scans }) => scans));
    const { aurocRange } = technologies[0]?.pooled ?? { aurocRange: null };
    expect(aurocRange?.[0]).toBeLessThanOrEqual(exact);
    expect(aurocRange?.[1]).toBeGreaterThanOrEqual(exact);
    expect((aurocRange?.[1] ?? 1) - (aurocRange?.[0] ?? 0)).toBeLessThan(0.02);
    const [latencies] = technologies[0]?.latencies ?? [];
    const all = latencies?.all.reduce((sum, { count }) => sum + count, 0);
    expect(all).toBe(240);
    expect(latencies?.byPort.map(({ queries }) => queries)).toEqual([120, 120]);
  });

  it('warns of a ranking that is one of ports, where none has both threats and benign scans', async () => {
    const [threats, benigns] = [planted(0.9, { only: 'threat' }), planted(0.9, { only: 'benign', seed: 5 })];
    const warning = expect.stringContaining('no port has both threats and benign scans');
    expect((await mergedOf(threats, benigns)).notes).toContainEqual(warning);
    expect((await mergedOf(threats, HAMBURG)).notes).not.toContainEqual(warning);
    expect((await mergedOf(benigns, HAMBURG)).notes).not.toContainEqual(warning);
  });

  it('says that ports differ where they do, and does not where they are alike', async () => {
    const different = await mergedOf(ROTTERDAM, HAMBURG);
    expect(different.technologies[0]?.heterogeneity.pfa?.pValue).toBeLessThan(0.01);
    expect(different.notes.join()).toMatch(/Pfa differs between ports, from .* \(port0\) to .* \(port1\)/);
    const alike = await mergedOf(ROTTERDAM, planted(0.9, { seed: 5, pairsOfScans: 120 }));
    expect(alike.notes).toEqual([]);
  });

  it('adds up each part of the scans with exact bounds, and says in which the ports differ', async () => {
    const { technologies, notes } = await mergedOf(ROTTERDAM, HAMBURG);
    const strata = technologies[0]?.strata;
    const drums = strata?.cargo.find(({ name }) => name === 'drums');
    const own = [ROTTERDAM, HAMBURG].map(({ evaluation }) =>
      evaluation.technologies[0]?.strata.cargo.find(({ name }) => name === 'drums'),
    );
    const sum = (pick: (stratum: (typeof own)[number]) => number | undefined) =>
      own.reduce((total, stratum) => total + (pick(stratum) ?? Number.NaN), 0);
    for (const rate of ['pd', 'pfa'] as const) {
      const [count, n] = [sum((stratum) => stratum?.[rate]?.count), sum((stratum) => stratum?.[rate]?.n)];
      expect(drums?.pooled[rate]).toEqual(rateOf(count, n));
      expect(drums?.byPort.map((port) => port[rate])).toEqual(own.map((stratum) => stratum?.[rate]));
    }
    const pfa = drums?.heterogeneity.pfa;
    expect(pfa?.groups).toBe(2);
    expect(pfa?.pHolm).toBeGreaterThan(pfa?.pValue ?? 1);
    expect(strata?.mass.every(({ pooled }) => pooled.pd !== null && pooled.pfa === null)).toBe(true);
    expect(notes.join('\n')).toMatch(/Pfa of scanner “[^”]+” differs between ports, from .* \(port0\) to .* \(port1\)/);
  });

  it('ranks each part over all ports as one report of all their scans would, to a bin, and says where the ports differ', async () => {
    const { technologies, notes } = await mergedOf(ROTTERDAM, HAMBURG);
    const strata = technologies[0]?.strata;
    // As the fixture deals cargo and places out, by the place of a scan.
    const parts = [
      ['cargo', 'drums', (_: string, i: number) => Math.floor(i / 2) % 4 === 0],
      ['place', 'false-floor', (truth: string, i: number) => truth === 'benign' || i % 3 === 2],
    ] as const;
    for (const [kind, name, isHeld] of parts) {
      const part = strata?.[kind].find((stratum) => stratum.name === name);
      const held = [ROTTERDAM, HAMBURG].flatMap(({ scans }) => scans.filter(({ truth }, i) => isHeld(truth, i)));
      const { threats, benigns, exact } = exactAuroc(held);
      expect(part?.pooled.auroc).toMatchObject({ threats, benigns });
      expect(part?.pooled.aurocRange?.[0]).toBeLessThanOrEqual(exact);
      expect(part?.pooled.aurocRange?.[1]).toBeGreaterThanOrEqual(exact);
      expect(part?.heterogeneity.auroc?.groups).toBe(2);
    }
    expect(notes.join('\n')).not.toContain('AUROC of');
    const blind = await mergedOf(ROTTERDAM, planted(0.1, { seed: 7, pairsOfScans: 60 }));
    expect(blind.notes.join('\n')).toMatch(
      /AUROC of cargo “drums” differs between ports, from 0\.\d{3} \(port1\) to 0\.\d{3} \(port0\), p/,
    );
  });

  it('ranks no part over all ports where a report holds no histogram of it, and still tells whether the ports are alike', async () => {
    const strata = (report: Report) => report.evaluation.technologies[0]?.strata.cargo;
    const old = structuredClone(HAMBURG);
    for (const stratum of strata(old) ?? []) Reflect.deleteProperty(stratum, 'histogram');
    const { technologies } = await mergedOf(ROTTERDAM, old);
    const drums = technologies[0]?.strata.cargo.find(({ name }) => name === 'drums');
    expect(drums?.pooled).toMatchObject({ auroc: null, aurocRange: null });
    expect(drums?.byPort.map(({ auroc }) => auroc)).toEqual(
      [ROTTERDAM, HAMBURG].map((report) => strata(report)?.find(({ name }) => name === 'drums')?.auroc),
    );
    expect(drums?.heterogeneity.auroc?.groups).toBe(2);
    expect(technologies[0]?.strata.place[0]?.pooled.auroc).not.toBeNull();
  });

  it('has what the machine of each port gets through, with bounds, and adds none of it up', async () => {
    const { technologies, notes } = await mergedOf(...LOADED);
    const [offline, server] = technologies[0]?.throughput ?? [];
    expect([offline?.scenario, server?.scenario]).toEqual(['offline', 'server']);
    for (const { byPort } of [offline, server].filter((found) => found !== undefined)) {
      expect(byPort.map(({ port, rounds }) => [port, rounds])).toEqual([
        ['port0', 6],
        ['port1', 6],
      ]);
      for (const { scansPerSecond, bounds } of byPort) {
        expect(bounds?.[0]).toBeLessThan(scansPerSecond ?? 0);
        expect(bounds?.[1]).toBeGreaterThan(scansPerSecond ?? 0);
      }
    }
    expect(offline?.byPort[0]?.scansPerSecond).toBeCloseTo(49.5, 0);
    expect(notes.join()).not.toContain('unlike traffic');
  });

  it('gives no percentile of trains that a port does not hold, at that port or over all', async () => {
    const [first, second] = LOADED;
    const technologies = second.technologies.map((technology) => {
      if (technology.speed.state !== 'measured') return technology;
      const scenarios = technology.speed.scenarios.map((result) =>
        result.scenario === 'train' ? { ...result, withinTakt: rateOf(60, result.queries) } : result,
      );
      return { ...technology, speed: { ...technology.speed, scenarios } };
    });
    const full = { ...second, technologies };
    const files = [await written('Held/report.json', first), await written('Full/report.json', full)];
    const out = path.join(folder, 'both');
    const { said } = await merge(...files, '--out', out);
    expect(said).toMatch(/train +Held +120 +[\d.]+ to [\d.]+ ms/);
    expect(said).toMatch(/train +Full +120 +not held +not held/);
    expect(said).toMatch(/train +all ports +240 +not held +not held/);
    expect(await readFile(path.join(out, 'report.html'), 'utf8')).toContain('does not hold this traffic.');
  });

  it('has no bounds of few rounds and no rate where none kept the bound, and tells of unlike traffic', async () => {
    const [first, second] = LOADED;
    const scenarios = second.plan.scenarios.map((planned) =>
      planned.scenario === 'server' ? { ...planned, latencyBoundMs: 900 } : planned,
    );
    const lost = withRounds({ ...second, plan: { ...second.plan, scenarios } }, { offline: 2, server: 0 });
    const { technologies, notes } = await mergedOf(first, lost);
    const ofPort = technologies[0]?.throughput.map(({ byPort }) => byPort[1]);
    expect(ofPort).toMatchObject([
      { scansPerSecond: expect.closeTo(49.5, -1), bounds: null },
      { scansPerSecond: null },
    ]);
    expect(notes.join()).toContain(
      'server: the ports measured under unlike traffic (port0: p90 within 500 ms; port1: p90 within 900 ms)',
    );
  });

  it('takes a port that gives no parts away, and one that has other parts', async () => {
    const bare = {
      ...HAMBURG,
      evaluation: {
        ...HAMBURG.evaluation,
        technologies: HAMBURG.evaluation.technologies.map((technology) => ({
          ...technology,
          strata: { condition: [], scanner: [], cargo: [], category: [], mass: [], place: [] },
        })),
      },
    };
    const { technologies } = await mergedOf(ROTTERDAM, bare);
    const [part] = technologies[0]?.strata.cargo ?? [];
    expect(part?.byPort.map(({ port }) => port)).toEqual(['port0']);
    expect(part?.heterogeneity).toEqual({ pd: null, pfa: null, auroc: null });
  });

  it.each([
    ['weights', (report: Report) => otherModel(report), /weights 0{12}.*weights f{12}/],
    ['a threshold', (report: Report) => otherThreshold(report), /threshold default 0\.5.*threshold default 0\.7/],
  ])('keeps apart what has the same name and other %s, and says so', async (_, change, note) => {
    const { technologies, notes } = await mergedOf(ROTTERDAM, change(HAMBURG));
    expect(technologies.map(({ label }) => label)).toEqual(['watcher@onnx-cpu (port0)', 'watcher@onnx-cpu (port1)']);
    expect(technologies.map(({ pooled }) => pooled.rates.threats?.alarm.n)).toEqual([120, 60]);
    expect(notes[0]).toContain('watcher@onnx-cpu is not one technology but 2, and not added up');
    expect(notes[0]).toMatch(note);
  });

  it('says that other technologies judged the same scans, which each port has among its own', async () => {
    const other: Report = JSON.parse(JSON.stringify({ ...ROTTERDAM, id: 'other' }).replaceAll('watcher@', 'guard@'));
    const { notes, technologies } = await mergedOf(ROTTERDAM, other);
    expect(technologies.map(({ label }) => label).toSorted()).toEqual(['guard@onnx-cpu', 'watcher@onnx-cpu']);
    expect(technologies.map(({ pooled }) => pooled.rates.threats?.alarm.n)).toEqual([120, 120]);
    expect(notes).toContain(
      'port0 and port1 have 240 scans in common, judged by different technologies: no rate counts a scan twice, but each of ' +
        'these ports has it among its own.',
    );
  });

  it('refuses a report given twice, under the same or another name, and two on the same scans', async () => {
    const same = [await written('a.json', ROTTERDAM), await written('b.json', ROTTERDAM)];
    expect(await merge(...same)).toMatchObject({
      exitCode: 2,
      said: expect.stringContaining('are one and the same report'),
    });
    const again = await written('c.json', { ...ROTTERDAM, id: 'another' });
    expect((await merge(same[0] ?? '', again)).said).toContain('a and c have 240 scans in common');
    const scans = ROTTERDAM.scans.map((scan, place) => ({
      ...scan,
      scan: place === 0 ? scan.scan : scan.scan.split('').reverse().join(''),
    }));
    const one = await written('f.json', { ...ROTTERDAM, id: 'f', scans });
    expect((await merge(same[0] ?? '', one)).said).toContain('a and f have one scan in common');
    const [bare, twin] = [
      await written('d.json', { ...ROTTERDAM, scans: [] }),
      await written('e.json', { ...ROTTERDAM, scans: [], id: 'e' }),
    ];
    expect((await merge(bare, twin)).said).toContain('the very same results to the last digit');
  });

  it('needs no list of scans', async () => {
    const { technologies } = await mergedOf({ ...ROTTERDAM, scans: [] }, { ...HAMBURG, scans: [] });
    expect(technologies[0]?.pooled.rates.threats?.alarm.n).toBe(180);
  });

  it('tells of a technology that one port lacks, and of one without a speed', async () => {
    const two = plantedReport(
      [
        { model: 'watcher', skill: 0.9, scanMs: 20 },
        { model: 'other', skill: 0.9, scanMs: 20, isRefused: true },
      ],
      { seed: 6, pairsOfScans: 20 },
    );
    const { notes } = await mergedOf(two, HAMBURG);
    expect(notes.join('\n')).toContain('other@onnx-cpu has no results from port1');
    expect(notes.join('\n')).toContain('other@onnx-cpu has no speed at port0');
  });

  it('ends with 2 on a single report, on two ports of one name, and on what is no report', async () => {
    const file = await written('a.json', ROTTERDAM);
    expect((await merge(file)).exitCode).toBe(2);
    const twice = await merge(file, `a=${await written('b.json', HAMBURG)}`);
    expect(twice).toMatchObject({ exitCode: 2, said: expect.stringContaining('Two reports would be called "a"') });
    const none = await merge(file, await written('none.json', { kind: 'scanbench-evaluation' }));
    expect(none).toMatchObject({ exitCode: 2, said: expect.stringContaining('none.json is no report') });
    const dir = await merge(file, `b=${folder}`);
    expect(dir).toMatchObject({
      exitCode: 2,
      said: expect.stringContaining('it is a folder; name the report.json'),
    });
  });
});

/** Of all pairs of a threat and a benign scan, counted one by one. */
function exactAuroc(scans: Report['scans']) {
  const of = (truth: string) => scans.flatMap((scan) => (scan.truth === truth ? [scan.answers[0]?.score ?? 0] : []));
  const [threats, benigns] = [of('threat'), of('benign')];
  const outscored = threats.reduce((sum, a) => sum + benigns.filter((b) => a > b).length, 0);
  return { threats: threats.length, benigns: benigns.length, exact: outscored / (threats.length * benigns.length) };
}

/** The report as a run of so many rounds has it. */
function withRounds(report: Report, rounds: Readonly<Partial<Record<string, number>>>): Report {
  return {
    ...report,
    technologies: report.technologies.map((technology) => {
      const { speed } = technology;
      if (speed.state === 'refused') return technology;
      const scenarios = speed.scenarios.map((result) => ({
        ...result,
        msPerScanByRound: result.msPerScanByRound.slice(0, rounds[result.scenario]),
      }));
      return { ...technology, speed: { ...speed, scenarios } };
    }),
  };
}

function otherModel(report: Report): Report {
  const change = <Technology extends { model: object }>(technology: Technology) => ({
    ...technology,
    model: { ...technology.model, sha256: 'f'.repeat(64) },
  });
  return { ...report, technologies: report.technologies.map(change) };
}

function otherThreshold(report: Report): Report {
  return {
    ...report,
    technologies: report.technologies.map((technology) => ({
      ...technology,
      operatingPoint: { ...technology.operatingPoint, threshold: 0.7 },
    })),
    evaluation: {
      ...report.evaluation,
      technologies: report.evaluation.technologies.map((technology) => ({
        ...technology,
        operatingPoints: technology.operatingPoints.map((point) => ({ ...point, threshold: 0.7 })),
      })),
    },
  };
}
