import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { findBenigns, openBenign } from '../../../src/commands/tip/benigns.ts';
import { simulatedThreats } from '../../../src/commands/tip/threats.ts';
import { createRandom } from '../../../src/simulator/random.ts';
import { LEAST_QUALITY } from '../../../src/simulator/threat-projection/insertion-quality.ts';
import { projectThreat } from '../../../src/simulator/threat-projection/project-threat.ts';

// Real scans are not ours to publish: they lie beside the repository where somebody has them.
const FOLDER = path.join(
  process.env['SCANBENCH_REAL_SCANS'] ?? path.resolve('../shared/data/scans'),
  'cargo-commodity',
);
const OPTIONS = { pitchMm: null, energiesMeV: null, gamma: null, like: 'gate-6-4' } as const;

describe('threats in real scans', () => {
  it.skipIf(!existsSync(FOLDER))('land in containers, at a pitch that real scanners have, without a seam', async () => {
    const benigns = await findBenigns(FOLDER, undefined);
    if (!benigns.ok) throw new Error(benigns.failure.message);
    const simulated = simulatedThreats(['cocaine'], [10, 20]);
    if (!simulated.ok) throw new Error(simulated.failure.message);
    const draw = simulated.value;
    for (const [index, source] of benigns.value.filter((_, at) => at % 3 === 0).entries()) {
      const opened = await openBenign(source, OPTIONS);
      if (!opened.ok) throw new Error(`${source.name}: ${opened.failure.message}`);
      const { scan } = opened.value;
      expect(scan.pitchMm).toBeGreaterThan(3.5);
      expect(scan.pitchMm).toBeLessThan(6);
      const random = createRandom(index);
      const projection = projectThreat(scan, draw('gate-6-4', random.fork('threat')).picture, 'light', random);
      if (projection === null) throw new Error(`${source.name}: no place was found`);
      expect(projection.quality.score).toBeGreaterThan(LEAST_QUALITY);
      // What leaves most through darkens the picture there, and nothing brightens more than noise and rounding do.
      const { box, mask, planes } = projection;
      let darker = 0;
      let marked = 0;
      for (let at = 0; at < mask.samples.length; at++) {
        const change = (planes.high?.samples[at] ?? 0) - (scan.primary.plane.samples[at] ?? 0);
        if (mask.samples[at] !== 255) continue;
        marked++;
        darker += change;
      }
      expect(marked).toBeGreaterThan(100);
      expect(marked).toBeLessThanOrEqual(box.width * box.height);
      expect(darker / marked).toBeLessThan(-0.5);
    }
  });
});
