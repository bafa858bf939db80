import type { CargoName } from '../cargo/cargo-kinds.ts';
import type { Random } from '../random.ts';
import type { ContainerType } from './container-types.ts';

/** On one chassis, from its front. */
export type Containers = readonly [ContainerType] | readonly ['20ft', '20ft'];

const PAIR_SHARE = 0.12;
/** Goods that must be kept cold. */
const COLD: readonly CargoName[] = ['frozen-cartons', 'carcasses'];
/** Goods that cranes lower through the roof now and then. */
const LIFTED: readonly CargoName[] = ['machinery', 'scrap', 'coils', 'pipes-and-bars', 'timber', 'stone'];
const LIFTED_SHARE = 0.35;
/** What a reefer carries on its way back, and how often. */
const BACKHAUL: readonly CargoName[] = ['empty', 'palletised-boxes', 'bottles-in-crates', 'paper-and-resin', 'parcels'];
const BACKHAUL_SHARE = 0.1;

/** Containers in which a port sees such goods. */
export function drawContainers(cargo: CargoName, random: Random): Containers {
  if (mustTravelCold(cargo)) return [drawReefer(random)];
  const pair = random.chance(PAIR_SHARE);
  if (LIFTED.includes(cargo) && random.chance(LIFTED_SHARE)) return [random.pick(['20ft-open-top', '40ft-open-top'])];
  if (BACKHAUL.includes(cargo) && random.chance(BACKHAUL_SHARE)) return [drawReefer(random)];
  if (pair) return ['20ft', '20ft'];
  return [
    random.pick([
      '20ft',
      '20ft',
      '20ft',
      '40ft',
      '40ft',
      '40ft-high-cube',
      '40ft-high-cube',
      '40ft-high-cube',
      '45ft-high-cube',
    ]),
  ];
}

/** A reefer, mostly of 40 ft. */
export function drawReefer(random: Random): ContainerType {
  return random.chance(0.85) ? '40ft-reefer' : '20ft-reefer';
}

/** Whether such goods ever travel in a reefer. */
export function mayTravelCold(cargo: CargoName): boolean {
  return COLD.includes(cargo) || BACKHAUL.includes(cargo);
}

/** Whether they travel in nothing else. */
export function mustTravelCold(cargo: CargoName): boolean {
  return COLD.includes(cargo);
}
