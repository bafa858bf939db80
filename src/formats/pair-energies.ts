import path from 'node:path';
import type { Energy } from '../domain/plane.ts';
import { energyInName } from './energy-in-name.ts';

/** The pictures of one scan in a folder: one alone, which says nothing of its energy, or those of both energies. */
export interface NamedScan {
  /** The file's name without extension, and without the energy where there are both. */
  readonly stem: string;
  readonly pictures: { readonly high: string; readonly low?: string };
}

/** Takes `a_high.png` and `a_low.png` (also `a.high`, `a-high`) for one scan; any other picture is one by itself. */
export function pairEnergies(names: readonly string[]): readonly NamedScan[] {
  const lows = new Map(names.flatMap((name) => keyed(name, 'low')));
  const pairs = new Map(
    names
      .flatMap((name) => keyed(name, 'high'))
      .flatMap(([stem, high]) => {
        const low = lows.get(stem);
        return low === undefined ? [] : [[high, { stem, pictures: { high, low } }] as const];
      }),
  );
  const paired = new Set([...pairs.values()].map(({ pictures }) => pictures.low));
  return names
    .filter((name) => !paired.has(name))
    .map((name) => pairs.get(name) ?? { stem: path.parse(name).name, pictures: { high: name } });
}

function keyed(name: string, wanted: Energy): readonly (readonly [stem: string, name: string])[] {
  const found = energyInName(path.parse(name).name);
  return found?.energy === wanted ? [[found.stem, name]] : [];
}
