import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { drawResults, RESULTS_PICTURE } from '../../models/draw-results.ts';
import { keptResults } from '../../models/results/kept-results.ts';
import { resultsFigure } from '../../models/results/results-figure.ts';
import { shipped } from '../../src/installation.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';

const share = (rate: number) => ({ alarm: { count: 1, n: 100, rate, bounds: [rate / 2, rate + 0.1] } });

const measures = (condition: string, auroc: number | null) => ({
  condition,
  benigns: share(0.01),
  threats: [
    {
      name: 'threats of 10 kg and more, not below penetration',
      rates: share(0.5),
      auroc: auroc === null ? null : { value: auroc, bounds: [auroc - 0.1, auroc + 0.05] },
    },
  ],
});

describe('the picture of the results', () => {
  it('shows what the manifests hold: node dist/models/draw-results.js draws it anew', async () => {
    const picture = path.join(await temporaryFolder(), 'results.svg');
    await drawResults(shipped('models'), picture);
    expect(await readFile(shipped(RESULTS_PICTURE), 'utf8')).toBe(await readFile(picture, 'utf8'));
    expect(await readFile(shipped('docs/results.md'), 'utf8')).toContain('(pictures/results.svg)');
  });

  it('has a row where a technology gave scores, and none where it lacks an energy', () => {
    const both = keptResults('both-energies', {
      test: [measures('16-bit dual', 0.9), measures('8-bit display', null)],
    });
    const one = keptResults('one-energy', { test: [measures('16-bit dual', 0.8), measures('8-bit display', 0.7)] });
    const svg = resultsFigure([both, one]);
    expect(svg.match(/>both-energies</g)).toHaveLength(1);
    expect(svg.match(/>one-energy</g)).toHaveLength(2);
    expect(svg).not.toContain('real 8-bit scans');
  });

  it('puts a rate where its axis says, and one beyond it at its end', () => {
    const svg = resultsFigure([keptResults('a', { test: [measures('16-bit dual', 0.3)] })]);
    const places = [...svg.matchAll(/<circle cx="([\d.]+)"/g)].map(([, x]) => Number(x));
    const onLog = 150 + (210 * Math.log10(0.01 / 0.001)) / Math.log10(0.5 / 0.001);
    expect(places[0]).toBeCloseTo(onLog, 1);
    expect(places.slice(1)).toEqual([505, 650]);
  });

  it('is not drawn from an evaluation of another form: the model is named', () => {
    expect(() => keptResults('mine', { test: [{ condition: 'all' }] })).toThrow(/^mine: evaluation in its manifest/);
  });
});
