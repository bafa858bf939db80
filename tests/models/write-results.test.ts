import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { judgeAims } from '../../models/results/aims.ts';
import { replaceResults } from '../../models/results/card-section.ts';
import { summaryTable } from '../../models/results/summary-table.ts';
import { writeResults } from '../../models/write-results.ts';
import { compareTechnologies } from '../../src/commands/evaluation/compare-technologies.ts';
import type { Evaluation } from '../../src/commands/evaluation/evaluation.ts';
import { judgedBy } from '../../src/commands/evaluation/judged-scan.ts';
import { measureTechnology } from '../../src/commands/evaluation/measure-technology.ts';
import { shipped } from '../../src/installation.ts';
import { scoredScan, screenedTechnology } from '../fixtures/scored-scan.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';

/** What models came to that found so many of forty threats, the others just missed, and falsely alarmed on nothing. */
function evaluationOf(found: Readonly<Record<string, number>>): Evaluation {
  const models = Object.keys(found);
  const counts = Object.values(found);
  const scans = Array.from({ length: 40 }, (_, i) => [
    scoredScan(
      'threat',
      counts.map((count) => (i < count ? 0.9 : 0.1)),
    ),
    scoredScan(
      'benign',
      counts.map(() => 0.2),
    ),
  ]).flat();
  return {
    kind: 'scanbench-evaluation',
    version: 1,
    madeAt: '2026-01-02T03:04:05.000Z',
    command: 'scanbench evaluate --samples /port/test',
    host: { cpu: 'a CPU', usableCpus: 2, memoryGiB: 8, system: 'Linux', node: 'v20', scanbench: '0.1.0' },
    seed: 1,
    sets: [{ folder: '/port/test', benigns: 40, threats: 40, belowPenetration: 0, planesSha256: 'a'.repeat(64) }],
    technologies: models.map((model, place) =>
      measureTechnology({
        technology: screenedTechnology(model),
        scans: judgedBy(place, scans),
        pixels: new Map(),
        seed: 1,
      }),
    ),
    comparisons: compareTechnologies(
      models.map((model) => `${model}@onnx-cpu`),
      scans,
    ),
  };
}

describe('writeResults', () => {
  it('writes the page, and each model’s part into its card and manifest', async () => {
    const folder = await temporaryFolder();
    await cp(shipped('models/local-contrast'), path.join(folder, 'models/local-contrast'), { recursive: true });
    await mkdir(path.join(folder, 'test'));
    const file = path.join(folder, 'test/evaluation.json');
    await writeFile(file, JSON.stringify(evaluationOf({ 'local-contrast': 30, 'tip-unet': 39 })));
    const page = path.join(folder, 'results.md');
    await writeResults(path.join(folder, 'models'), page, [`test=${file}`]);

    const text = await readFile(page, 'utf8');
    expect(text).toContain(
      '| tip-unet@onnx-cpu | 0 of 40, 0.0 % (0.0 to 8.8) | 0 of 40, 0.0 % (0.0 to 8.8) | 39 of 40, 97.5 % (86.8 to 99.9) |',
    );
    expect(text).toContain('](results/test.md)');
    expect(text).not.toContain('Paired tests');
    const part = await readFile(path.join(folder, 'results/test.md'), 'utf8');
    expect(part).toContain('# Scenes not seen before, scanners of the training sets\n');
    expect(part).toContain('](../results.md)');
    expect(part).toContain('| local-contrast@onnx-cpu | default |');
    expect(part).toContain('**Paired tests**');
    expect(part).not.toContain('/port/');
    expect(text).toContain('a CPU, 2 CPUs, 8 GiB');
    expect(text).toContain('`scanbench evaluate --samples …/test`');
    expect(text).not.toContain('/port/');
    expect(text).toContain('models/make-results.sh WORK\n');
    const card = await readFile(path.join(folder, 'models/local-contrast/card.md'), 'utf8');
    const none = '0 of 40, 0.0 % (0.0 to 8.8)';
    const found = '30 of 40, 75.0 % (58.8 to 87.3)';
    expect(card).toContain(`| all | ${none} | ${none} | ${found} |`);
    expect(card).not.toContain('| cargo |');
    expect(card).toContain('[all that was measured](measured.md)');
    const measured = await readFile(path.join(folder, 'models/local-contrast/measured.md'), 'utf8');
    expect(measured).toContain('# What was measured of local-contrast\n');
    expect(measured).toContain(`| all | ${none} | ${found} |`);
    expect(measured).toContain('| cargo | Pd |');
    expect(card).toContain('## How it works');
    const manifest: unknown = JSON.parse(
      await readFile(path.join(folder, 'models/local-contrast/manifest.json'), 'utf8'),
    );
    expect(manifest).toMatchObject({ evaluation: { test: [{ condition: 'all', touched: { count: 30, n: 40 } }] } });
    await writeResults(path.join(folder, 'models'), page, [`test=${file}`], { tests: 175 });
    expect(await readFile(page, 'utf8')).toContain('&& models/make-results.sh WORK 175\n');
    await writeResults(path.join(folder, 'models'), page, [`test=${file}`], { calibration: 150 });
    const partly = await readFile(page, 'utf8');
    expect(partly).toContain('&& CALIBRATION=150 models/make-results.sh WORK\n');
    expect(partly).toContain('first 150\nscans of each part of the calibration set and left the others:');
    expect(await readFile(path.join(folder, 'models/local-contrast/card.md'), 'utf8')).toBe(card);
  });

  it('takes only evaluations that it knows a place for', async () => {
    await expect(writeResults('models', 'results.md', ['other=evaluation.json'])).rejects.toThrow(
      /names: test, unseen/,
    );
    await expect(writeResults('models', 'results.md', ['test'])).rejects.toThrow(/test=evaluation.json/);
  });
});

describe('summaryTable', () => {
  const [measures] = evaluationOf({ 'tip-unet': 30 }).technologies[0]?.measures ?? [];
  if (measures === undefined) throw new Error('nothing was measured');
  const scored = { name: 'scored', measures };
  const unscored = { name: 'unscored', measures: { ...measures, unscored: 80 } };

  it('leaves out who has a score for none of the scans', () => {
    const table = summaryTable([scored, unscored]).join('\n');
    expect(table).toContain('| scored | 0 of 40');
    expect(table).not.toContain('unscored');
  });

  it('says so where nobody has a score', () => {
    expect(summaryTable([unscored])).toEqual([expect.stringMatching(/^No score for any of these scans/)]);
  });
});

describe('judgeAims', () => {
  it('says by how much an aim is missed, and leaves open what was not measured', () => {
    const evaluation = evaluationOf({ 'local-contrast': 10, 'tip-unet': 36, 'tip-unet-int8': 35 });
    const [pd, unseen, leader, quantised, ranking] = judgeAims([{ name: 'test', evaluation }]);
    expect(pd).toMatchObject({ isMet: false, missedBy: '5.0 points' });
    expect(unseen).toMatchObject({ isMet: null });
    expect(leader).toMatchObject({ isMet: true, missedBy: '' });
    expect(quantised).toMatchObject({ isMet: false, missedBy: '1.5 points' });
    const better = evaluationOf({ 'tip-unet': 36, 'tip-unet-int8': 38 });
    expect(judgeAims([{ name: 'test', evaluation: better }])[3]).toMatchObject({
      aim: 'tip-unet-int8, test: Pd at most 1 point below that of tip-unet',
      isMet: true,
    });
    expect(ranking).toMatchObject({ isMet: null });
  });

  it('asks of real display scans the best trained technology, and names the rival that is not beaten', () => {
    const close = evaluationOf({ 'local-contrast': 35, 'student-teacher': 30, 'tip-unet': 36 });
    const aims = judgeAims([
      { name: 'test', evaluation: close },
      { name: 'real-display', evaluation: close },
    ]);
    expect(aims[2]).toMatchObject({ isMet: false, missedBy: 'not better than local-contrast' });
    expect(aims[4]).toMatchObject({ isMet: true });
    expect(aims[4]?.observed).toContain('tip-unet 0.9');
    expect(aims[5]).toMatchObject({ isMet: false });
  });
});

it('puts results into a card in place of those before, and asks for a place where there is none', () => {
  const card = '# Card\n<!-- measured: begin -->\nold\n<!-- measured: end -->\nby hand\n';
  expect(replaceResults(card, 'new')).toBe('# Card\n<!-- measured: begin -->\nnew\n<!-- measured: end -->\nby hand\n');
  expect(() => replaceResults('# Card', 'new')).toThrow(/no <!-- measured/);
});
