import { Command } from 'commander';
import { parseWhole } from '../../src/commands/command-line/parse-options.ts';
import { print } from '../../src/commands/command-line/print.ts';
import { textTable } from '../../src/commands/command-line/text-table.ts';
import { describeEnvironment, readEnvironment } from '../environment.ts';
import { inTemporaryFolder } from '../temporary-folder.ts';
import { timePilotQueries } from './pilot-queries.ts';

/** `npm run bench -- pilot-queries`. */
export function pilotQueriesCommand(): Command {
  return new Command('pilot-queries')
    .description("time of every query of a pilot's records, and what the database grows by with each scan")
    .option('--database-url <url>', 'sqlite: in a folder of its own, or an empty database postgres://…', 'sqlite:')
    .option('--scans <n>', 'scans of the pilot, each screened by three technologies', parseWhole('--scans', 1), 100_000)
    .option('--rounds <n>', 'how often each query is asked', parseWhole('--rounds', 1), 7)
    .action(async (plan: { readonly databaseUrl: string; readonly scans: number; readonly rounds: number }) => {
      await inTemporaryFolder(async (dataDir) => {
        const { times, bytesPerScan } = await timePilotQueries({ ...plan, dataDir });
        print(`${describeEnvironment(readEnvironment())}\n${plan.scans} scans; ${plan.rounds} rounds\n`);
        print(
          textTable(
            ['query', 'median ms', 'worst', 'CPU ms'],
            times.map(({ query, medianMs, worstMs, cpuMs }) => [
              query,
              medianMs.toFixed(1),
              worstMs.toFixed(1),
              cpuMs.toFixed(1),
            ]),
          ),
        );
        print(`\nThe database grows by ${bytesPerScan} bytes a scan, pictures apart.`);
      });
    });
}
