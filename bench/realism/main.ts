import { writeFile } from 'node:fs/promises';
import { Command, Option } from 'commander';
import { parseWhole } from '../../src/commands/command-line/parse-options.ts';
import { textTable } from '../../src/commands/command-line/text-table.ts';
import { CARGO_NAMES, type CargoName, EVERYDAY_CARGO } from '../../src/simulator/cargo/cargo-kinds.ts';
import { createRandom } from '../../src/simulator/random.ts';
import { SCANNER_PRESETS, type ScannerName } from '../../src/simulator/scanner-presets.ts';
import { median } from '../median.ts';
import { compareHalves } from './compare-halves.ts';
import { drawContactSheet } from './contact-sheet.ts';
import { evenly } from './evenly.ts';
import { loadRealPictures, simulatePictures } from './load-pictures.ts';
import { localStructureOf, WINDOW_SHARES } from './local-structure.ts';
import { type GreyPicture, statisticsOf } from './picture-statistics.ts';

interface RealismArguments {
  readonly scanner: readonly ScannerName[];
  readonly cargo: readonly CargoName[];
  readonly count: number;
  readonly seed: number;
  readonly height: number;
  readonly sheet?: string;
}

/** The windows of `WINDOW_SHARES` on a container. */
const LOCAL_SIZES = ['local 4 cm', 'local 10 cm', 'local 20 cm', 'local 40 cm'];

const program = new Command('realism')
  .description(
    'set simulated scans beside real ones: a contact sheet to look at, and how far their statistics lie apart',
  )
  .argument('<folder>', 'real scans as JPEG or PNG; they are read, and only a contact sheet is made of them')
  .addOption(
    new Option('--scanner <preset...>', 'whose scans to simulate')
      .choices(Object.keys(SCANNER_PRESETS))
      .default(Object.keys(SCANNER_PRESETS)),
  )
  .addOption(
    new Option('--cargo <kind...>', 'in turn; by default what a port sees every day')
      .choices([...CARGO_NAMES])
      .default(EVERYDAY_CARGO, 'everyday'),
  )
  .option('--count <n>', 'scans of each scanner', parseWhole('--count', 1), 30)
  .option('--seed <n>', 'of the first scan', parseWhole('--seed', 1), 80_001)
  .option('--height <px>', 'to which every picture is brought', parseWhole('--height', 1), 400)
  .option('--sheet <file>', 'write a contact sheet as PNG: real scans in the first column, then a column a scanner')
  .action(compare);

await program.parseAsync();

async function compare(folder: string, options: RealismArguments): Promise<void> {
  const { scanner: scanners, cargo, count, seed, height, sheet } = options;
  const real = await loadRealPictures(folder, height);
  if (real.length < 4) return program.error(`${folder} holds ${real.length} pictures: at least four are needed.`);
  const realStatistics = real.map(statisticsOf);
  const random = createRandom(seed, 'halves');
  const rows = [rowOf('real', real, compareHalves(realStatistics, realStatistics, random))];
  const columns: (readonly GreyPicture[])[] = [real];
  for (const scanner of scanners) {
    const simulated = await simulatePictures({ scanner, count, seed, cargo, heightPx: height });
    columns.push(simulated);
    const distances = compareHalves(realStatistics, simulated.map(statisticsOf), random);
    rows.push(rowOf(scanner, simulated, distances));
  }
  const header = ['against real', 'pictures', 'grey levels', 'gradients', ...LOCAL_SIZES];
  process.stdout.write(
    `Wasserstein distances of random halves, in grey levels; the share of contrast that is local, by size\n${textTable(header, rows)}\n`,
  );
  if (sheet === undefined) return;
  await writeFile(sheet, await drawContactSheet(columns.map((pictures) => evenly(pictures, real.length))));
}

function rowOf(
  name: string,
  pictures: readonly GreyPicture[],
  distances: { readonly greys: number; readonly gradients: number },
): readonly string[] {
  const local = pictures.map(localStructureOf);
  const shares = WINDOW_SHARES.map((_, size) => median(local.map((shares) => shares[size] ?? 0)).toFixed(3));
  return [name, String(pictures.length), distances.greys.toFixed(1), distances.gradients.toFixed(2), ...shares];
}
