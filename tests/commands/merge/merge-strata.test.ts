import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../../src/commands/bench/report/report.ts';
import type { MergedReport } from '../../../src/commands/merge/merged-report.ts';
import { rateOf } from '../../../src/evaluation/rates.ts';
import { plantedReport, watcherReport } from '../../fixtures/bench-report.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { exactAuroc } from './exact-auroc.ts';
import { HAMBURG, merge, mergedOf, ROTTERDAM, written } from './merge-ports.ts';

describe('the parts of the scans of several ports', () => {
  it('adds them up by part of the scans, too, with the scans of a port that answered all of the part', async () => {
    const shaky = plantedReport([{ model: 'watcher', skill: 0.9, scanMs: 20, failsOnOneOf: 10 }], {
      pairsOfScans: 50,
      seed: 5,
    });
    const files = [await written('Shaky/report.json', shaky), await written('Hamburg/report.json', HAMBURG)];
    const out = path.join(await temporaryFolder(), 'both');
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

  it('takes reports that were made before there was a contrast, and has what the others know of it', async () => {
    const before: Report = structuredClone(HAMBURG);
    for (const { strata } of before.evaluation.technologies) Reflect.deleteProperty(strata, 'contrast');
    const { technologies } = await mergedOf(ROTTERDAM, before);
    const own = ROTTERDAM.evaluation.technologies[0]?.strata.contrast ?? [];
    expect(own.map(({ name }) => name)).toEqual(['under 0.5 %', '10 % and more']);
    expect(technologies[0]?.strata.contrast?.map(({ name, pooled }) => [name, pooled.pd])).toEqual(
      own.map(({ name, pd }) => [name, pd]),
    );
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
    const blind = await mergedOf(ROTTERDAM, watcherReport(0.1, { seed: 7, pairsOfScans: 60 }));
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
});
