import { Command } from 'commander';
import { parseWhole } from '../../src/commands/command-line/parse-options.ts';
import { startProgress } from '../../src/commands/command-line/progress.ts';
import type { ScanOrder } from '../../src/simulator/simulate-scan.ts';
import { simulateThings } from '../../src/simulator/simulate-things.ts';
import { cropContainers } from './crop-containers.ts';
import { openCropFile } from './crop-file.ts';
import { cropThing } from './crop-things.ts';
import { nameOfDrawn, scannerFor } from './draw-scanner.ts';
import { planJob, type RecipeJob, takesRecipeJob } from './recipe-jobs.ts';

interface PrepareOptions extends RecipeJob {
  readonly threats: number;
  readonly others: number;
}

/**
 * Simulates the scans of a recipe without their threats, and beside each many threats and other things by themselves, as its
 * container could hold them: `containers-<job>` as of `prepare.ts`, and `things-<job>` with what each adds to the attenuation
 * of both energies and its mask (32-bit floats) in the smallest box around it, and of which container it is.
 */
async function prepare(
  orders: readonly ScanOrder[],
  { out, job, threats, others, drawnScanners }: PrepareOptions,
): Promise<void> {
  const containers = await openCropFile(out, `containers-${job}`);
  const things = await openCropFile(out, `things-${job}`);
  const progress = startProgress(`simulating things-${job}`, orders.length);
  let before = 0;
  for (const order of orders) {
    const drawn = drawnScanners ? scannerFor(order) : undefined;
    const own = drawn === undefined ? {} : { scanner: nameOfDrawn(order) };
    const simulated = simulateThings(order, { threats, others }, drawn);
    const crops = cropContainers(simulated.scan, drawn);
    for (const { high, low, widthPx, heightPx, facts } of crops) {
      const planes = low === null ? [high] : [high, low];
      containers.append(
        { ...facts, ...own, seed: order.seed, widthPx, heightPx, low: low !== null, mask: false },
        planes,
      );
    }
    for (const one of simulated.things) {
      const thing = cropThing(one, crops, simulated.scan.planes.high.heightPx);
      if (thing === null) continue;
      const { box, high, low, mask, threat } = thing;
      things.append({ container: before + thing.container, ...box, threat }, [high, low, mask]);
    }
    before += crops.length;
    progress.advance();
    await containers.settle();
    await things.settle();
  }
  progress.stop();
  await Promise.all([containers.close(), things.close()]);
}

await takesRecipeJob(new Command('prepare-things'))
  .description('simulate scans without threats, and beside each what many threats and other things would change in it')
  .option('--threats <n>', 'how many threats are tried in each', parseWhole('--threats', 0), 16)
  .option('--others <n>', 'how many things that are no threat are tried in each', parseWhole('--others', 0), 8)
  .action(async (options: PrepareOptions, command: Command) => prepare(await planJob(options, command), options))
  .parseAsync();
