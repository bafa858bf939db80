import { join } from 'node:path';
import { Command } from 'commander';
import { parseWhole } from '../../src/commands/command-line/parse-options.ts';
import { print } from '../../src/commands/command-line/print.ts';
import { textTable } from '../../src/commands/command-line/text-table.ts';
import { describeEnvironment, readEnvironment } from '../environment.ts';
import { writeBenchScans } from '../overhead/bench-scans.ts';
import { inTemporaryFolder } from '../temporary-folder.ts';
import { measureBesideComparisons } from './beside-comparisons.ts';

interface BesideArguments {
  readonly technology: string;
  readonly workers: number;
  readonly scans: number;
  readonly rounds: number;
  readonly seconds: number;
  readonly rate: number;
}

/** `npm run bench -- beside-comparisons`. */
export function besideComparisonsCommand(): Command {
  return new Command('beside-comparisons')
    .description('latency of live scans while a client compares technologies over a whole pilot (SQLite)')
    .option('--technology <id>', 'what screens the live scans', 'local-contrast@onnx-cpu')
    .option('--workers <n>', 'workers of the service', parseWhole('--workers', 1), 1)
    .option('--scans <n>', 'scans of the pilot that is compared', parseWhole('--scans', 1), 100_000)
    .option('--rounds <n>', 'stretches without comparisons, and as many with, by turns', parseWhole('--rounds', 1), 5)
    .option('--seconds <n>', 'length of each stretch', parseWhole('--seconds', 1), 20)
    .option('--rate <n>', 'live scans a second, at even distances', parseWhole('--rate', 1), 10)
    .action(async ({ technology, workers, scans, rounds, seconds, rate }: BesideArguments) => {
      await inTemporaryFolder(async (folder) => {
        const [png] = await writeBenchScans(folder);
        const { alone, beside, comparisons, comparisonP50Ms } = await measureBesideComparisons({
          dataDir: join(folder, 'data'),
          scanPath: png.path,
          technology,
          workers,
          pilotScans: scans,
          rounds,
          seconds,
          scansPerSecond: rate,
          onRound: () => process.stderr.isTTY && process.stderr.write('.'),
        });
        print(
          `${describeEnvironment(readEnvironment())}\n${technology}, ${workers} workers, ${rate} live scans a second, ` +
            `${rounds} × ${seconds} s each; ${comparisons} comparisons of ${scans} scans by week, median ${comparisonP50Ms.toFixed(0)} ms\n`,
        );
        print(
          textTable(
            ['live scans', 'screened', 'refused', 'p50 ms', 'p99 ms', 'worst ms'],
            Object.entries({ alone, 'beside comparisons': beside }).map(([name, { screened, refused, ...times }]) => [
              name,
              String(screened),
              String(refused),
              times.p50Ms.toFixed(1),
              times.p99Ms.toFixed(1),
              times.worstMs.toFixed(1),
            ]),
          ),
        );
      });
    });
}
