import { describe, expect, it } from 'vitest';
import { boxOfMask, loadMasks } from '../../../src/commands/samples/threat-masks.ts';
import { succeed } from '../../../src/domain/failure.ts';
import type { Box } from '../../../src/domain/scan/box.ts';
import type { View } from '../../../src/domain/scan/view.ts';
import { failureOf, valueFrom } from '../../fixtures/value-from.ts';

const maskOf = (rows: readonly string[]) => ({
  widthPx: rows[0]?.length ?? 0,
  heightPx: rows.length,
  samples: Uint8Array.from(rows.join(''), (pixel) => (pixel === '#' ? 255 : 0)),
});

describe('boxOfMask', () => {
  it('is the smallest box around every pixel of the threat', () => {
    expect(boxOfMask(maskOf(['......', '..#...', '.....#', '...#..', '......']))).toEqual({
      x: 2,
      y: 1,
      width: 4,
      height: 3,
    });
    expect(boxOfMask(maskOf(['#']))).toEqual({ x: 0, y: 0, width: 1, height: 1 });
  });

  it('is none where there is no threat to be seen', () => {
    expect(boxOfMask(null)).toBeNull();
    expect(boxOfMask(maskOf(['...', '...']))).toBeNull();
  });
});

describe('loadMasks', () => {
  const high = { widthPx: 40, heightPx: 20, bitDepth: 8, samples: new Uint8Array(800) } as const;
  const view: View = { name: 'side', planes: { high }, sha256: '', flags: [] };
  const sourceWith = (side: Box) => ({
    ...{ name: 'bag', folder: 'set', files: [], load: async () => succeed([]), loadMask: async () => succeed(null) },
    sample: {
      ...{ id: 'bag', views: { side: { high: 'bag.png' } }, cargo: 'empty', scanner: 'generic', provenance: {} },
      ...{ truth: { threat: { category: 'bag', boxes: { side } } }, split: 'test' },
    },
  });

  it('takes a box that reaches beyond its view, as threats at its edge have one', async () => {
    const masks = await loadMasks(sourceWith({ x: 35, y: 15, width: 10, height: 10 }), [view]);
    expect([...valueFrom(masks)]).toEqual([['side', null]]);
  });

  it.each([
    ['beside', { x: 40, y: 0, width: 3, height: 3 }],
    ['below', { x: 0, y: 20, width: 3, height: 3 }],
  ])('refuses a box that lies %s its view: nothing could touch it', async (_where, box) => {
    expect(failureOf(await loadMasks(sourceWith(box), [view]))).toContain('outside of the view of 40×20 pixels');
  });
});
