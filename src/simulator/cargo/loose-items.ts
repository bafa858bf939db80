import { block, hollowBlock, tube } from '../build-solid.ts';
import type { MaterialName } from '../materials.ts';
import type { Random } from '../random.ts';
import type { Solid, Span } from '../solid.ts';

/**
 * What is in one parcel or removal carton, from books to a small engine, filling the room that is given. The dense ones
 * are rarer than the soft ones, but no carton is too innocent to hold one.
 */
export function fillLoosely(x: Span, y: Span, z: Span, random: Random): readonly Solid[] {
  const bulk = (material: MaterialName, packing: number, share = 1) => [
    block(material, x, [y[0], y[0] + (y[1] - y[0]) * share], z, packing),
  ];
  const inner = (span: Span, share: number): Span => {
    const own = (span[1] - span[0]) * share;
    const from = span[0] + random.between(0, span[1] - span[0] - own);
    return [from, from + own];
  };
  const stood = (share: number): Span => [y[0], y[0] + (y[1] - y[0]) * share];
  const kind = random.unit();
  if (kind < 0.22) return bulk('cardboard', random.between(0.08, 0.3), random.between(0.7, 1));
  if (kind < 0.36) return bulk('polyethylene', random.between(0.04, 0.25), random.between(0.7, 1));
  if (kind < 0.46) return books(x, y, z, random);
  if (kind < 0.54) return bulk('rice', random.between(0.2, 0.5), random.between(0.5, 1));
  if (kind < 0.62) return bulk('ceramic', random.between(0.05, 0.25), random.between(0.5, 1));
  if (kind < 0.7) return bottles(x, y, z, random);
  if (kind < 0.78) return electronics(inner(x, 0.8), stood(0.8), inner(z, 0.8), random);
  if (kind < 0.84) {
    return hollowBlock(
      'steel',
      inner(x, random.between(0.5, 0.9)),
      stood(0.9),
      inner(z, 0.9),
      random.between(0.08, 0.2),
    );
  }
  if (kind < 0.9)
    return [block('steel', inner(x, random.between(0.2, 0.6)), stood(0.5), inner(z, 0.4), random.between(0.08, 0.4))];
  if (kind < 0.95) return bulk('rubber', random.between(0.1, 0.4), random.between(0.4, 0.9));
  return [block('copper', inner(x, random.between(0.2, 0.5)), stood(0.4), inner(z, 0.4), random.between(0.05, 0.2))];
}

function books(x: Span, y: Span, z: Span, random: Random): readonly Solid[] {
  const stacks = random.integer(1, 3);
  const step = (x[1] - x[0]) / stacks;
  return Array.from({ length: stacks }, (_, index) => {
    const left = x[0] + index * step;
    const top = y[0] + (y[1] - y[0]) * random.between(0.5, 1);
    return block('cardboard', [left, left + step * 0.92], [y[0], top], z, random.between(0.8, 1.1));
  });
}

function bottles(x: Span, y: Span, z: Span, random: Random): readonly Solid[] {
  const radius = Math.min(4.2, (y[1] - y[0]) / 6);
  const count = Math.min(4, Math.max(1, Math.floor((x[1] - x[0]) / (2.6 * radius))));
  const step = (x[1] - x[0]) / count;
  const tall = (y[1] - y[0]) * 0.8;
  const depth = z[1] - z[0];
  const material = random.pick(['water', 'diesel', 'sugar'] as const);
  return Array.from({ length: count }, (_, index) => {
    const centre = x[0] + (index + 0.5) * step;
    // A rank of bottles in depth counts as one body with the gaps between them spread out.
    return block(material, [centre - radius, centre + radius], [y[0], y[0] + tall], [z[0], z[0] + depth * 0.95], 0.5);
  });
}

/** A case of plastic or sheet with a power supply, boards and a battery or a compressor in it. */
function electronics(x: Span, y: Span, z: Span, random: Random): readonly Solid[] {
  const length = x[1] - x[0];
  const height = y[1] - y[0];
  const dense = Math.min(length, height) * random.between(0.15, 0.35);
  const at = x[0] + random.between(0, length - dense);
  const depth: Span = [z[0] + (z[1] - z[0]) * 0.2, z[0] + (z[1] - z[0]) * 0.7];
  return [
    block('polyethylene', x, y, z, random.between(0.06, 0.16)),
    block('ceramic', x, [y[0] + height * 0.45, y[0] + height * 0.52], z, 0.5),
    random.chance(0.5)
      ? block('copper', [at, at + dense], [y[0] + 1, y[0] + 1 + dense], depth, random.between(0.1, 0.4))
      : block('steel', [at, at + dense], [y[0] + 1, y[0] + 1 + dense], depth, random.between(0.1, 0.5)),
    ...(random.chance(0.3)
      ? tube(
          'steel',
          'z',
          { x: at + dense / 2, y: y[0] + height / 2, z: (z[0] + z[1]) / 2 },
          z[1] - z[0],
          dense / 2.2,
          dense / 2.6,
        )
      : []),
  ];
}
