import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readRemoteAccess } from '../../config/remote-access.ts';
import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import type { OperatingPoint } from '../../domain/technology/operating-point.ts';
import type { Precision } from '../../domain/technology/technology.ts';
import type { Manifest } from '../../inference/model/manifest.ts';
import { MANIFEST_FILE } from '../../inference/model/model-folder.ts';
import { cardSkeleton } from './card-skeleton.ts';
import { fileSource } from './file-source.ts';
import type { ModelSource, SourcedModel } from './model-source.ts';
import type { ModelWishes } from './propose-model.ts';
import { type ServedAt, serverSource } from './server-source.ts';
import { type VerifiedTechnology, verifyModels } from './verify-models.ts';

/** Where a model comes from, and what is known of it. Plain data: another process stages it. */
export interface StagedOptions {
  readonly source: { readonly file: string } | { readonly served: ServedAt };
  readonly id: string;
  /** Left out, its file or server says it. */
  readonly title?: string;
  readonly licence: string;
  readonly version: string;
  /** Left out, its file says it. */
  readonly precision?: Precision;
  readonly wishes: ModelWishes;
}

export interface StagedModel {
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

/** Makes `<staging>/<id>`: files with their hashes, a manifest, a card. Screens a trial scan with it. */
export async function stageModel(options: StagedOptions, staging: string): Promise<Outcome<StagedModel>> {
  const { id, licence, version, wishes } = options;
  const folder = path.join(staging, id);
  await mkdir(folder);
  const opened = openSource(options.source);
  if (!opened.ok) return opened;
  const source = opened.value;
  const { title = `${source.name}, as it was added` } = options;
  const read = await source.read(id, folder, wishes);
  if (!read.ok) return read;
  const { part, warnings } = read.value;
  const { precision, assumptions } = choosePrecision(options.precision, read.value);
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
  await writeFile(path.join(folder, MANIFEST_FILE), `${JSON.stringify(manifest, null, 2)}\n`);
  await writeFile(path.join(folder, 'card.md'), cardSkeleton(manifest, source.origin, assumptions));
  const verified = await verifyModels(staging);
  if (!verified.ok) return verified;
  const [row] = verified.value;
  if (row === undefined || row.state === 'unavailable') {
    return fail('runtime-failed', `The model does not screen a trial scan: ${row?.reason ?? 'it was not found'}`);
  }
  return succeed({ manifest, assumptions, warnings, verified: row });
}

/** What a person says, else what the file says, else what most models have. */
function choosePrecision(
  wished: Precision | undefined,
  { precision, assumptions }: SourcedModel,
): { readonly precision: Precision; readonly assumptions: readonly string[] } {
  if (wished !== undefined) return { precision: wished, assumptions };
  const why = precision === null ? 'as nothing says otherwise' : 'as most of them are';
  const chosen = precision ?? 'fp32';
  return {
    precision: chosen,
    assumptions: [...assumptions, `Its weights are called ${chosen}, ${why}; --precision says otherwise.`],
  };
}

function openSource(source: StagedOptions['source']): Outcome<ModelSource> {
  if ('file' in source) return succeed(fileSource(source.file));
  const access = readRemoteAccess(process.env);
  return access.ok ? succeed(serverSource(source.served, access.value)) : access;
}
