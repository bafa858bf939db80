import type { Outcome } from '../domain/failure.ts';
import type { Provider, Technology } from '../domain/technology.ts';
import type { Screener } from './screener.ts';
import type { WorkerEvent } from './worker-event.ts';

export interface ScreenerOptions {
  /** The folder that holds one folder a model. */
  readonly modelsDir: string;
  /** Each model is loaded once on each of them. */
  readonly providers: readonly Provider[];
  readonly workers: number;
  readonly intraOpThreads: number;
  /** Scans admitted and not yet answered; workers + 2 keeps every worker busy. */
  readonly inFlightLimit: number;
  /** The technology that must be ready before the screener is. */
  readonly champion?: string;
  readonly onWorkerEvent?: (event: WorkerEvent) => void;
}

export interface StartedScreener extends Screener {
  /** Settles when every worker has loaded and warmed up: with the ready technologies, or with why there is none. */
  readonly ready: Promise<Outcome<readonly Technology[]>>;
}

/** Reads the models and starts the threads; resolves before these are warm, so that a server can answer at once. */
export async function createScreener(options: ScreenerOptions): Promise<StartedScreener> {
  throw new Error(`Not built yet: ${options.modelsDir}`);
}
