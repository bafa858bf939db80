import { textTable } from '../../src/commands/command-line/text-table.ts';
import { rangeText } from '../rounds-range.ts';
import type { FullLoadResult } from './full-load.ts';
import type { LoneResult } from './lone.ts';

/** What was promised of a lone scan and of full load, and what was measured. */
export function loneTable(lone: LoneResult, load: FullLoadResult, workers: number): string {
  const { oneWorker, severalWorkers } = lone;
  const pair = (one: number, several: number) => `${one.toFixed(1)} → ${several.toFixed(1)}`;
  return textTable(
    ['what', 'promised', 'measured'],
    [
      ['decode, ms', '', lone.decodeMs.toFixed(1)],
      [`inference of a lone scan, 1 → ${workers} workers, ms`, '', pair(oneWorker.inferMs, severalWorkers.inferMs)],
      ['their ratio', '≤ 0.55', rangeText(lone.inferRatio)],
      [`whole answer, 1 → ${workers} workers, ms`, '', pair(oneWorker.answerMs, severalWorkers.answerMs)],
      ['their ratio', '≤ 0.6', rangeText(lone.answerRatio)],
      ['fastest inference of all ÷ fastest', '', lone.fastestInferRatio.toFixed(2)],
      ['fastest whole answer ÷ fastest', '', lone.fastestAnswerRatio.toFixed(2)],
      ['throughput under full load, spreading ÷ not', '≥ 0.99', rangeText(load.throughputRatio)],
      ['CPU a scan under full load, spreading ÷ not', '', rangeText(load.cpuRatio)],
    ],
  );
}
