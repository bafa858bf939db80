import { baggedGoods } from './bagged-goods.ts';
import { balesInColumns } from './bales-in-columns.ts';
import { bigBags } from './big-bags.ts';
import { bottlesInCrates } from './bottles-in-crates.ts';
import { bulkHeap } from './bulk-heap.ts';
import { carcasses } from './carcasses.ts';
import type { CargoKind } from './cargo-kind.ts';
import { cars } from './cars.ts';
import { coils } from './coils.ts';
import { drums } from './drums.ts';
import { flexitank } from './flexitank.ts';
import { frozenCartons } from './frozen-cartons.ts';
import { householdGoods } from './household-goods.ts';
import { machinery } from './machinery.ts';
import { mixedCommodities } from './mixed-commodities.ts';
import { palletisedBoxes } from './palletised-boxes.ts';
import { paperAndResin } from './paper-and-resin.ts';
import { parcels } from './parcels.ts';
import { pipesAndBars } from './pipes-and-bars.ts';
import { sacksInRows } from './sacks-in-rows.ts';
import { scrap } from './scrap.ts';
import { stone } from './stone.ts';
import { timber } from './timber.ts';
import { tyres } from './tyres.ts';

/** Every cargo that can be simulated, by the name that samples carry. */
export const CARGO_KINDS = {
  empty: { load: () => [], hasAisle: false },
  'palletised-boxes': palletisedBoxes,
  'sacks-in-rows': sacksInRows,
  'bales-in-columns': balesInColumns,
  drums,
  'bulk-heap': bulkHeap,
  tyres,
  'big-bags': bigBags,
  'bagged-goods': baggedGoods,
  'bottles-in-crates': bottlesInCrates,
  'paper-and-resin': paperAndResin,
  'frozen-cartons': frozenCartons,
  carcasses,
  parcels,
  'household-goods': householdGoods,
  machinery,
  scrap,
  coils,
  'pipes-and-bars': pipesAndBars,
  timber,
  stone,
  cars,
  'mixed-commodities': mixedCommodities,
  flexitank,
} as const satisfies Record<string, CargoKind>;

export type CargoName = keyof typeof CARGO_KINDS;

/**
 * What a port sees every day: these take turns where no cargo is named, a name as often as it stands here. One container
 * in five is empty.
 */
export const EVERYDAY_CARGO = [
  'empty',
  'empty',
  'empty',
  'empty',
  'empty',
  'empty',
  'palletised-boxes',
  'palletised-boxes',
  'palletised-boxes',
  'sacks-in-rows',
  'bales-in-columns',
  'drums',
  'bulk-heap',
  'tyres',
  'big-bags',
  'bagged-goods',
  'bottles-in-crates',
  'paper-and-resin',
  'frozen-cartons',
  'carcasses',
  'parcels',
  'household-goods',
  'machinery',
  'scrap',
  'coils',
  'pipes-and-bars',
  'timber',
  'stone',
  'cars',
  'mixed-commodities',
] as const satisfies readonly CargoName[];

/** All names; `flexitank` is too dark to judge, hence only made on request. */
export const CARGO_NAMES: readonly CargoName[] = [...new Set<CargoName>(EVERYDAY_CARGO), 'flexitank'];
