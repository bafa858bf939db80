import { describe, expect, it } from 'vitest';
import { assessView } from '../../../src/inference/assess-view.ts';
import { decide } from '../../../src/inference/decide.ts';
import { PENETRATION_LIMIT } from '../../../src/inference/quality/penetration-limit.ts';
import { EVERYDAY_CARGO } from '../../../src/simulator/cargo/cargo-kinds.ts';
import type { SceneWishes } from '../../../src/simulator/scene.ts';
import { type SimulatedScan, simulateScan } from '../../../src/simulator/simulate-scan.ts';

const simulate = (seed: number, wishes: SceneWishes) => simulateScan({ seed, scanner: 'gate-6-4-compact', ...wishes });

const assess = ({ planes }: SimulatedScan) => assessView({ name: 'side', planes, sha256: '', flags: [] });

describe('a flexitank', () => {
  it.each<[string, number, NonNullable<SceneWishes['containers']>]>([
    ['alone', 20, ['20ft']],
    ['beside a second one', 8, ['20ft', '20ft']],
  ])(
    '%s leaves the scan undecided in each of %i draws, never clear',
    (_, seeds, containers) => {
      for (let seed = 1; seed <= seeds; seed++) {
        const { undecidable, quality } = assess(simulate(seed, { cargo: 'flexitank', containers }));
        expect(undecidable, `seed ${seed}, dark share ${quality.darkRatio}`).toBe('low-penetration');
        expect(quality.flags).toContain('low-penetration');
        expect(decide([{ score: 0, detections: [], undecidable }]).decision).toBe('undecided');
      }
    },
    60_000,
  );

  it('with a bag in the bright gap by its doors alarms when the bag is found: what is visible is visible', () => {
    const threat = { category: 'cocaine', massKg: 24, place: 'behind-doors' } as const;
    const scan = simulate(3, { cargo: 'flexitank', containers: ['20ft'], vehicle: false, threat });
    const { undecidable } = assess(scan);
    expect(undecidable).toBe('low-penetration');
    expect(litShareOf(scan)).toBeGreaterThan(0.95);

    const box = scan.threat?.box;
    if (box === undefined) throw new Error('The scan has a bag.');
    const found = { view: 'side', box, score: 0.9, category: null };
    expect(decide([{ score: 0.9, detections: [found], undecidable }])).toEqual({
      decision: 'alarm',
      reason: null,
      score: 0.9,
      detections: [found],
    });
  });
});

describe('everyday cargo', () => {
  it.each(EVERYDAY_CARGO)(
    '%s is never too dark to judge',
    (cargo) => {
      for (let seed = 1; seed <= 10; seed++) {
        const { undecidable, quality } = assess(simulate(seed, { cargo }));
        expect(undecidable, `seed ${seed}, dark share ${quality.darkRatio}`).toBeNull();
      }
    },
    60_000,
  );
});

/** Share of the threat's pixels that read above the penetration limit. */
function litShareOf({ planes: { high }, threat }: SimulatedScan): number {
  let pixels = 0;
  let lit = 0;
  for (const [i, mask] of (threat?.mask.samples ?? new Uint8Array()).entries()) {
    if (mask === 0) continue;
    pixels++;
    if ((high.samples[i] ?? 0) > PENETRATION_LIMIT * 60_000) lit++;
  }
  return lit / pixels;
}
