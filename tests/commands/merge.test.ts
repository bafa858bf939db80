import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { Check } from 'typebox/schema';
import { describe, expect, it } from 'vitest';
import { benchSchemas } from '../../bench/write-schemas.ts';
import type { Report } from '../../src/commands/bench/report/report.ts';
import { mergedHtml } from '../../src/commands/merge/html/merged-html.ts';
import type { MergedReport } from '../../src/commands/merge/merged-report.ts';
import { plantedReport, watcherReport } from '../fixtures/bench-report.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { exactAuroc } from './merge/exact-auroc.ts';
import { HAMBURG, merge, mergedOf, ROTTERDAM, written } from './merge/merge-ports.ts';

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
    const out = path.join(await temporaryFolder(), 'both');
    const { said } = await merge(...files, '--out', out);
    expect(said).toContain('Failed: scans to which the technology gave no answer.');
    const page = await readFile(path.join(out, 'report.html'), 'utf8');
    expect(page).toContain('threats failed');
    expect((await mergedOf(ROTTERDAM, HAMBURG)).technologies[0]?.pooled.rates.threats).not.toHaveProperty('failed');
  });

  it('has nothing to say of who finds more where no port has a threat', async () => {
    const calm = [5, 6].map((seed) =>
      plantedReport([{ model: 'watcher', skill: 0.9, scanMs: 20 }], { only: 'benign', seed }),
    );
    const page = mergedHtml(await mergedOf(...calm));
    expect(page).toContain('300 scans of containers');
    expect(page).not.toContain('Who finds more');
    expect(mergedHtml(await mergedOf(ROTTERDAM, HAMBURG))).toContain('Who finds more');
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
    const out = path.join(await temporaryFolder(), 'both');
    const files = await Promise.all(uncalibrated.map((report, place) => written(`u${place}.json`, report)));
    await merge(...files, '--out', out);
    expect(await readFile(path.join(out, 'report.html'), 'utf8')).toContain(
      'not calibrated, <small>so its alarms say nothing',
    );
  });

  it('writes one report of the counts of all ports, after its schema, that names no scan', async () => {
    const files = [await written('rotterdam/report.json', ROTTERDAM), await written('h.json', HAMBURG)];
    const out = path.join(await temporaryFolder(), 'both');
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

  it('leaves the report that is there where not all files of the new one can be written', async () => {
    const files = [await written('rotterdam/report.json', ROTTERDAM), await written('hamburg/report.json', HAMBURG)];
    const out = path.join(await temporaryFolder(), 'both');
    await merge(...files, '--out', out);
    const before = await readFile(path.join(out, 'report.json'), 'utf8');
    await mkdir(path.join(out, 'report.md.new'));
    await expect(merge(...files, '--out', out)).rejects.toThrow('EISDIR');
    expect(await readFile(path.join(out, 'report.json'), 'utf8')).toBe(before);
  });

  it('writes over no report that it is given', async () => {
    const files = [await written('rotterdam/report.json', ROTTERDAM), await written('hamburg/report.json', HAMBURG)];
    const { said, exitCode } = await merge(...files, '--out', path.dirname(files[1] ?? ''));
    expect(exitCode).toBe(2);
    expect(said).toContain(`${files[1]}, the report of hamburg, would be written over`);
    expect(JSON.parse(await readFile(files[1] ?? '', 'utf8'))).toEqual(JSON.parse(JSON.stringify(HAMBURG)));
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
    const [threats, benigns] = [
      watcherReport(0.9, { only: 'threat' }),
      watcherReport(0.9, { only: 'benign', seed: 5 }),
    ];
    const warning = expect.stringContaining('no port has both threats and benign scans');
    expect((await mergedOf(threats, benigns)).notes).toContainEqual(warning);
    expect((await mergedOf(threats, HAMBURG)).notes).not.toContainEqual(warning);
    expect((await mergedOf(benigns, HAMBURG)).notes).not.toContainEqual(warning);
  });

  it('draws no Pd and lists no AUROC of parts where no port has a threat', async () => {
    const ports = [3, 5].map((seed) => watcherReport(0.9, { only: 'benign', seed }));
    const files = await Promise.all(ports.map((report, place) => written(`b${place}.json`, report)));
    const out = path.join(await temporaryFolder(), 'benigns');
    const { said, exitCode } = await merge(...files, '--out', out);
    expect(exitCode, said).toBe(0);
    const page = await readFile(path.join(out, 'report.html'), 'utf8');
    expect(page).toContain('By cargo, over all ports and at each.');
    expect(page).not.toMatch(/NaN|Infinity|undefined/);
    expect(page).not.toContain('Pd by cargo over all ports');
    expect(page).not.toContain('Pd by port with its bounds');
    expect(page).not.toContain('AUROC by cargo');
  });

  it('says that ports differ where they do, and does not where they are alike', async () => {
    const different = await mergedOf(ROTTERDAM, HAMBURG);
    expect(different.technologies[0]?.heterogeneity.pfa?.pValue).toBeLessThan(0.01);
    expect(different.notes.join()).toMatch(/Pfa differs between ports, from .* \(port0\) to .* \(port1\)/);
    const alike = await mergedOf(ROTTERDAM, watcherReport(0.9, { seed: 5, pairsOfScans: 120 }));
    expect(alike.notes).toEqual([]);
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

  it('keeps other weights of one name apart on the same scans, too, and says that each port has them among its own', async () => {
    const { notes, technologies } = await mergedOf(ROTTERDAM, { ...otherModel(ROTTERDAM), id: 'retrained' });
    expect(technologies.map(({ label }) => label)).toEqual(['watcher@onnx-cpu (port0)', 'watcher@onnx-cpu (port1)']);
    expect(notes.join('\n')).toContain('watcher@onnx-cpu is not one technology but 2, and not added up');
    expect(notes.join('\n')).toContain('port0 and port1 have 240 scans in common, judged by different technologies');
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

  it('has one row of a technology at one port, and one over all ports of the other', async () => {
    const two = plantedReport(
      [
        { model: 'watcher', skill: 0.9, scanMs: 20 },
        { model: 'other', skill: 0.9, scanMs: 20 },
      ],
      { seed: 6, pairsOfScans: 20 },
    );
    const [, rates = ''] = mergedHtml(await mergedOf(two, HAMBURG)).split('<span>Rates and AUROC by port.');
    const rowsOf = (technology: string) =>
      (rates.split('</table>')[0] ?? '').split('</tr>').filter((row) => row.includes(technology));
    expect(rowsOf('other@onnx-cpu')).toHaveLength(1);
    expect(rowsOf('other@onnx-cpu')[0]).toContain('port0');
    expect(rowsOf('watcher@onnx-cpu').map((row) => row.includes('all ports'))).toEqual([false, false, true]);
  });

  it('ends with 2 on a single report, on two ports of one name, and on what is no report', async () => {
    const file = await written('a.json', ROTTERDAM);
    expect((await merge(file)).exitCode).toBe(2);
    const twice = await merge(file, `a=${await written('b.json', HAMBURG)}`);
    expect(twice).toMatchObject({ exitCode: 2, said: expect.stringContaining('Two reports would be called "a"') });
    const none = await merge(file, await written('none.json', { kind: 'scanbench-evaluation' }));
    expect(none).toMatchObject({ exitCode: 2, said: expect.stringContaining('none.json is no report') });
    const dir = await merge(file, `b=${await temporaryFolder()}`);
    expect(dir).toMatchObject({
      exitCode: 2,
      said: expect.stringContaining('it is a folder; name the report.json'),
    });
  });
});

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
