import { Command } from 'commander';
import { parseWhole } from '../../src/commands/command-line/parse-options.ts';
import { startProgress } from '../../src/commands/command-line/progress.ts';
import { textTable } from '../../src/commands/command-line/text-table.ts';
import {
  type CalibratedShare,
  calibrateShare,
  classifyByDarkness,
  type DarkClass,
  type HiddenRate,
} from './hidden-shares.ts';
import { BAG_PLACES, DARK_SHARE_CARGO, type HiddenBag, hideBag } from './hide-bag.ts';

const FIRST_SEED = 40_001;

interface DarkShareArguments {
  readonly loads: number;
  readonly json?: true;
}

const program = new Command('dark-share')
  .description(
    'measure how often a bag of 20–30 kg is hidden, by the share of the cargo area below the penetration limit',
  )
  .option('--loads <n>', 'simulated loads, one bag in each', parseWhole('--loads', 1), 720)
  .option('--json', 'print JSON for machines')
  .action(({ loads, json }: DarkShareArguments) => {
    const bags = hideBags(loads);
    const classes = classifyByDarkness(bags);
    const calibrated = calibrateShare(bags);
    const text = json
      ? JSON.stringify({ loads, firstSeed: FIRST_SEED, classes, calibrated }, null, 2)
      : `${tableOf(classes)}\n\n${sentenceOf(calibrated)}`;
    process.stdout.write(`${text}\n`);
  });

await program.parseAsync();

/** Cargo and place take turns, so that each cargo has each place equally often. */
function hideBags(loads: number): readonly HiddenBag[] {
  const progress = startProgress('loads', loads);
  const bags: HiddenBag[] = [];
  for (let index = 0; index < loads; index++) {
    const cargo = DARK_SHARE_CARGO[index % DARK_SHARE_CARGO.length] ?? DARK_SHARE_CARGO[0];
    const place = BAG_PLACES[Math.floor(index / DARK_SHARE_CARGO.length) % BAG_PLACES.length] ?? BAG_PLACES[0];
    bags.push(hideBag(FIRST_SEED + index, cargo, place));
    progress.advance();
  }
  progress.stop();
  return bags;
}

function tableOf(classes: readonly DarkClass[]): string {
  return textTable(
    ['dark share', 'loads', 'bag hidden', ...BAG_PLACES, 'mostly below limit', 'beyond an ideal observer'],
    classes.map((row) => [
      `${row.from.toFixed(2)}–${row.to.toFixed(2)}`,
      String(row.all.n),
      percentOf(row.all),
      ...BAG_PLACES.map((place) => `${row.byPlace[place].hidden}/${row.byPlace[place].n}`),
      percentOf(row.mostlyBelowLimit),
      percentOf(row.beyondIdealObserver),
    ]),
  );
}

function sentenceOf(calibrated: CalibratedShare | null): string {
  if (calibrated === null) return 'In no class of loads are more than half of the bags hidden.';
  const { share, below, above } = calibrated;
  return (
    `From a dark share of ${share.toFixed(2)} on, more than half of the bags are hidden: ` +
    `${percentOf(above)} of ${above.n}; below it ${percentOf(below)} of ${below.n}. (95 % bounds in brackets.)`
  );
}

function percentOf({ hidden, n, bounds }: HiddenRate): string {
  if (bounds === null) return '–';
  const [lower, upper] = bounds.map((bound) => Math.round(100 * bound));
  return `${Math.round((100 * hidden) / n)} % [${lower}, ${upper}]`;
}
