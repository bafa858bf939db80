import type { Outcome } from '../../domain/failure.ts';
import type { WantedScans } from '../samples/find-scans.ts';
import type { ScreenedScan } from './screen-source.ts';
import type { ScreenedTechnology } from './screened-technology.ts';

// All that crosses between a command and its processes that screen sample sets: plain data.

/** What a process is told when it starts. */
export interface ScreeningData extends WantedScans {
  readonly modelsDir: string;
  /** Ids of technologies or models; all that there are where none is named. */
  readonly technologies: readonly string[];
  readonly measuresPixels: boolean;
}

/** The first word of the process: what it loaded. */
export type ScreeningStart = Outcome<readonly ScreenedTechnology[]>;

/** One scan, by its place in the folders. */
export interface ScreeningTask {
  readonly index: number;
  /** By id, technologies that are not asked about it and count as failed, and why. */
  readonly notAsked: Readonly<Record<string, string>>;
}
export type ScreeningReply = Outcome<ScreenedScan>;
