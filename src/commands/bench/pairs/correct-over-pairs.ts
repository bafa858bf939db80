import { holmAdjust } from '../../../evaluation/holm.ts';

/** `pValue` is there where something was estimated. */
interface Tested {
  readonly state: string;
  readonly pValue?: number | undefined;
}

/**
 * What was compared of each pair, each with its p-value corrected by Holm over the pairs of which the same was compared: at one
 * false-alarm limit, in one scenario. What was not tested stays as it is.
 */
export function correctOverPairs<Compared extends Tested>(
  pairs: readonly (readonly Compared[])[],
  familyOf: (compared: Compared) => unknown,
): readonly Compared[][] {
  const all = pairs.flat();
  const adjusted = new Map<Compared, number | null>();
  for (const family of new Set(all.map(familyOf))) {
    const own = all.filter((compared) => familyOf(compared) === family);
    const pValues = holmAdjust(own.map(({ pValue }) => pValue ?? null));
    for (const [place, compared] of own.entries()) adjusted.set(compared, pValues[place] ?? null);
  }
  return pairs.map((own) =>
    own.map((compared) => {
      const pHolm = adjusted.get(compared) ?? null;
      return pHolm === null ? compared : { ...compared, pHolm };
    }),
  );
}
