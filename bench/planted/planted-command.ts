import { Command } from 'commander';
import { print } from '../print.ts';
import { wholeNumber } from '../whole-number.ts';
import { plantedText } from './planted-text.ts';

/** `npm run bench -- planted`. */
export function plantedCommand(): Command {
  return new Command('planted')
    .description('how the intervals that comparisons state fare on simulated outcomes of which the truth is known')
    .option('--repetitions <n>', 'runs of which each interval is taken', wholeNumber, 1000)
    .option('--seed <n>', 'of the first run', wholeNumber, 1)
    .action(({ repetitions, seed }: { readonly repetitions: number; readonly seed: number }) => {
      print(plantedText(repetitions, seed));
    });
}
