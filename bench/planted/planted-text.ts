import { textTable } from '../../src/commands/command-line/text-table.ts';
import { measureGate } from './gate-stops.ts';
import { LEAST_RUNS, measurePlanted } from './measure-planted.ts';
import { measureRaces } from './planted-races.ts';
import { measureRounds } from './planted-rounds.ts';

/** How intervals, the gate and races fare on planted truths, as tables. */
export function plantedText(repetitions: number, seed: number): string {
  const of = (count: number) => `${count} of ${repetitions}`;
  const ratioText = (ratio: number | null) => ratio?.toFixed(2) ?? `too few runs (${repetitions} of ${LEAST_RUNS})`;
  return [
    `${repetitions} simulated runs, seeds from ${seed}`,
    textTable(
      ['difference', 'by', 'bounds hold the planted one', 'width ÷ known', 'equal ones called different'],
      measurePlanted(repetitions, seed).map(({ what, by, held, widthRatio, calledDifferent }) => [
        ...[what, by, of(held), ratioText(widthRatio), of(calledDifferent)],
      ]),
    ),
    textTable(
      [
        'the machine',
        'order of turns',
        'rounds in the same time',
        'bounds hold the planted ratio',
        'width ÷ known',
        'width ÷ that of 6',
      ],
      measureRounds(repetitions, seed).map(({ machine, order, rounds, held, widthRatio, widthToSix }) => [
        ...[machine, order, String(rounds), of(held), ratioText(widthRatio), widthToSix.toFixed(2)],
      ]),
    ),
    textTable(
      ['the second report is', 'the gate of scanbench compare stops'],
      measureGate(repetitions, seed).map(({ second, stops }) => [second, of(stops)]),
    ),
    textTable(
      ['the default split is', 'scanbench bench --tune drops it', 'at the first look'],
      measureRaces(repetitions, seed).map(({ what, dropped, droppedAtFirstLook }) => [
        ...[what, of(dropped), of(droppedAtFirstLook)],
      ]),
    ),
  ].join('\n\n');
}
