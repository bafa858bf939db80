import { describe, expect, it } from 'vitest';
import { type Auroc, auroc } from '../../src/evaluation/auroc.ts';
import { aurocHeterogeneity } from '../../src/evaluation/auroc-heterogeneity.ts';
import { valueHeterogeneity } from '../../src/evaluation/heterogeneity.ts';
import { rankScores } from '../../src/evaluation/ranked-scores.ts';
import { createRandom } from '../../src/simulator/random.ts';
import { valueFrom } from '../fixtures/value-from.ts';

type Draw = (random: ReturnType<typeof createRandom>) => number;

/** What threats score, beside benign scans with a standard normal score. */
const SHAPES: readonly (readonly [string, Draw])[] = [
  ['as spread as those of benign scans', (random) => 1.2 + random.normal()],
  ['half of them invisible', (random) => (random.chance(0.5) ? 4 : 0) + random.normal()],
  ['far more spread', (random) => 1.2 + 2.5 * random.normal()],
];
const EVEN: Draw = (random) => 0.5 + random.normal();

function drawPorts(seed: number, threatScore: Draw, counts: { readonly threats: number; readonly benigns: number }) {
  const random = createRandom(seed, 'aurocs of ports');
  return Array.from({ length: 4 }, (): Auroc => {
    const threats = Array.from({ length: counts.threats }, () => threatScore(random));
    const benigns = Array.from({ length: counts.benigns }, () => random.normal());
    const found = auroc(valueFrom(rankScores({ threats, benigns })));
    if (found === null) throw new Error('there are scans of both kinds');
    return found;
  });
}

const calledDifferent = (test: typeof aurocHeterogeneity, draw: (seed: number) => readonly Auroc[]) =>
  Array.from({ length: 1000 }, (_, seed) => test(draw(seed))).filter((found) => (found?.pValue ?? 1) < 0.05).length;

describe('aurocHeterogeneity', () => {
  it.each(SHAPES)(
    'calls four ports of one AUROC different in at most 8 % of draws, scores of threats %s',
    (_, score) => {
      const few = calledDifferent(aurocHeterogeneity, (seed) => drawPorts(seed, score, { threats: 10, benigns: 50 }));
      expect(few).toBeLessThanOrEqual(80);
      expect(few).toBeGreaterThan(0);
    },
  );

  it('has a reason: by DeLong’s standard errors alone, ports with two threats each are called different in four of ten', () => {
    const draw = (seed: number) => drawPorts(seed, EVEN, { threats: 2, benigns: 50 });
    expect(calledDifferent(valueHeterogeneity, draw)).toBeGreaterThan(350);
    expect(aurocHeterogeneity(draw(1))).toBeNull();
  });

  it('counts a port where all threats lie above all benign scans, which DeLong gives no spread', () => {
    const [perfect, other] = [
      { value: 1, standardError: 0, bounds: [0.9, 1], threats: 40, benigns: 60 },
      { value: 0.7, standardError: 0.05, bounds: [0.6, 0.8], threats: 40, benigns: 60 },
    ] as const;
    expect(aurocHeterogeneity([perfect, other])?.pValue).toBeLessThan(0.001);
    expect(aurocHeterogeneity([perfect, perfect])).toBeNull();
    expect(aurocHeterogeneity([perfect])).toBeNull();
    expect(aurocHeterogeneity([])).toBeNull();
  });
});
