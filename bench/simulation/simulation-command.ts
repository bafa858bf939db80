import { Command } from 'commander';
import { parseWhole } from '../../src/commands/command-line/parse-options.ts';
import { print } from '../../src/commands/command-line/print.ts';
import { textTable } from '../../src/commands/command-line/text-table.ts';
import { describeEnvironment, readEnvironment } from '../environment.ts';
import { measureSimulationCost } from './simulation-cost.ts';

/** `npm run bench -- simulation`. */
export function simulationCommand(): Command {
  return new Command('simulation')
    .description('CPU of a simulated scan of 1500 × 500 pixels, by scanner, every cargo in turn')
    .option('--scans <n>', 'scans of each scanner', parseWhole('--scans', 1), 24)
    .action(({ scans }: { readonly scans: number }) => {
      print(`${describeEnvironment(readEnvironment())}\n${scans} scans a scanner\n`);
      print(
        textTable(
          ['scanner', 'energies', 'median CPU ms', 'worst'],
          measureSimulationCost(scans).map(({ scanner, energies, medianCpuMs, worstCpuMs }) => [
            scanner,
            String(energies),
            medianCpuMs.toFixed(0),
            worstCpuMs.toFixed(0),
          ]),
        ),
      );
    });
}
