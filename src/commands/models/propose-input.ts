import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import type { Dimension, TensorSpec } from '../../domain/technology/tensor.ts';
import { planeChannelCount } from '../../inference/model/channels.ts';
import type { Manifest } from '../../inference/model/manifest.ts';
import { BYTES, IMAGENET, type Normalization, spreadOver, UNIT } from './normalization.ts';
import type { Proposal } from './proposal.ts';
import { proposeSize, type SizeWishes } from './propose-size.ts';

type Input = Manifest['input'];

/** What a person knows better than the graph. */
export interface InputWishes extends SizeWishes {
  readonly energies?: Input['energies'];
  readonly planes?: Input['planes'];
  readonly layout?: Input['layout'];
  readonly area?: NonNullable<Input['area']>;
  readonly normalize?: Normalization;
}

/** What can be told of a model apart from its input. */
export interface ModelHints {
  /** It learned from colour pictures in the way that anomalib has it. */
  readonly isAnomalib: boolean;
  /** Its graph normalises by itself. */
  readonly normalizesItself: boolean;
}

/** More than this along an axis is a length in pixels. */
const MOST_CHANNELS = 16;
const COLOURS = 3;

/**
 * How scans become the one input of a graph. Fails with `malformed-request` where no scan can become it, or where the
 * wishes do not fit it.
 */
export function proposeInput(
  inputs: readonly TensorSpec[],
  hints: ModelHints,
  wishes: InputWishes,
): Outcome<Proposal<Input>> {
  const [spec, ...others] = inputs;
  if (spec === undefined || others.length > 0) {
    const names = inputs.map(({ name }) => name).join(', ') || 'none';
    return refuse(`The model has ${inputs.length} inputs (${names})`, 'export it with the picture as its only one');
  }
  const { name, type, dims } = spec;
  const [batch, second, third, fourth] = dims;
  if (dims.length === 0) {
    return refuse(`The graph does not say the shape of its input "${name}"`, 'export it with the shape of a picture');
  }
  if (!batch || !second || !third || !fourth || dims.length !== 4) {
    return refuse(
      `The input "${name}" has ${dims.length} dimensions`,
      'a picture has four: batch, channels, height, width',
    );
  }
  if ('size' in batch && batch.size !== 1) {
    return refuse(
      `The input "${name}" takes ${batch.size} pictures at once`,
      'export it for one, or any number (with anomalib: input_size=(256, 256), onnx_kwargs={"dynamic_shapes": None})',
    );
  }
  if (type === 'uint16') return refuse(`The input "${name}" is uint16`, 'export it as float32 or uint8');
  const layout = wishes.layout ?? (!isFew(second) && isFew(fourth) ? 'NHWC' : 'NCHW');
  const [channels, height, width] = layout === 'NCHW' ? [second, third, fourth] : [fourth, second, third];

  const shown = proposeChannels(name, channels, wishes);
  if (!shown.ok) return shown;
  const { energies, planes, count } = shown.value.part;
  const normalized = proposeNormalization(type, count, hints, wishes.normalize);
  if (!normalized.ok) return normalized;
  const size = proposeSize(height, width, wishes);
  if (!size.ok) return size;
  const area = wishes.area ?? 'goods';
  return succeed({
    part: {
      name,
      energies,
      planes,
      type,
      layout,
      ...size.value.part,
      ...(wishes.area !== undefined && { area }),
      normalize: normalized.value.part,
    },
    assumptions: [
      ...shown.value.assumptions,
      ...normalized.value.assumptions,
      ...size.value.assumptions,
      area === 'goods'
        ? 'The goods are judged, without the frame of the container; --area container judges all of it.'
        : 'The whole container is judged.',
    ],
  });
}

interface Shown {
  readonly energies: Input['energies'];
  readonly planes: Input['planes'];
  readonly count: number;
}

/** What each channel shows. Three channels that nothing else fills are one grey, three times. */
function proposeChannels(name: string, channels: Dimension, wishes: InputWishes): Outcome<Proposal<Shown>> {
  const planes = wishes.planes ?? [/attenuation/i.test(name) ? 'attenuation' : 'transmission'];
  const candidates: Input['energies'][] = wishes.energies ? [wishes.energies] : [['high'], ['high', 'low']];
  const possible = candidates
    .filter((energies) => !planes.includes('ratio') || energies.length === 2)
    .map((energies) => ({ energies, given: planeChannelCount({ planes, energies }) }));
  const wanted = 'size' in channels ? channels.size : null;
  const fitting =
    possible.find(({ given }) => wanted === null || given === wanted) ??
    possible.find(({ given }) => given === 1 && wanted === COLOURS);
  if (fitting === undefined) {
    const offers = possible.map(({ energies, given }) => `${given} with ${energies.join(' and ')}`).join(', ');
    return refuse(
      `The input "${name}" takes ${wanted ?? 'any number of'} ${wanted === 1 ? 'channel' : 'channels'} but ${planes.join(' and ')} would fill ${offers || 'none'}`,
      'say what the channels show, e.g. --energies high low --plane transmission ratio',
    );
  }
  const { energies, given } = fitting;
  const count = wanted ?? given;
  const what = `${planes.join(' and ')} of the ${energies.join(' and the ')} energy`;
  const times = count === given ? '' : `, ${count} times as a grey picture has it`;
  const assumption = `The input "${name}" has ${count} ${count === 1 ? 'channel' : 'channels'}: ${what}${times}.`;
  return succeed({ part: { energies, planes, count }, assumptions: [assumption] });
}

function proposeNormalization(
  type: Input['type'],
  channels: number,
  hints: ModelHints,
  wished: Normalization | undefined,
): Outcome<Proposal<Input['normalize']>> {
  const assumed = assumeNormalization(type, channels, hints);
  const spread = spreadOver(channels, wished ?? assumed.normalization);
  if (!spread.ok) return spread;
  return succeed({ part: spread.value, assumptions: wished === undefined ? [assumed.why] : [] });
}

function assumeNormalization(
  type: Input['type'],
  channels: number,
  { isAnomalib, normalizesItself }: ModelHints,
): { readonly normalization: Normalization; readonly why: string } {
  if (type === 'uint8') return { normalization: BYTES, why: 'Values go in as whole numbers from 0 to 255.' };
  if (normalizesItself) {
    return {
      normalization: UNIT,
      why: "Values go in as they are, because ImageNet's means are in the graph already; --normalize imagenet applies them.",
    };
  }
  if (isAnomalib && channels === COLOURS) {
    return {
      normalization: IMAGENET,
      why: "Values go in normalised by ImageNet's means and deviations; --normalize unit leaves them as they are.",
    };
  }
  return { normalization: UNIT, why: 'Values go in as they are, not normalised; --normalize says otherwise.' };
}

function isFew(dimension: Dimension): boolean {
  return 'size' in dimension && dimension.size <= MOST_CHANNELS;
}

function refuse(cause: string, cure: string): ReturnType<typeof fail> {
  return fail('malformed-request', `${cause}: ${cure}.`);
}
