import { Command } from 'commander';
import { parseWhole } from '../../src/commands/command-line/parse-options.ts';
import { print } from '../../src/commands/command-line/print.ts';
import { plantedText } from './planted-text.ts';

/** `npm run bench -- planted`. */
export function plantedCommand(): Command {
  return new Command('planted')
    .description('how the intervals that comparisons state fare on simulated outcomes of which the truth is known')
    .option('--repetitions <n>', 'runs of which each interval is taken', parseWhole('--repetitions', 1), 1000)
    .option('--seed <n>', 'of the first run', parseWhole('--seed', 1), 1)
    .action(({ repetitions, seed }: { readonly repetitions: number; readonly seed: number }) => {
      print(plantedText(repetitions, seed));
    });
}
