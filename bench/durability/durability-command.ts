import { Command } from 'commander';
import { parseWhole } from '../../src/commands/command-line/parse-options.ts';
import { print } from '../../src/commands/command-line/print.ts';
import { LEAST_ROUNDS } from '../../src/performance/speed-ratio.ts';
import { describeEnvironment, readEnvironment } from '../environment.ts';
import { writeBenchScans } from '../overhead/bench-scans.ts';
import { inTemporaryFolder } from '../temporary-folder.ts';
import { type DurabilityOptions, measureDurability } from './durability.ts';
import { durabilityTable } from './durability-table.ts';

/** `npm run bench -- durability`. */
export function durabilityCommand(): Command {
  return new Command('durability')
    .description(
      'throughput of the service when its records are on the disk, beside the same with its folder in memory',
    )
    .option('--technology <id>', 'what screens', 'local-contrast@onnx-cpu')
    .option('--threads <n>', 'workers of the service', parseWhole('--threads', 1), 2)
    .option(
      '--senders <n>',
      'scans under way at once: where they are few, workers wait for those who wait for the disk',
      parseWhole('--senders', 1),
      8,
    )
    .option('--pairs <n>', 'pairs of services, each started anew', parseWhole('--pairs', LEAST_ROUNDS), 10)
    .option('--rounds <n>', 'interleaved repetitions with each pair', parseWhole('--rounds', 2), 4)
    .option('--seconds <n>', 'length of each stretch', parseWhole('--seconds', 1), 3)
    .option('--warm-up-seconds <n>', 'of each service', parseWhole('--warm-up-seconds', 1), 8)
    .option('--same-picture', 'send the same bytes each time: only rows are written')
    .action(async (options: Omit<DurabilityOptions, 'scanPath' | 'onRound'>) => {
      await inTemporaryFolder(async (folder) => {
        const [png] = await writeBenchScans(folder);
        const onRound = () => process.stderr.isTTY && process.stderr.write('.');
        const durability = await measureDurability({ ...options, scanPath: png.path, onRound });
        print(
          `${describeEnvironment(readEnvironment())}\n${options.technology}, ${options.threads} workers, ${options.senders} senders, ` +
            `${options.samePicture ? 'the same picture' : 'a new picture'} each time; medians of ${options.pairs} pairs ` +
            `with ${options.rounds} rounds of ${options.seconds} s\n`,
        );
        print(durabilityTable(durability));
      });
    });
}
