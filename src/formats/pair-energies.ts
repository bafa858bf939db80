import path from 'node:path';
import { energyInName } from '../domain/scan/energy-in-name.ts';
import type { Energy } from '../domain/scan/plane.ts';

/** The pictures of one scan in a folder: one alone, or those of both energies. */
export interface NamedScan {
  /** The file's name without extension, and without the energy where there are both. */
  readonly stem: string;
  readonly pictures:
    | { readonly high: string; readonly low?: string }
    | { readonly high?: undefined; readonly low: string };
}

/**
 * Takes `a_high.png` and `a_low.png` (also `a.high`, `a-high`) for one scan; any other picture is one by itself, of the energy
 * in its name. A second low one, as `a_low.tif`, has the stem of the pair, so that who names scans by it sees that they clash.
 */
export function pairEnergies(names: readonly string[]): readonly NamedScan[] {
  // Of several the first is kept.
  const lows = new Map(names.flatMap((name) => keyed(name, 'low')).toReversed());
  const pairs = new Map(
    names
      .flatMap((name) => keyed(name, 'high'))
      .flatMap(([stem, high]) => {
        const low = lows.get(stem);
        return low === undefined ? [] : [[high, { stem, pictures: { high, low } }] as const];
      }),
  );
  const paired = new Set([...pairs.values()].map(({ pictures }) => pictures.low));
  const stems = new Set([...pairs.values()].map(({ stem }) => stem));
  return names.filter((name) => !paired.has(name)).map((name) => pairs.get(name) ?? alone(name, stems));
}

function alone(name: string, stemsOfPairs: ReadonlySet<string>): NamedScan {
  const whole = path.parse(name).name;
  const called = energyInName(whole);
  if (called?.energy !== 'low') return { stem: whole, pictures: { high: name } };
  return { stem: stemsOfPairs.has(called.stem) ? called.stem : whole, pictures: { low: name } };
}

function keyed(name: string, wanted: Energy): readonly (readonly [stem: string, name: string])[] {
  const found = energyInName(path.parse(name).name);
  return found?.energy === wanted ? [[found.stem, name]] : [];
}
