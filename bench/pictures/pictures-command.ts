import { Command } from 'commander';
import { parseWhole } from '../../src/commands/command-line/parse-options.ts';
import { print } from '../../src/commands/command-line/print.ts';
import { textTable } from '../../src/commands/command-line/text-table.ts';
import type { Turn } from '../by-turns.ts';
import { describeEnvironment, readEnvironment } from '../environment.ts';
import { rangeOf, rangeText } from '../rounds-range.ts';
import { inTemporaryFolder } from '../temporary-folder.ts';
import { measurePictures, type PictureCost, type PicturesOptions } from './pictures.ts';

const WAYS = [
  ['first', 'past the page cache'],
  ['second', 'through it'],
] as const;

/** `npm run bench -- pictures`. */
export function picturesCommand(): Command {
  return new Command('pictures')
    .description('what it costs to keep a new picture: the picture store alone, past the page cache and through it')
    .option('--rounds <n>', 'interleaved repetitions', parseWhole('--rounds', 1), 12)
    .option('--pictures <n>', 'of each round, each way', parseWhole('--pictures', 1), 100)
    .option('--kilobytes <n>', 'of each picture', parseWhole('--kilobytes', 1), 941)
    .option('--at-once <n>', 'pictures on their way at the same time', parseWhole('--at-once', 1), 2)
    .action(async (options: Omit<PicturesOptions, 'folder' | 'onRound'>) => {
      await inTemporaryFolder(async (folder) => {
        const onRound = () => process.stderr.isTTY && process.stderr.write('.');
        const turns = await measurePictures({ ...options, folder, onRound });
        print(
          `${describeEnvironment(readEnvironment())}\n${options.kilobytes} kB, ${options.atOnce} at once; medians of ` +
            `${options.rounds} rounds of ${options.pictures} pictures [range]\n`,
        );
        print(picturesTable(turns));
      });
    });
}

function picturesTable(turns: readonly Turn<PictureCost>[]): string {
  const cell = (way: keyof Turn<PictureCost>, of: keyof PictureCost) =>
    rangeText(rangeOf(turns.map((turn) => turn[way][of])));
  return textTable(
    ['pictures are written', 'CPU ms a picture', 'wait, ms'],
    WAYS.map(([way, name]) => [name, cell(way, 'cpuMs'), cell(way, 'waitMs')]),
  );
}
