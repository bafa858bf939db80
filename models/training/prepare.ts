import { Command, Option } from 'commander';
import { parseWhole } from '../../src/commands/command-line/parse-options.ts';
import { startProgress } from '../../src/commands/command-line/progress.ts';
import type { ClutterWish } from '../../src/simulator/cargo/clutter.ts';
import type { ScannerPreset } from '../../src/simulator/scanner-preset.ts';
import { type ScanOrder, simulateScan, simulateTwins } from '../../src/simulator/simulate-scan.ts';
import { type ContainerCrop, cropContainers, cropGoods, cropTwins } from './crop-containers.ts';
import { openCropFile } from './crop-file.ts';
import { nameOfDrawn, scannerFor } from './draw-scanner.ts';
import { planJob, type RecipeJob, takesRecipeJob } from './recipe-jobs.ts';

interface PrepareOptions extends RecipeJob {
  readonly twins: boolean;
  readonly leftBehind: boolean;
  readonly smallThings: boolean;
  readonly goods?: number;
}

/**
 * Simulates the scans of a recipe and writes what a network sees of them: each located container at one height, as
 * `containers-<job>.bin` (planes one after another, 16 bit little-endian, transmission 1 = 60,000) with one line a crop in
 * the `.jsonl` beside it. Of several jobs each takes every so-manieth scan. With twins, each container with a threat is
 * followed by the same container without it. Left behind, each container is benign and has things on its floor, and is followed
 * by the same one swept. With small things, each is empty but for them, and so followed, too. With drawn scanners, fifty seeds
 * share one that no preset is, and whose name says so: what is taken out of one of its containers can be laid in another.
 * Of goods, only what technologies see that judge these.
 */
async function prepare(
  orders: readonly ScanOrder[],
  { out, job, twins, leftBehind, smallThings, drawnScanners, goods }: PrepareOptions,
): Promise<void> {
  const name = `containers-${job}`;
  const file = await openCropFile(out, name);
  const progress = startProgress(`simulating ${name}`, orders.length);
  const crop = (order: ScanOrder, drawn?: ScannerPreset) => {
    if (goods !== undefined) return cropGoods(simulateScan(order, drawn), goods);
    if (leftBehind) return cropCluttered(order, 'on-the-floor', drawn);
    if (smallThings) return cropCluttered({ ...order, cargo: 'empty' }, 'small-things', drawn);
    return twins && order.threat ? cropThreatened(order, drawn) : cropContainers(simulateScan(order, drawn), drawn);
  };
  for (const order of orders) {
    const drawn = drawnScanners ? scannerFor(order) : undefined;
    const own = drawn === undefined ? {} : { scanner: nameOfDrawn(order) };
    for (const { high, low, mask, widthPx, heightPx, facts } of crop(order, drawn)) {
      const planes = [high, low, mask].filter((plane) => plane !== null);
      const holds = { low: low !== null, mask: mask !== null };
      file.append({ ...facts, ...own, seed: order.seed, widthPx, heightPx, ...holds }, planes);
    }
    progress.advance();
    await file.settle();
  }
  progress.stop();
  await file.close();
}

/** Each container with the threat, and the same without it; others of the scan are left out. */
function cropThreatened(order: ScanOrder, drawn?: ScannerPreset): readonly ContainerCrop[] {
  const { scan, twin } = simulateTwins(order, drawn);
  return cropTwins(scan, twin, drawn).flatMap((pair) => (pair[0].mask === null ? [] : pair));
}

/** Each container with things that lie about, and the same swept; those where nothing found room are left out. */
function cropCluttered(order: ScanOrder, clutter: ClutterWish, drawn?: ScannerPreset): readonly ContainerCrop[] {
  const benign = { ...order, threat: null };
  const swept = simulateScan({ ...benign, clutter: 'none' }, drawn);
  return cropTwins(simulateScan({ ...benign, clutter }, drawn), swept, drawn).flatMap((pair) =>
    pair[0].high.every((through, at) => through === pair[1].high[at]) ? [] : pair,
  );
}

await takesRecipeJob(new Command('prepare'))
  .description('simulate scans for training and write each container as a network sees it')
  .option('--twins', 'write each container with a threat once more without it', false)
  .option('--left-behind', 'benign containers with things on their floor, and each once more without', false)
  .option('--small-things', 'empty containers with small dense things in them, and each once more without', false)
  .addOption(
    new Option('--goods <rows>', 'goods alone, for a technology that judges them at so many rows: 210, or 104')
      .argParser(parseWhole('--goods', 1, 1024))
      .conflicts(['twins', 'leftBehind', 'smallThings']),
  )
  .action(async (options: PrepareOptions, command: Command) => prepare(await planJob(options, command), options))
  .parseAsync();
