import { Command } from 'commander';
import { parseWhole } from '../../src/commands/parse-options.ts';
import { describeEnvironment, readEnvironment } from '../environment.ts';
import { writeBenchScans } from '../overhead/bench-scans.ts';
import { print } from '../print.ts';
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
    .option('--rounds <n>', 'interleaved repetitions', parseWhole('--rounds', 1), 20)
    .option('--seconds <n>', 'length of each stretch', parseWhole('--seconds', 1), 5)
    .action(async (options: Omit<DurabilityOptions, 'scanPath' | 'onRound'>) => {
      await inTemporaryFolder(async (folder) => {
        const [png] = await writeBenchScans(folder);
        const onRound = () => process.stderr.isTTY && process.stderr.write('.');
        const durability = await measureDurability({ ...options, scanPath: png.path, onRound });
        print(
          `${describeEnvironment(readEnvironment())}\n${options.technology}, ${options.threads} workers; medians of ` +
            `${options.rounds} rounds of ${options.seconds} s\n`,
        );
        print(durabilityTable(durability));
      });
    });
}
