import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../src/simulator/random.ts';
import { projectThreat } from '../../../src/simulator/threat-projection/project-threat.ts';
import type { ThreatPicture } from '../../../src/simulator/threat-projection/threat-picture.ts';
import { benignWith, blockOf, COLUMNS, FLOOR, ROWS, wallsAt } from './pictures.ts';

const THREAT = blockOf('cocaine-hydrochloride', 12, 20, 14);

/** Goods from x 60 on: light at first, then heavy, 100 rows high. */
const LADEN = benignWith({
  water: (x, y) => (wallsAt(x, y) > 0 && x > 60 && y > 80 ? (x < 180 ? 15 : 60) : 0),
});
const EMPTY = benignWith({});
const [INSIDE] = EMPTY.insides;

describe('projectThreat', () => {
  it('finds the floor where the gaps between goods end, and takes a usual one where there are no gaps', () => {
    for (const [inside] of [EMPTY.insides, LADEN.insides]) {
      expect(Math.abs(inside.y + inside.height - inside.floorRisePx - FLOOR)).toBeLessThanOrEqual(3);
    }
    const [full] = benignWith({ steel: (x, y) => (wallsAt(x, y) > 0 ? 60 : 0) }).insides;
    expect(full.y + full.height).toBeLessThan(180);
    expect(full.y + full.height).toBeGreaterThan(160);
  });

  it('lands inside of the container, marks what it darkened, and leaves the rest as it was', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const projection = projectThreat(LADEN, THREAT, 'any', createRandom(seed));
        expect(projection).not.toBeNull();
        if (projection === null) return;
        const { box, mask, planes } = projection;
        expect(box.x).toBeGreaterThanOrEqual(INSIDE.x);
        expect(box.y).toBeGreaterThanOrEqual(INSIDE.y);
        expect(box.x + box.width).toBeLessThanOrEqual(INSIDE.x + INSIDE.width);
        expect(box.y + box.height).toBeLessThanOrEqual(INSIDE.y + INSIDE.height);
        for (let y = 0; y < ROWS; y++) {
          for (let x = 0; x < COLUMNS; x++) {
            const at = y * COLUMNS + x;
            const isInBox = x >= box.x && y >= box.y && x < box.x + box.width && y < box.y + box.height;
            if (mask.samples[at] === 255 && !isInBox) throw new Error(`marked outside of its box at ${x}, ${y}`);
            const isNear = x >= box.x - 4 && y >= box.y - 4 && x < box.x + box.width + 4 && y < box.y + box.height + 4;
            const changed = planes.high?.samples[at] !== LADEN.primary.plane.samples[at];
            if (changed && !isNear) throw new Error(`changed far from its box at ${x}, ${y}`);
          }
        }
      }),
      { numRuns: 10 },
    );
  });

  it('says how far it changes the picture: much in an empty container, hardly behind what takes all', () => {
    const shown = (benign: typeof EMPTY) => projectThreat(benign, THREAT, 'any', createRandom(1))?.contrast;
    const inTheOpen = shown(EMPTY) ?? 0;
    // 12 g/cm² of cocaine take a good third of what the walls leave.
    expect(inTheOpen).toBeGreaterThan(0.2);
    expect(inTheOpen).toBeLessThan(0.5);
    const dark = benignWith({ steel: (x, y) => (wallsAt(x, y) > 0 ? 120 : 0) });
    expect(shown(dark)).toBeLessThan(0.02 * inTheOpen);
  });

  it('is the same again for the same seed, and another for another', () => {
    const one = projectThreat(LADEN, THREAT, 'any', createRandom(5));
    expect(projectThreat(LADEN, THREAT, 'any', createRandom(5))).toEqual(one);
    expect(projectThreat(LADEN, THREAT, 'any', createRandom(6))?.planes).not.toEqual(one?.planes);
  });

  it('does not hang in the air: what is not held by wall, roof or goods stands on floor or goods', () => {
    for (let seed = 0; seed < 30; seed++) {
      const projection = projectThreat(EMPTY, THREAT, 'any', createRandom(seed));
      const { place, box } = projection ?? {};
      if (box === undefined || (place !== null && place !== 'behind-doors')) continue;
      const bottom = box.y + box.height;
      expect(bottom).toBeGreaterThanOrEqual(INSIDE.y + INSIDE.height - INSIDE.floorRisePx);
    }
  });

  it('lands behind more when asked to, and behind less', () => {
    const mean = (obscuration: 'light' | 'heavy') => {
      let sum = 0;
      for (let seed = 0; seed < 16; seed++) {
        sum += projectThreat(LADEN, THREAT, obscuration, createRandom(seed))?.obscuredTo ?? 0;
      }
      return sum / 16;
    };
    expect(mean('light')).toBeGreaterThan(2 * mean('heavy'));
  });

  it('says so where a threat lies below the penetration limit', () => {
    const dark = benignWith({ steel: (x, y) => (wallsAt(x, y) > 0 ? 220 : 0) });
    expect(projectThreat(dark, THREAT, 'any', createRandom(1))?.belowPenetration).toBe(true);
    expect(projectThreat(EMPTY, THREAT, 'any', createRandom(1))?.belowPenetration).toBe(false);
  });

  it('judges a threat that brings a halo, noise or blur of its own to be visible, and a clean one not', () => {
    const scoreOf = (threat: ThreatPicture) => projectThreat(EMPTY, threat, 'any', createRandom(3))?.quality;
    expect(scoreOf(THREAT)?.score).toBeGreaterThan(0.9);
    expect(scoreOf({ ...THREAT, flaws: { ...THREAT.flaws, outlineContrast: 0.02 } })?.parts.seam).toBeLessThan(0.5);
    const noisy = { ...THREAT.flaws, noiseVariance: { high: 1e-3, low: 1e-3 } };
    expect(scoreOf({ ...THREAT, flaws: noisy })?.parts.noise).toBeLessThan(0.5);
    const small = blockOf('cocaine-hydrochloride', 12, 6, 4);
    expect(scoreOf({ ...small, pitchMm: 20 })?.parts.blur).toBeLessThan(0.5);
  });

  it('refuses a threat that is larger than the container', () => {
    expect(projectThreat(EMPTY, blockOf('steel', 5, 500, 300), 'any', createRandom(1))).toBeNull();
  });
});
