import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import { counted } from '../../domain/language/counted.ts';
import type { Sample } from '../../domain/scan/sample.ts';
import { readSampleSet, SAMPLE_LINES_FILE } from '../../formats/sample-set.ts';
import { whenEnding } from '../command-line/when-ending.ts';
import { holdsFiles } from '../files/holds-files.ts';
import { lockFolder } from '../files/lock-folder.ts';
import { openOutputFolder } from '../files/output-folder.ts';
import { cutTornLine } from './cut-torn-line.ts';

export interface FolderToBegin {
  readonly folder: string;
  /** Goes on with what the folder holds, instead of refusing a folder that holds something. */
  readonly resume: boolean;
  /** Why a folder that holds something is refused. */
  readonly whyTaken: () => string;
  /** Writes what a set begins with. */
  readonly begin: () => Promise<void>;
  /** Finds what of the same set is there already. */
  readonly goOn: () => Promise<Outcome<readonly Sample[]>>;
}

/** A folder that this process keeps for its set until it calls `release`, or ends: then whoever waits is told how to go on. */
export interface BegunFolder {
  /** The samples that are there already. */
  readonly samples: readonly Sample[];
  readonly release: () => void;
}

/**
 * Makes a folder ready for a sample set, or takes up the set in it. Fails with `conflict` where the folder holds something
 * else, or another process writes to it.
 */
export async function beginFolder(set: FolderToBegin): Promise<Outcome<BegunFolder>> {
  const { folder } = set;
  const isBegun = await holdsFiles(folder);
  if (isBegun && !set.resume) return fail('conflict', set.whyTaken());
  const opened = await openOutputFolder(folder);
  if (!opened.ok) return opened;
  const lock = lockFolder(folder);
  if (!lock.ok) return lock;
  const takeBack = whenEnding(() => tellHowFar(folder));
  const release = () => {
    takeBack();
    lock.value();
    opened.value();
  };
  if (!isBegun) {
    await set.begin();
    return succeed({ samples: [], release });
  }
  const samples = await set.goOn();
  if (samples.ok) return succeed({ samples: samples.value, release });
  release();
  return samples;
}

/** A signal or an error such as a full disk ends the process, and whoever waits for it is told what is left. */
function tellHowFar(folder: string): void {
  const file = path.join(folder, SAMPLE_LINES_FILE);
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').length - 1 : 0;
  const scans = counted(lines, 'scan');
  process.stderr.write(`scanbench: ${scans} so far in ${folder}: the same command goes on with --resume.\n`);
}

/** The samples that the lines of a set name, one that was broken off left out. Fails where another line is wrong. */
export async function readBegunSamples(folder: string): Promise<Outcome<readonly Sample[]>> {
  await cutTornLine(path.join(folder, SAMPLE_LINES_FILE));
  const set = await readSampleSet(folder);
  if (set.ok) return succeed(set.value.samples);
  return fail(set.failure.code, `${set.failure.message} Take the line out, and --resume makes its scan again.`);
}
