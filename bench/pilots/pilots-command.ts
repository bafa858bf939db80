import { Command, Option } from 'commander';
import { parseWhole } from '../../src/commands/command-line/parse-options.ts';
import { print } from '../../src/commands/command-line/print.ts';
import { describeEnvironment, readEnvironment } from '../environment.ts';
import { coverageTable, describePlan } from './coverage-table.ts';
import { measureCoverage } from './measure-coverage.ts';
import { PILOT_PLANS } from './pilot-plans.ts';

/** `npm run bench -- pilots`. */
export function pilotsCommand(): Command {
  return new Command('pilots')
    .description(
      'simulated pilots of two technologies: how often the intervals corrected for verification bias hold the truth, and how far off the uncorrected figures are',
    )
    .addOption(new Option('--plan <name...>', 'what is simulated; all by default').choices(Object.keys(PILOT_PLANS)))
    .option('--pilots <n>', 'pilots of each plan', parseWhole('--pilots', 1), 1000)
    .option('--seed <n>', 'other pilots of the same plans', parseWhole('--seed', 1), 1)
    .action((options: { readonly plan?: readonly string[]; readonly pilots: number; readonly seed: number }) => {
      print(`${describeEnvironment(readEnvironment())}\n${options.pilots} pilots of each plan, seed ${options.seed}`);
      for (const [name, plan] of Object.entries(PILOT_PLANS)) {
        if (options.plan?.includes(name) === false) continue;
        print(`\n${name}: ${describePlan(plan)}\n`);
        print(coverageTable(measureCoverage(plan, options.pilots, options.seed)));
      }
    });
}
