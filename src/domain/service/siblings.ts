import type { ReportProgress } from '../comparison/report.ts';
import type { Lineup } from '../technology/lineup.ts';

/** What the processes of one service tell each other of. */
export const TOPICS = [
  'committed',
  'ids-ahead',
  'queue-grew',
  'reports-grew',
  'report-removed',
  'report-progress',
  'lineup',
  'model-use',
] as const;
export type Topic = (typeof TOPICS)[number];

/** What is told under each topic. */
export interface News extends Record<Topic, unknown> {
  /** Something was put on record. */
  readonly committed: null;
  /** An id was made of this moment, in milliseconds since 1970: the next ones are to come after it. */
  readonly 'ids-ahead': { readonly ms: number };
  /** A scan waits to be screened later. */
  readonly 'queue-grew': null;
  /** A report waits to be made. */
  readonly 'reports-grew': null;
  readonly 'report-removed': { readonly id: string };
  readonly 'report-progress': { readonly id: string; readonly progress: ReportProgress | null };
  /** A lineup was put on record, under this id: the greatest one is in force. */
  readonly lineup: Lineup & { readonly id: string };
  /** A model was taken from clients of the Open Inference Protocol, or given back to them. */
  readonly 'model-use': { readonly name: string; readonly isUnloaded: boolean };
}

/** The other processes of the same service. */
export interface Siblings {
  /** Lets them know; resolves when those that serve have heard it, or have had a second for it. */
  tell<Name extends Topic>(topic: Name, news: News[Name]): Promise<void>;
  /** Calls back when one of them tells. */
  hear<Name extends Topic>(topic: Name, listener: (news: News[Name]) => void): void;
}

/** Of a process that has none. */
export const NO_SIBLINGS: Siblings = { tell: async () => {}, hear: () => {} };
