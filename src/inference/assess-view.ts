import type { Box } from '../domain/box.ts';
import type { UndecidedReason } from '../domain/decision.ts';
import type { Energy } from '../domain/plane.ts';
import type { ScanQuality } from '../domain/quality.ts';

/** What is found out about a view before any technology looks at it: classical, cheap, the same for all of them. */
export interface ViewAssessment {
  /** The reading that stands for open beam (transmission 1), for each energy that the view has. */
  readonly airLevels: Readonly<Partial<Record<Energy, number>>>;
  readonly container: Box | null;
  readonly containers: readonly Box[];
  /** The boxes that technologies judge: the containers' insides, or the whole view. At least one. */
  readonly judgedBoxes: readonly [Box, ...Box[]];
  readonly quality: ScanQuality;
  /** Why this view cannot be called clear, or null. An alarm elsewhere wins over it. */
  readonly undecidable: Exclude<UndecidedReason, 'missing-energy'> | null;
}
