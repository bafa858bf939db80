import type { InspectedComparison } from '../../domain/comparison/inspected-comparison.ts';
import type { JointCell } from '../../evaluation/verification/joint-cell.ts';
import type { ShareBoundsOptions } from '../../evaluation/verification/share-bounds.ts';
import { shipped } from '../../installation.ts';
import { createQuestionThread } from '../../question-thread.ts';

export interface CellsToCompare extends ShareBoundsOptions {
  readonly cells: readonly JointCell[];
}

/** `compareInspected`, wherever it is computed. */
export type CompareCells = (question: CellsToCompare) => Promise<InspectedComparison>;

/** Compares in a thread of its own, which is started by the first comparison. */
export function createCellComparison(): { readonly compareCells: CompareCells; end(): Promise<void> } {
  const thread = createQuestionThread<CellsToCompare>(shipped('dist', 'src', 'api', 'comparison', 'drawing-thread.js'));
  return { compareCells: (question) => thread.ask<InspectedComparison>(question), end: thread.end };
}
