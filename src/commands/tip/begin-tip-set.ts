import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import type { Sample } from '../../domain/sample.ts';
import { readSampleSet, SAMPLE_LINES_FILE, sampleLine } from '../../formats/sample-set.ts';
import { holdsFiles } from '../files/holds-files.ts';
import { lockFolder } from '../files/lock-folder.ts';
import { openOutputFolder } from '../files/output-folder.ts';
import { replaceFile } from '../files/replace-file.ts';
import { cutTornLine } from '../samples/cut-torn-line.ts';
import { hasItsFiles } from '../samples/has-its-files.ts';

/** Beside a set until all of it is written: the digest of what it is made of. */
export const UNFINISHED_FILE = 'tip.part';

export interface TipSetToBegin {
  readonly folder: string;
  /** Of all that decides the set's pixels: two sets of the same digest are the same. */
  readonly digest: string;
  /** Goes on with what the folder holds, instead of refusing a folder that holds something. */
  readonly resume: boolean;
}

/** A folder that this process keeps for its set until it calls `release`. */
export interface BegunTipSet {
  /** The samples that are there already, in the order in which they were made. */
  readonly samples: readonly Sample[];
  /** All is written, or nothing will be: there is nothing to go on with. */
  readonly finish: () => Promise<void>;
  readonly release: () => void;
}

/**
 * Makes a folder ready for a set, or finds what of the same set is there already. Fails with `conflict` where the folder
 * holds something else, or another process writes to it.
 */
export async function beginTipSet({ folder, digest, resume }: TipSetToBegin): Promise<Outcome<BegunTipSet>> {
  const unfinished = path.join(folder, UNFINISHED_FILE);
  const isBegun = await holdsFiles(folder);
  if (isBegun && !resume) {
    return fail(
      'conflict',
      existsSync(unfinished)
        ? `${folder} holds a set that was broken off: go on with it with --resume, or name a new folder.`
        : `${folder} is not empty: name a new folder, so that no sample set is mixed with another.`,
    );
  }
  const opened = await openOutputFolder(folder);
  if (!opened.ok) return opened;
  const lock = lockFolder(folder);
  if (!lock.ok) return lock;
  const release = lock.value;
  const samples = isBegun ? await goOn(folder, digest) : succeed([]);
  if (!samples.ok) {
    release();
    return samples;
  }
  if (!isBegun) await replaceFile(unfinished, `${digest}\n`);
  return succeed({ samples: samples.value, finish: () => rm(unfinished, { force: true }), release });
}

async function goOn(folder: string, digest: string): Promise<Outcome<readonly Sample[]>> {
  const unfinished = path.join(folder, UNFINISHED_FILE);
  if (!existsSync(unfinished)) {
    return fail(
      'conflict',
      `${folder} holds no set that was broken off (there is no ${UNFINISHED_FILE}): name a new folder.`,
    );
  }
  if ((await readFile(unfinished, 'utf8')).trim() !== digest) {
    return fail(
      'conflict',
      `${folder} holds a set of other options, benign scans, threats or another Scanbench: --resume takes the command that began it, and nothing changed since. Else name a new folder.`,
    );
  }
  const lines = path.join(folder, SAMPLE_LINES_FILE);
  if (!existsSync(lines)) return succeed([]);
  await cutTornLine(lines);
  const set = await readSampleSet(folder);
  if (!set.ok) {
    return fail(set.failure.code, `${set.failure.message} Take the line out, and --resume makes its scan again.`);
  }
  const whole = set.value.samples.filter((sample) => hasItsFiles(folder, sample));
  if (whole.length < set.value.samples.length) await replaceFile(lines, whole.map(sampleLine).join(''));
  return succeed(whole);
}
