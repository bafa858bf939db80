import { Value } from 'typebox/value';
import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import type { OperatingPoint } from '../../domain/technology/operating-point.ts';
import type { ScoreSummary } from '../../domain/technology/score-summary.ts';
import { schemaErrors } from '../../formats/schema-error.ts';
import { planeChannelCount } from './channels.ts';
import { findAddressProblems } from './check-address.ts';
import { type Manifest, ManifestSchema, NAME_OF_KIND } from './manifest.ts';

/**
 * Reads a manifest from parsed JSON. Fails with `runtime-failed` and a message that names every wrong field by its
 * path, e.g. `input.tile.sizePx: must be at least 32`.
 */
export function checkManifest(json: unknown): Outcome<Manifest> {
  if (!Value.Check(ManifestSchema, json)) {
    const sentences = schemaErrors(ManifestSchema, json).map(({ field, message }) =>
      field === '' ? message : `${field}: ${message}`,
    );
    return fail('runtime-failed', `${[...new Set(sentences)].join('; ')} (manifest.schema.json describes each field)`);
  }
  const contradictions = findContradictions(json);
  return contradictions.length === 0 ? succeed(json) : fail('runtime-failed', contradictions.join('; '));
}

/** What the schema cannot say: fields that are right alone and wrong together. */
function findContradictions(manifest: Manifest): readonly string[] {
  const { files, runtime, remote, input, output, operatingPoints, calibrationScores = {} } = manifest;
  const found: string[] = [];
  if (runtime !== 'remote' && files.length === 0) found.push('files: only a remote model has none; list the weights');
  if ((runtime === 'remote') !== (remote !== undefined)) {
    found.push('remote: a model of the runtime remote says where it is served, and no other does');
  }
  if (remote !== undefined) found.push(...findAddressProblems(remote));
  const planeChannels = planeChannelCount(input);
  const { mean, std } = input.normalize;

  if (mean.length !== std.length) found.push('input.normalize: mean and std must have the same length');
  if (mean.length !== planeChannels && planeChannels !== 1) {
    found.push(`input.normalize: the planes give ${planeChannels} channels, mean and std have ${mean.length}`);
  }
  if (mean.length === 0) found.push('input.normalize: mean and std need one value for each channel');
  if (input.planes.includes('ratio') && input.energies.length !== 2) {
    found.push('input.planes: the ratio needs both energies, high and low');
  }
  if ((input.size === undefined) === (input.dynamic === undefined)) {
    found.push('input: give either size (a fixed input) or dynamic (any multiple of multipleOfPx)');
  }
  const { heightPx, leastPx = 0, multipleOfPx = 1, widths } = input.dynamic ?? {};
  if (leastPx % multipleOfPx !== 0) {
    found.push('input.dynamic.leastPx: must be a multiple of input.dynamic.multipleOfPx');
  }
  if (widths !== undefined && heightPx === undefined) {
    found.push('input.dynamic.widths: they are of areas at one height; give heightPx as well');
  }
  if (widths !== undefined && !isAscending(widths.map(({ toHeights }) => toHeights))) {
    found.push('input.dynamic.widths: toHeights must ascend, since the first that an area fits counts');
  }
  if (input.tile !== undefined) found.push(...findTileContradictions(input, input.tile));
  if (input.tile !== undefined && output.kind === 'score') {
    found.push('input.tile: a score judges the whole area, so a model with output.kind score cannot be tiled');
  }
  if (output.names[NAME_OF_KIND[output.kind]] === undefined) {
    found.push(`output.names.${NAME_OF_KIND[output.kind]}: output.kind ${output.kind} needs this tensor's name`);
  }
  if (output.channel !== undefined && output.kind === 'reconstruction') {
    found.push('output.channel: a reconstruction is held against the input in all of its channels; leave it out');
  }
  if (output.layout !== undefined && output.channel === undefined) {
    found.push('output.layout: it says where classes have their channels; leave it out, or name one as output.channel');
  }
  const pointNames = operatingPoints.map(({ name }) => name);
  const twice = pointNames.find((name, at) => pointNames.indexOf(name) < at);
  if (twice !== undefined) found.push(`operatingPoints: two are called "${twice}"; give each a name of its own`);
  for (const [name, summary] of Object.entries(calibrationScores)) {
    found.push(...findSummaryContradictions(name, summary, operatingPoints));
  }
  return found;
}

function findSummaryContradictions(
  name: string,
  { scores, countsAtOrBelow }: ScoreSummary,
  operatingPoints: readonly OperatingPoint[],
): readonly string[] {
  const field = `calibrationScores.${name}`;
  const point = operatingPoints.find((other) => other.name === name);
  if (point === undefined) return [`${field}: there is no operating point of this name`];
  const found: string[] = [];
  if (scores.length !== countsAtOrBelow.length) {
    found.push(`${field}: scores and countsAtOrBelow must have the same length`);
  }
  if (![scores, countsAtOrBelow].every(isAscending)) found.push(`${field}: scores and countsAtOrBelow must ascend`);
  if (countsAtOrBelow.at(-1) !== point.benignCount) {
    found.push(`${field}.countsAtOrBelow: the last must be the operating point's benignCount; calibrate it again`);
  }
  return found;
}

function isAscending(values: readonly number[]): boolean {
  return values.every((value, i) => i === 0 || value > (values[i - 1] ?? 0));
}

function findTileContradictions(
  { size, dynamic }: Manifest['input'],
  { sizePx, overlapPx }: { readonly sizePx: number; readonly overlapPx: number },
): readonly string[] {
  const found: string[] = [];
  if (overlapPx >= sizePx) found.push('input.tile.overlapPx: must be smaller than sizePx');
  if (size !== undefined && (size.widthPx !== sizePx || size.heightPx !== sizePx)) {
    found.push('input.tile.sizePx: must be the width and the height of input.size');
  }
  if (dynamic?.heightPx !== undefined) {
    found.push('input.dynamic.heightPx: a resized area is taken whole, so it cannot be tiled');
  }
  if (dynamic !== undefined && sizePx % dynamic.multipleOfPx !== 0) {
    found.push('input.tile.sizePx: must be a multiple of input.dynamic.multipleOfPx');
  }
  return found;
}
