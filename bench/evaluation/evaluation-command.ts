import { Command } from 'commander';
import { parseWhole } from '../../src/commands/command-line/parse-options.ts';
import { print } from '../../src/commands/command-line/print.ts';
import { textTable } from '../../src/commands/command-line/text-table.ts';
import { describeEnvironment, readEnvironment } from '../environment.ts';
import { measureEvaluationCost } from './evaluation-cost.ts';

/** `npm run bench -- evaluation`. */
export function evaluationCommand(): Command {
  return new Command('evaluation')
    .description('CPU of the measures that compare technologies, at the sizes that the project promises them for')
    .option('--rounds <n>', 'repetitions, of which the median counts', parseWhole('--rounds', 1), 5)
    .action(({ rounds }: { readonly rounds: number }) => {
      const costs = measureEvaluationCost(rounds);
      print(`${describeEnvironment(readEnvironment())}\nmedians of ${rounds} rounds\n`);
      print(
        textTable(
          ['what', 'CPU ms'],
          costs.map(({ work, cpuMs }) => [work, cpuMs.toFixed(1)]),
        ),
      );
    });
}
