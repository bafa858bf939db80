import type { PatchScores } from '../output/read-output.ts';

/** Tiles in their order, `tileBatch` in each group but the last; a group is one run of the model. */
export function groupsOf<Patch>(patches: readonly Patch[], tileBatch: number): readonly (readonly Patch[])[] {
  return Array.from({ length: Math.ceil(patches.length / tileBatch) }, (_, place) =>
    patches.slice(place * tileBatch, (place + 1) * tileBatch),
  );
}

/** The cells of a whole group, one tile's under the other's. */
export function stackedSize(
  { widthCells, heightCells }: Pick<PatchScores, 'widthCells' | 'heightCells'>,
  tileBatch: number,
): Pick<PatchScores, 'widthCells' | 'heightCells'> {
  return { widthCells, heightCells: heightCells * tileBatch };
}

/** The scores of a group as those of one tall tile, so that all groups need the same room: the last one is filled up with 0. Null where tiles differ in size. */
export function stackScores(scores: readonly PatchScores[], tileBatch: number): PatchScores | null {
  const [first] = scores;
  if (first === undefined || scores.some(({ values }) => values.length !== first.values.length)) return null;
  if (tileBatch === 1) return first;
  const values = new Float32Array(first.values.length * tileBatch);
  for (const [place, one] of scores.entries()) values.set(one.values, place * first.values.length);
  return { ...stackedSize(first, tileBatch), values };
}

/** The tiles of a tall one. */
export function unstackScores(
  { widthCells, heightCells, values }: PatchScores,
  tileBatch: number,
): readonly PatchScores[] {
  const height = heightCells / tileBatch;
  const cells = widthCells * height;
  return Array.from({ length: tileBatch }, (_, place) => ({
    widthCells,
    heightCells: height,
    values: values.subarray(place * cells, (place + 1) * cells),
  }));
}
