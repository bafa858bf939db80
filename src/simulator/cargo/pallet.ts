import { block } from '../build-solid.ts';
import type { Random } from '../random.ts';
import type { Solid, Span } from '../solid.ts';

export interface PalletKind {
  readonly heightCm: number;
  readonly build: (x: Span, y: number, z: Span) => readonly Solid[];
}

/** One kind of pallet for a whole load: blocks or stringers of wood, moulded plastic, or only a slip sheet. */
export function drawPalletKind(random: Random): PalletKind {
  switch (random.pick(['blocks', 'blocks', 'stringers', 'plastic', 'slip-sheet'] as const)) {
    case 'blocks':
      return { heightCm: 14.4, build: blockPallet };
    case 'stringers':
      return { heightCm: 13.2, build: stringerPallet };
    case 'plastic':
      return { heightCm: 15, build: plasticPallet };
    case 'slip-sheet':
      return { heightCm: 0.6, build: (x, y, z) => [block('cardboard', x, [y, y + 0.6], z)] };
  }
}

/** Nine blocks between three skids and a deck of boards: light in the fork pockets. */
export function blockPallet(x: Span, y: number, z: Span): readonly Solid[] {
  return [
    block('wood', x, [y, y + 2.2], z, 0.45),
    block('wood', x, [y + 10, y + 12.2], z, 0.5),
    block('wood', x, [y + 12.2, y + 14.4], z, 0.8),
    ...[0, 0.5, 1].map((share) => {
      const left = x[0] + share * (x[1] - x[0] - 12);
      return block('wood', [left, left + 12], [y + 2.2, y + 10], z, 0.4);
    }),
  ];
}

/** Three beams along the container, notched for forks. */
function stringerPallet(x: Span, y: number, z: Span): readonly Solid[] {
  const length = x[1] - x[0];
  const notch = (share: number): Span => [x[0] + share * length, x[0] + (share + 0.24) * length];
  return [
    block('wood', x, [y, y + 1.8], z, 0.35),
    block('wood', x, [y + 1.8, y + 11.2], z, 0.11),
    ...[0.14, 0.62].map((share) => block('wood', notch(share), [y + 1.8, y + 6], z, -0.11)),
    block('wood', x, [y + 11.2, y + 13.2], z, 0.8),
  ];
}

function plasticPallet(x: Span, y: number, z: Span): readonly Solid[] {
  return [
    block('polyethylene', x, [y, y + 3], z, 0.16),
    block('polyethylene', x, [y + 11, y + 15], z, 0.22),
    ...[0, 0.5, 1].map((share) => {
      const left = x[0] + share * (x[1] - x[0] - 14);
      return block('polyethylene', [left, left + 14], [y + 3, y + 11], z, 0.12);
    }),
  ];
}
