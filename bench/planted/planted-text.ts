import { textTable } from '../../src/commands/text-table.ts';
import { measureGate } from './gate-stops.ts';
import { measurePlanted } from './measure-planted.ts';
import { measureRaces } from './planted-races.ts';

/** How intervals, the gate and races fare on planted truths, as tables. */
export function plantedText(repetitions: number, seed: number): string {
  const of = (count: number) => `${count} of ${repetitions}`;
  return [
    `${repetitions} simulated runs, seeds from ${seed}`,
    textTable(
      ['difference', 'by', 'bounds hold the planted one', 'width ÷ known', 'equal ones called different'],
      measurePlanted(repetitions, seed).map(({ what, by, held, widthRatio, calledDifferent }) => [
        ...[what, by, of(held), widthRatio.toFixed(2), of(calledDifferent)],
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
