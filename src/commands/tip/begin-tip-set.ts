import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import type { Sample } from '../../domain/scan/sample.ts';
import { SAMPLE_LINES_FILE, sampleLine } from '../../formats/sample-set.ts';
import { replaceFile } from '../files/replace-file.ts';
import { type BegunFolder, beginFolder, readBegunSamples } from '../samples/begin-folder.ts';
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

/** What is there already is in the order in which it was made. */
export interface BegunTipSet extends BegunFolder {
  /** All is written, or nothing will be: there is nothing to go on with. */
  readonly finish: () => Promise<void>;
}

/**
 * Makes a folder ready for a set, or finds what of the same set is there already. Fails with `conflict` where the folder
 * holds something else, or another process writes to it.
 */
export async function beginTipSet({ folder, digest, resume }: TipSetToBegin): Promise<Outcome<BegunTipSet>> {
  const unfinished = path.join(folder, UNFINISHED_FILE);
  const begun = await beginFolder({
    folder,
    resume,
    whyTaken: () =>
      existsSync(unfinished)
        ? `${folder} holds a set that was broken off: go on with it with --resume, or name a new folder.`
        : `${folder} is not empty: name a new folder, so that no sample set is mixed with another.`,
    begin: () => replaceFile(unfinished, `${digest}\n`),
    goOn: () => goOn(folder, digest),
  });
  return begun.ok ? succeed({ ...begun.value, finish: () => rm(unfinished, { force: true }) }) : begun;
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
  const there = await readBegunSamples(folder);
  if (!there.ok) return there;
  const whole = there.value.filter((sample) => hasItsFiles(folder, sample));
  if (whole.length < there.value.length) await replaceFile(lines, whole.map(sampleLine).join(''));
  return succeed(whole);
}
