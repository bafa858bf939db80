import { access, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { errorMessage } from '../../domain/error-message.ts';
import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import type { OperatingPoint } from '../../domain/operating-point.ts';
import type { Precision } from '../../domain/technology.ts';
import type { Manifest } from '../../inference/model/manifest.ts';
import { makeFolder } from '../../records/files/make-folder.ts';
import { cardSkeleton } from './card-skeleton.ts';
import type { ModelSource } from './model-source.ts';
import type { ModelWishes } from './propose-model.ts';
import { type VerifiedTechnology, verifyModels } from './verify-models.ts';

export interface AddOptions {
  readonly source: ModelSource;
  readonly modelsDir: string;
  readonly id: string;
  readonly title: string;
  readonly licence: string;
  readonly version: string;
  readonly precision: Precision;
  readonly wishes: ModelWishes;
  /** Whether a model of this id that is there already is replaced. */
  readonly force: boolean;
}

export interface AddedModel {
  readonly folder: string;
  readonly manifest: Manifest;
  /** What was assumed, in plain sentences. */
  readonly assumptions: readonly string[];
  /** What makes it doubtful that the model judges scans at all; in its manifest, too, among `limits`. */
  readonly warnings: readonly string[];
  /** How its one trial screening went. */
  readonly verified: VerifiedTechnology;
}

/** Says by itself, in `benignCount`, that it was chosen on nothing. `scanbench calibrate` puts a real one in its place. */
const PLACEHOLDER: Omit<OperatingPoint, 'pfaBounds'> & { pfaBounds: [number, number] } = {
  name: 'default',
  threshold: 0.5,
  pfaLimit: 1,
  benignCount: 0,
  pfaBounds: [0, 1],
};

/**
 * Makes a model folder of what a source gives: files with their hashes, a manifest, a card. The folder is made beside its
 * place and moved there only when the model has screened a trial scan; a failure leaves nothing behind. Fails with
 * `conflict` where the id is taken, else with what is wrong with the source or the wishes.
 */
export async function addModel(options: AddOptions): Promise<Outcome<AddedModel>> {
  const { modelsDir, id, force } = options;
  const folder = path.resolve(modelsDir, id);
  const isTaken = await exists(folder);
  if (isTaken && !force) {
    return fail('conflict', `${folder} is there already: choose another --id, or replace it with --force.`);
  }
  const made = await makeStaging(modelsDir);
  if (!made.ok) return made;
  const { staging, madeDir } = made.value;
  try {
    const staged = await stageModel(options, staging);
    if (!staged.ok) return staged;
    await moveIntoPlace(path.join(staging, id), folder, isTaken ? path.join(staging, 'replaced') : null);
    return succeed({ ...staged.value, folder });
  } finally {
    await rm(staging, { recursive: true, force: true });
    if (madeDir !== null && !(await exists(folder))) await rm(madeDir, { recursive: true, force: true });
  }
}

interface Staging {
  /** A folder without a manifest is no model to anybody who reads the models meanwhile. */
  readonly staging: string;
  /** The uppermost folder that was not there before. */
  readonly madeDir: string | null;
}

async function makeStaging(modelsDir: string): Promise<Outcome<Staging>> {
  try {
    const madeDir = await makeFolder(path.resolve(modelsDir));
    return succeed({ staging: await mkdtemp(path.join(modelsDir, '.adding-')), madeDir });
  } catch (error) {
    const cause = errorMessage(error);
    return fail(
      'malformed-request',
      `${modelsDir} cannot be written to (${cause}): name another folder with --models.`,
    );
  }
}

/** What is replaced is put aside first, and back where the move fails. */
async function moveIntoPlace(from: string, to: string, aside: string | null): Promise<void> {
  if (aside !== null) await rename(to, aside);
  try {
    await rename(from, to);
  } catch (error) {
    if (aside !== null) await rename(aside, to);
    throw error;
  }
}

/** Makes `<staging>/<id>` and screens a trial scan with it. */
async function stageModel(options: AddOptions, staging: string): Promise<Outcome<Omit<AddedModel, 'folder'>>> {
  const { source, id, title, licence, version, precision, wishes } = options;
  const folder = path.join(staging, id);
  await mkdir(folder);
  const read = await source.read(id, folder, wishes);
  if (!read.ok) return read;
  const { part, assumptions, warnings } = read.value;
  const { files, runtime, remote, input, output } = part;
  const manifest: Manifest = {
    id,
    version,
    title,
    licence,
    files,
    runtime,
    ...(remote !== undefined && { remote }),
    precision,
    input,
    output,
    operatingPoints: [PLACEHOLDER],
    training: { kind: 'unknown', note: 'Added by scanbench models add; say here what it learned from.' },
    evaluation: {},
    limits: ['Nothing has been measured of it yet.', ...warnings],
  };
  await writeFile(path.join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  await writeFile(path.join(folder, 'card.md'), cardSkeleton(manifest, source.origin, assumptions));
  const verified = await verifyModels(staging);
  if (!verified.ok) return verified;
  const [row] = verified.value;
  if (row === undefined || row.state === 'unavailable') {
    return fail('runtime-failed', `The model does not screen a trial scan: ${row?.reason ?? 'it was not found'}`);
  }
  return succeed({ manifest, assumptions, warnings, verified: row });
}

async function exists(target: string): Promise<boolean> {
  return access(target).then(
    () => true,
    () => false,
  );
}
