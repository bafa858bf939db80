import type { CargoSpace } from '../container.ts';
import type { Random } from '../random.ts';
import type { Solid } from '../solid.ts';
import { baggedGoods } from './bagged-goods.ts';
import { balesInColumns } from './bales-in-columns.ts';
import { bigBags } from './big-bags.ts';
import { bottlesInCrates } from './bottles-in-crates.ts';
import type { CargoKind } from './cargo-kind.ts';
import { coils } from './coils.ts';
import { drums } from './drums.ts';
import { householdGoods } from './household-goods.ts';
import { machinery } from './machinery.ts';
import { palletisedBoxes } from './palletised-boxes.ts';
import { paperAndResin } from './paper-and-resin.ts';
import { parcels } from './parcels.ts';
import { stone } from './stone.ts';
import { tyres } from './tyres.ts';

/** Several consignments in one container, one after another from the front wall. */
export const mixedCommodities: CargoKind = { load, hasAisle: false };

const CONSIGNMENTS = [
  palletisedBoxes,
  palletisedBoxes,
  parcels,
  baggedGoods,
  balesInColumns,
  bigBags,
  bottlesInCrates,
  coils,
  drums,
  householdGoods,
  machinery,
  paperAndResin,
  stone,
  tyres,
] as const;

function load(space: CargoSpace, random: Random): readonly Solid[] {
  const length = space.x[1] - space.x[0];
  const parts = length > 800 ? random.integer(2, 3) : 2;
  const cuts = Array.from({ length: parts - 1 }, (_, index) => ((index + 1) / parts) * random.between(0.85, 1.15));
  const edges = [0, ...cuts, 1];
  return edges.slice(1).flatMap((to, index) => {
    const from = edges[index] ?? 0;
    const x = [space.x[0] + from * length, space.x[0] + to * length] as const;
    return random.pick(CONSIGNMENTS).load({ ...space, x }, random);
  });
}
