import type { Sample } from '../domain/sample.ts';
import { simulateScan } from '../simulator/simulate-scan.ts';
import { planRecipe, type SampleRecipe } from './sample-recipe.ts';
import type { Task } from './thread-crew.ts';
import { writeSimulatedScan } from './write-simulated-scan.ts';

export interface SimulationData {
  /** The folder of the set. */
  readonly folder: string;
  readonly recipe: SampleRecipe;
}

/** The work of `scanbench synth`: simulates scan number i of a recipe, writes its pictures and returns its line. */
export function simulateSample({ folder, recipe }: SimulationData): Task<Sample> {
  const orders = planRecipe(recipe);
  const digits = Math.max(3, String(orders.length - 1).length);
  return async (index) => {
    const planned = orders[index];
    if (planned === undefined) throw new RangeError(`the recipe has no scan ${index}`);
    const scan = simulateScan(planned.order);
    const id = `${String(index).padStart(digits, '0')}-${scan.cargo}`;
    return writeSimulatedScan(folder, id, planned.split, scan);
  };
}
