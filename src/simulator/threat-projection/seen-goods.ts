import type { ContainerInside } from './inside-container.ts';
import type { LinearReadings } from './linear-readings.ts';

/** What lets more through than this is air: no container's two steel walls do. */
const OPEN_ABOVE = 0.96;
/** Goods let less through than this share of what the bare walls do. */
const GOODS_BELOW = 0.72;
/** The brightest twentieth of a container's inside shows its bare walls, unless goods fill it to the roof. */
const WALL_QUANTILE = 0.95;
const DARKEST_WALLS = 0.6;
const SAMPLED_PIXELS = 20_000;

/** A container's inside as a picture shows it: where goods are, where only walls. */
export interface SeenGoods {
  readonly inside: ContainerInside;
  /** Transmission at a pixel. */
  readonly at: (x: number, y: number) => number;
  readonly isGoods: (transmission: number) => boolean;
  readonly isOpen: (transmission: number) => boolean;
}

/** What is goods is told beside the bare walls of this very container, looked for in some 20,000 of its pixels. */
export function seeGoods({ values, widthPx, airLevel }: LinearReadings, inside: ContainerInside): SeenGoods {
  const stride = Math.max(1, Math.floor(Math.sqrt((inside.width * inside.height) / SAMPLED_PIXELS)));
  const seen: number[] = [];
  for (let y = inside.y; y < inside.y + inside.height; y += stride) {
    for (let x = inside.x; x < inside.x + inside.width; x += stride) {
      seen.push((values[y * widthPx + x] ?? 0) / airLevel);
    }
  }
  seen.sort((a, b) => a - b);
  const walls = Math.max(DARKEST_WALLS, seen[Math.floor(seen.length * WALL_QUANTILE)] ?? 1);
  const goodsBelow = Math.min(OPEN_ABOVE, walls) * GOODS_BELOW;
  return {
    inside,
    at: (x, y) => (values[y * widthPx + x] ?? 0) / airLevel,
    isGoods: (transmission) => transmission < goodsBelow,
    isOpen: (transmission) => transmission > OPEN_ABOVE,
  };
}
