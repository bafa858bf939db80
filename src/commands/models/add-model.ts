import { access, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import { errorCode } from '../../domain/language/error-code.ts';
import { errorMessage } from '../../domain/language/error-message.ts';
import { makeFolder } from '../../records/files/make-folder.ts';
import { whenEnding } from '../command-line/when-ending.ts';
import { removeMade } from '../files/remove-made.ts';
import { stageInProcess, TRIAL_LIMITS, type TrialLimits } from './stage-in-process.ts';
import type { StagedModel, StagedOptions } from './stage-model.ts';
import { makeStagingFolder, REPLACED, removeStagingNow } from './staging-folder.ts';

export interface AddOptions extends StagedOptions {
  readonly modelsDir: string;
  /** Whether a model of this id that is there already is replaced. */
  readonly force: boolean;
}

export interface AddedModel extends StagedModel {
  readonly folder: string;
}

/**
 * Makes a model folder of what a source gives: files with their hashes, a manifest, a card. The folder is made beside its
 * place and moved there only when the model has screened a trial scan; a failure leaves nothing behind. Fails with
 * `conflict` where the id is taken, else with what is wrong with the source or the wishes, or that the trial takes more
 * than the limits.
 */
export async function addModel(
  { modelsDir, force, ...options }: AddOptions,
  limits: TrialLimits = TRIAL_LIMITS,
): Promise<Outcome<AddedModel>> {
  const { id } = options;
  const folder = path.resolve(modelsDir, id);
  if (!force && (await exists(folder))) return taken(folder);
  const made = await makeStaging(modelsDir);
  if (!made.ok) return made;
  const { staging, madeDir } = made.value;
  const takeBack = whenEnding(() => removeStagingNow(staging));
  try {
    const staged = await stageInProcess(options, staging, limits);
    // What is replaced lies there from now on, until the other is in its place.
    takeBack();
    if (!staged.ok) return staged;
    const moved = await moveIntoPlace(path.join(staging, id), folder, force ? path.join(staging, REPLACED) : null);
    return moved.ok ? succeed({ ...staged.value, folder }) : moved;
  } finally {
    takeBack();
    await rm(staging, { recursive: true, force: true });
    if (madeDir !== null) removeMade(path.resolve(modelsDir), madeDir);
  }
}

interface Staging {
  readonly staging: string;
  /** The uppermost folder that was not there before. */
  readonly madeDir: string | null;
}

async function makeStaging(modelsDir: string): Promise<Outcome<Staging>> {
  try {
    const madeDir = await makeFolder(path.resolve(modelsDir));
    return succeed({ staging: await makeStagingFolder(path.resolve(modelsDir)), madeDir });
  } catch (error) {
    const cause = errorMessage(error);
    return fail(
      'malformed-request',
      `${modelsDir} cannot be written to (${cause}): name another folder with --models.`,
    );
  }
}

/**
 * What is replaced is put `aside` first, and back where the move fails. Where another one was added in this place meanwhile,
 * that is replaced, too; where nothing may be replaced, fails with `conflict`.
 */
async function moveIntoPlace(from: string, to: string, aside: string | null): Promise<Outcome<null>> {
  const isAside = aside !== null && (await moveAside(to, aside));
  try {
    await rename(from, to);
    return succeed(null);
  } catch (error) {
    if (!(await exists(to))) {
      if (isAside) await rename(aside, to);
      throw error;
    }
    if (aside === null) return taken(to);
    await rm(aside, { recursive: true, force: true });
    return moveIntoPlace(from, to, aside);
  }
}

/** False where nothing is there: it may have been put aside for another one that is being added. */
async function moveAside(folder: string, aside: string): Promise<boolean> {
  try {
    await rename(folder, aside);
    return true;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
}

function taken(folder: string): ReturnType<typeof fail> {
  return fail('conflict', `${folder} is there already: choose another --id, or replace it with --force.`);
}

async function exists(target: string): Promise<boolean> {
  return access(target).then(
    () => true,
    () => false,
  );
}
