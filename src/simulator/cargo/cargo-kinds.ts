import { balesInColumns } from './bales-in-columns.ts';
import { bulkHeap } from './bulk-heap.ts';
import type { CargoKind } from './cargo-kind.ts';
import { drums } from './drums.ts';
import { flexitank } from './flexitank.ts';
import { palletisedBoxes } from './palletised-boxes.ts';
import { sacksInRows } from './sacks-in-rows.ts';

/** Every cargo that can be simulated, by the name that samples carry. */
export const CARGO_KINDS = {
  empty: { load: () => [], hasAisle: false },
  'palletised-boxes': palletisedBoxes,
  'sacks-in-rows': sacksInRows,
  'bales-in-columns': balesInColumns,
  drums,
  'bulk-heap': bulkHeap,
  flexitank,
} as const satisfies Record<string, CargoKind>;

export type CargoName = keyof typeof CARGO_KINDS;

/** What a port sees every day: these take turns where no cargo is named. */
export const EVERYDAY_CARGO = [
  'empty',
  'palletised-boxes',
  'sacks-in-rows',
  'bales-in-columns',
  'drums',
  'bulk-heap',
] as const satisfies readonly CargoName[];

/** All names; `flexitank` is too dark to judge, hence only made on request. */
export const CARGO_NAMES = [...EVERYDAY_CARGO, 'flexitank'] as const satisfies readonly CargoName[];
