import { join } from 'node:path';
import { Command } from 'commander';
import { parseWhole } from '../../src/commands/command-line/parse-options.ts';
import { print } from '../../src/commands/command-line/print.ts';
import { shipped } from '../../src/installation.ts';
import { describeEnvironment, readEnvironment } from '../environment.ts';
import { writeBenchScans } from '../overhead/bench-scans.ts';
import { inTemporaryFolder } from '../temporary-folder.ts';
import { measureFullLoad } from './full-load.ts';
import { measureLone } from './lone.ts';
import { loneTable } from './lone-table.ts';
import { TILED_TECHNOLOGY, writeTiledModel } from './write-tiled-model.ts';

interface LoneArguments {
  readonly technology?: string;
  readonly workers: number;
  readonly rounds: number;
  readonly scans: number;
  readonly json?: true;
}

/** `npm run bench -- lone`. */
export function loneCommand(): Command {
  return new Command('lone')
    .description(
      'a scan that comes alone: a service of several workers beside one of one worker, and what that costs under full load',
    )
    .option('--technology <id>', 'a shipped one; by default a segmentation network over 12 tiles at full resolution')
    .option(
      '--workers <n>',
      'workers of the service that is held against one with one worker',
      parseWhole('--workers', 1),
      2,
    )
    .option('--rounds <n>', 'interleaved repetitions', parseWhole('--rounds', 1), 5)
    .option('--scans <n>', 'scans in each measurement', parseWhole('--scans', 1), 20)
    .option('--json', 'print JSON for machines')
    .action(async ({ technology, workers, rounds, scans: scansPerRound, json }: LoneArguments) => {
      await inTemporaryFolder(async (folder) => {
        const environment = readEnvironment();
        const [, scan] = await writeBenchScans(folder);
        const modelsDir = technology === undefined ? join(folder, 'models') : shipped('models');
        if (technology === undefined) await writeTiledModel(modelsDir);
        const options = { modelsDir, technology: technology ?? TILED_TECHNOLOGY, scan, workers, rounds, scansPerRound };
        const lone = await measureLone(options);
        const load = await measureFullLoad(options);
        if (json) return print(JSON.stringify({ environment, options, lone, load }, null, 2));
        print(`${describeEnvironment(environment)}\n${options.technology}, ${scan.name}`);
        print(`medians of ${rounds} rounds of ${scansPerRound} scans [range over the rounds]\n`);
        return print(loneTable(lone, load, workers));
      });
    });
}
