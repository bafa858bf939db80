import { existsSync, readFileSync, rmSync } from 'node:fs';
import { deserialize, serialize } from 'node:v8';
import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import { countedOf } from '../../domain/language/counted.ts';
import { errorMessage } from '../../domain/language/error-message.ts';
import { whenEnding } from '../command-line/when-ending.ts';
import { replaceFileNow } from '../files/replace-file.ts';
import type { Host } from '../origin/host.ts';
import type { ScanSource } from '../samples/find-scans.ts';
import type { ScreenedBefore } from './gather-screened.ts';
import { type JudgingTechnology, screeningDigest } from './screening-digest.ts';

/** What was screened before the work was broken off, and what its owner has gathered of it: plain data. */
export interface KeptScreening<Gathered> {
  readonly before: ScreenedBefore;
  readonly soFar: Gathered;
}

/** Keeps what an evaluation or a calibration has screened, so that one that is broken off can go on. */
export interface ScreeningKeeper<Gathered> {
  /** What was kept of the same work; null of a new one. Fails with `conflict` where it may not be gone on with. */
  readonly find: (
    sources: readonly ScanSource[],
    technologies: readonly JudgingTechnology[],
  ) => Outcome<KeptScreening<Gathered> | null>;
  /** Keeps what is handed in after `find`, which may grow: on the disk once a minute, and when the process ends. */
  readonly keep: (screening: KeptScreening<Gathered>) => void;
  /** All is measured and written: nothing is to be kept any more. */
  readonly forget: () => void;
  /** Ends the keeping, with the last state on the disk unless it was forgotten. */
  readonly end: () => void;
}

export interface WhatIsKept<Gathered> {
  readonly work: 'evaluation' | 'calibration';
  /** The file that keeps it; works that differ in their digest may have different ones. */
  readonly fileOf: (digest: string) => string;
  readonly host: Host;
  /** The files that keep other works of the kind, where these have files of their own. */
  readonly othersThan?: (file: string) => readonly string[];
  /** Whether to go on with what is kept; else it is not overwritten. */
  readonly resume: boolean;
  /** How many scans were gathered. */
  readonly scansIn: (soFar: Gathered) => number;
}

/** So much is lost to a crash at most; to write a large set's state takes a second or less. */
const SAVED_EVERY_MS = 60_000;

const DIFFERENCES = 'scans, technologies, machine or Scanbench differ';

interface KeptFile<Gathered> extends KeptScreening<Gathered> {
  readonly digest: string;
}

/** The work that is kept: known once its scans and technologies are found. */
interface FoundWork {
  readonly digest: string;
  readonly file: string;
  /** How many there are in all. */
  readonly scans: number;
}

export function keepScreened<Gathered>(kept: WhatIsKept<Gathered>): ScreeningKeeper<Gathered> {
  const { work, fileOf, othersThan = () => [], host, resume, scansIn } = kept;
  let found: FoundWork | null = null;
  let unsaved: KeptScreening<Gathered> | null = null;
  let savedAtMs = performance.now();
  let hasFailed = false;

  const save = () => {
    if (unsaved === null || found === null) return;
    try {
      const whole: KeptFile<Gathered> = { digest: found.digest, ...unsaved };
      replaceFileNow(found.file, serialize(whole));
      hasFailed = false;
    } catch (error) {
      // The work itself may well come to its end.
      if (!hasFailed) tell(`What is screened cannot be kept (${errorMessage(error)}): broken off now, it is lost.`);
      hasFailed = true;
    }
    savedAtMs = performance.now();
  };
  /** Whether it ends with a scan, as it does unless an error broke in: then the last state on the disk is the one to go on from. */
  const isWhole = ({ before, soFar }: KeptScreening<Gathered>) =>
    scansIn(soFar) === before.taken - before.unreadable.length;
  const saveAtEnd = () => {
    if (unsaved === null || found === null || !isWhole(unsaved)) return;
    save();
    if (!hasFailed) {
      tell(
        `${countedOf(unsaved.before.taken, found.scans, 'scan')} ${unsaved.before.taken === 1 ? 'is' : 'are'} kept in ${found.file}: go on with --resume.`,
      );
    }
    unsaved = null;
  };
  const takeBack = whenEnding(() => {
    const isThere = unsaved !== null || (found !== null && existsSync(found.file));
    if (!isThere) tell('Nothing is kept yet: the same command begins anew.');
    saveAtEnd();
  });

  return {
    find: (sources, technologies) => {
      const digest = screeningDigest(sources, technologies, host);
      const file = fileOf(digest);
      found = { digest, file, scans: sources.length };
      if (!existsSync(file)) {
        if (resume) {
          const others = othersThan(file).map((other) => `; ${other} is of another`);
          const differences = others.length === 0 ? '' : `: ${DIFFERENCES}`;
          const why = `there is no ${file}${others.join('')}${differences}`;
          tell(`Nothing of this ${work} is kept (${why}): all scans are screened.`);
        }
        return succeed(null);
      }
      if (!resume) {
        return fail(
          'conflict',
          `${file} is of an earlier ${work} that was broken off: go on with --resume, or remove it.`,
        );
      }
      const before = readKept<Gathered>(file);
      if (before?.digest === digest) {
        unsaved = before;
        return succeed(before);
      }
      const why = before === null ? 'is damaged' : `is of another ${work}: ${DIFFERENCES}`;
      return fail('conflict', `${file} ${why}. Remove it, and all is screened anew.`);
    },
    keep: (screening) => {
      unsaved = screening;
      if (performance.now() - savedAtMs >= SAVED_EVERY_MS) save();
    },
    forget: () => {
      takeBack();
      unsaved = null;
      if (found !== null) rmSync(found.file, { force: true });
    },
    end: () => {
      takeBack();
      saveAtEnd();
    },
  };
}

/** Null where it is no such file: one that this program wrote is whole, and its digest names the program. */
function readKept<Gathered>(file: string): KeptFile<Gathered> | null {
  const bytes = readFileSync(file);
  try {
    return deserialize(bytes);
  } catch {
    return null;
  }
}

function tell(message: string): void {
  process.stderr.write(`scanbench: ${message}\n`);
}
