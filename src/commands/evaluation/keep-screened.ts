import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { errorMessage } from '../../domain/error-message.ts';
import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import { whenEnding } from '../command-line/when-ending.ts';
import { replaceFileNow } from '../files/replace-file.ts';
import type { ScreenedBefore } from '../sample-screening/gather-screened.ts';
import type { ScreenedTechnology } from '../sample-screening/screened-technology.ts';
import type { ScanSource } from '../samples/find-scans.ts';
import type { Host } from './evaluation.ts';
import type { ScreenedSoFar } from './screened-so-far.ts';
import { screeningDigest } from './screening-digest.ts';

/** What was screened before an evaluation was broken off. */
export interface KeptScreening {
  readonly before: ScreenedBefore;
  readonly soFar: ScreenedSoFar;
}

/** Keeps what an evaluation has screened, so that one that is broken off can go on. */
export interface ScreeningKeeper {
  /** What was kept of the same evaluation; null of a new one. Fails with `conflict` where it was another one. */
  readonly find: (
    sources: readonly ScanSource[],
    technologies: readonly ScreenedTechnology[],
  ) => Outcome<KeptScreening | null>;
  /** Keeps what is handed in, which may grow: on the disk once a minute, and when the process ends. */
  readonly keep: (screening: KeptScreening) => void;
  /** All is measured and written: nothing is to be kept any more. */
  readonly forget: () => void;
  /** Ends the keeping, with the last state on the disk unless it was forgotten. */
  readonly end: () => void;
}

const FILE = 'screened.part';
/** So much is lost to a crash at most; to write a large set's state takes a second or less. */
const SAVED_EVERY_MS = 60_000;

interface KeptFile extends KeptScreening {
  readonly digest: string;
}

/** Fails with `conflict` where a folder keeps an evaluation that was broken off, and nobody asked to go on with it. */
export function keepScreened(folder: string, host: Host, resume: boolean): Outcome<ScreeningKeeper> {
  const file = path.join(folder, FILE);
  if (!resume && existsSync(file)) {
    return fail(
      'conflict',
      `${folder} holds an evaluation that was broken off: go on with --resume, or remove ${file}.`,
    );
  }
  let digest = '';
  let scansInAll = 0;
  let unsaved: KeptScreening | null = null;
  let savedAtMs = performance.now();
  let hasFailed = false;

  const save = () => {
    if (unsaved === null) return;
    try {
      const kept: KeptFile = { digest, ...unsaved };
      replaceFileNow(file, serialize(kept));
      hasFailed = false;
    } catch (error) {
      // The evaluation itself may well come to its end.
      if (!hasFailed) tell(`What is screened cannot be kept (${errorMessage(error)}): broken off now, it is lost.`);
      hasFailed = true;
    }
    savedAtMs = performance.now();
  };
  const saveAtEnd = () => {
    if (unsaved === null || !isWhole(unsaved)) return;
    save();
    if (!hasFailed) tell(`${unsaved.before.taken} of ${scansInAll} scans are kept in ${file}: go on with --resume.`);
    unsaved = null;
  };
  const takeBack = whenEnding(saveAtEnd);

  return succeed({
    find: (sources, technologies) => {
      digest = screeningDigest(sources, technologies, host);
      scansInAll = sources.length;
      if (!existsSync(file)) return succeed(null);
      const kept = readKept(file);
      if (kept?.digest === digest) return succeed(kept);
      const why =
        kept === null ? 'is damaged' : 'is of another evaluation: scans, technologies, machine or Scanbench differ';
      return fail('conflict', `${file} ${why}. Remove it, and all is screened anew.`);
    },
    keep: (screening) => {
      unsaved = screening;
      if (performance.now() - savedAtMs >= SAVED_EVERY_MS) save();
    },
    forget: () => {
      unsaved = null;
      rmSync(file, { force: true });
    },
    end: () => {
      takeBack();
      saveAtEnd();
    },
  });
}

/** Whether it ends with a scan, as it does unless an error broke in: then the last state on the disk is the one to go on from. */
function isWhole({ before, soFar }: KeptScreening): boolean {
  return soFar.scans.length === before.taken - before.unreadable.length;
}

/** Null where it is no such file: one that this program wrote is whole, and its digest names the program. */
function readKept(file: string): KeptFile | null {
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
