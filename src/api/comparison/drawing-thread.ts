import { compareInspected } from '../../evaluation/verification/compare-inspected.ts';
import { answerQuestions } from '../../question-thread.ts';
import type { CellsToCompare } from './compare-cells.ts';

// A thread that draws the bounds of comparisons: hundreds of milliseconds in which requests are served.
answerQuestions(({ cells, ...options }: CellsToCompare) => compareInspected(cells, options));
