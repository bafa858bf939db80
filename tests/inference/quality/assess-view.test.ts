import { describe, expect, it } from 'vitest';
import type { Plane } from '../../../src/domain/scan/plane.ts';
import type { View, ViewPlanes } from '../../../src/domain/scan/view.ts';
import { assessView } from '../../../src/inference/assess-view.ts';
import { LARGEST_DARK_RATIO } from '../../../src/inference/quality/penetration-limit.ts';
import { createRandom } from '../../../src/simulator/random.ts';
import { simulateScan } from '../../../src/simulator/simulate-scan.ts';
import { dualPlanes } from '../../fixtures/dual-planes.ts';
import { plane8, plane16, readingOf } from '../container/planes.ts';

const viewOf = (planes: ViewPlanes): View => ({ name: 'side', planes, sha256: '', flags: [] });
const assess = (high: Plane) => assessView(viewOf({ high }));

const scan = simulateScan({ seed: 21, scanner: 'gate-6-4-compact', vehicle: true, cargo: 'sacks-in-rows' });

/** The scan with a share of the container, from the floor up, so dense that nothing comes through. */
function darkenBelow(share: number): Plane {
  const [box] = scan.containers;
  const plane = scan.planes.high;
  if (box === undefined) throw new Error('The scan has a container.');
  const top = box.y + box.height * (1 - share);
  return plane16(plane.widthPx, plane.heightPx, (x, y) =>
    y > top && y < box.y + box.height && x > box.x && x < box.x + box.width
      ? 40 + ((x * 31 + y * 17) % 60)
      : readingOf(plane, x, y),
  );
}

describe('assessView', () => {
  it('gives each energy its own open-beam level', () => {
    const { airLevels } = assessView(viewOf(scan.planes));
    expect(Math.abs((airLevels.high ?? 0) / 60_000 - 1)).toBeLessThan(0.01);
    expect(Math.abs((airLevels.low ?? 0) / 60_000 - 1)).toBeLessThan(0.01);
  });

  it('reads geometry from the low energy where there is no other', () => {
    const { airLevels, containers } = assessView(viewOf({ low: dualPlanes(scan).low }));
    expect(airLevels.high).toBeUndefined();
    expect(containers).toHaveLength(scan.containers.length);
  });

  it('judges the inside of each container, and keeps what decoding flagged', () => {
    const { container, containers, judgedBoxes, quality, undecidable } = assessView({
      ...viewOf(scan.planes),
      flags: ['type-mismatch'],
    });
    expect(containers).toHaveLength(1);
    expect(container).toEqual(containers[0]);
    expect(judgedBoxes[0].width).toBeLessThan(container?.width ?? 0);
    expect(quality.flags).toEqual(['type-mismatch']);
    expect(undecidable).toBeNull();
  });

  it('says that the energies are swapped, and says it of no others', () => {
    const { high, low } = dualPlanes(scan);
    expect(assessView(viewOf({ high: low, low: high })).quality.flags).toEqual(['energies-swapped']);
    for (const planes of [{ high, low }, { high, low: high }, { high: low }]) {
      expect(assessView(viewOf(planes)).quality.flags).toEqual([]);
    }
  });

  it('judges the whole view and says so where no container is located', () => {
    const { container, containers, judgedBoxes, quality } = assess(
      plane16(400, 300, (x, y) => (Math.hypot(x - 200, y - 150) < 90 ? 20_000 + 13 * x : 60_000 - ((x * y) % 300))),
    );
    expect([container, containers]).toEqual([null, []]);
    expect(judgedBoxes).toEqual([{ x: 0, y: 0, width: 400, height: 300 }]);
    expect(quality.flags).toContain('container-not-located');
  });

  it('leaves a scan undecided when too much of the cargo area is too dark to know, not before', () => {
    const some = assess(darkenBelow(0.34));
    expect(some.quality.darkRatio).toBeGreaterThan(LARGEST_DARK_RATIO - 0.1);
    expect(some.undecidable).toBeNull();
    const most = assess(darkenBelow(0.44));
    expect(most.quality.darkRatio).toBeLessThan(LARGEST_DARK_RATIO + 0.1);
    expect(most.undecidable).toBe('low-penetration');
    expect(most.quality.flags).toContain('low-penetration');
  });

  it.each<[string, Plane]>([
    ['one pixel', plane8(1, 1, () => 7)],
    ['an even grey', plane8(500, 200, () => 128)],
    ['black', plane16(500, 200, () => 0)],
  ])('calls %s unreadable', (_, plane) => {
    const { undecidable, quality } = assess(plane);
    expect(undecidable).toBe('unreadable-view');
    expect(quality.flags).toContain('blank');
  });

  it.each([
    [10, 10],
    [23, 23],
    [400, 3],
    [3, 400],
  ])('calls a picture of %i × %i pixels unreadable, whatever it shows', (widthPx, heightPx) => {
    const random = createRandom(6);
    const { undecidable, containers, quality } = assess(plane16(widthPx, heightPx, () => random.integer(0, 65_535)));
    expect(undecidable).toBe('unreadable-view');
    expect(containers).toEqual([]);
    expect(quality.flags).not.toContain('blank');
  });

  it('judges a picture of 24 × 24 pixels', () => {
    const random = createRandom(6);
    const half = (x: number) => (x < 12 ? 20_000 : 60_000) - random.integer(0, 2000);
    expect(assess(plane16(24, 24, half)).undecidable).toBeNull();
  });

  it('calls a computed gradient no radiograph', () => {
    expect(assess(plane8(600, 300, (x, y) => (x + y) / 4)).undecidable).toBe('not-a-radiograph');
  });
});
