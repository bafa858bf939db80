import type { Sample } from '../../domain/scan/sample.ts';
import { simulateScan } from '../../simulator/simulate-scan.ts';
import { planRecipe, type SampleRecipe } from './sample-recipe.ts';
import type { Task } from './thread-crew.ts';
import { writeSimulatedScan } from './write-simulated-scan.ts';

export interface SimulationData {
  /** The folder of the set. */
  readonly folder: string;
  readonly recipe: SampleRecipe;
  /** Which scans of the recipe are wanted, by their place in it. */
  readonly numbers: readonly number[];
}

/** The work of `scanbench synth`: simulates one of the wanted scans, writes its pictures and returns its line. */
export function simulateSample({ folder, recipe, numbers }: SimulationData): Task<Sample> {
  const plan = planRecipe(recipe);
  return async (index) => {
    const planned = plan[numbers[index] ?? plan.length];
    if (planned === undefined) throw new RangeError(`the recipe has no scan for piece ${index} of the work`);
    return writeSimulatedScan(folder, planned.id, planned.split, simulateScan(planned.order));
  };
}
