import type { LoadCargo } from './cargo-kind.ts';
import { loadPalletisedBoxes } from './palletised-boxes.ts';

/** Every cargo that can be simulated, by the name that samples carry. */
export const CARGO_KINDS = {
  empty: () => [],
  'palletised-boxes': loadPalletisedBoxes,
} as const satisfies Record<string, LoadCargo>;

export type CargoName = keyof typeof CARGO_KINDS;

export const CARGO_NAMES = ['empty', 'palletised-boxes'] as const satisfies readonly CargoName[];
