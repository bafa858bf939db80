import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import type { Tensor, Tensors } from '../../domain/technology/tensor.ts';
import { type Manifest, NAME_OF_KIND } from '../../inference/model/manifest.ts';
import { fullScale } from '../../inference/output/full-scale.ts';
import { channelCount, pickChannel } from '../../inference/output/pick-channel.ts';
import { classLayout } from './class-layout.ts';
import { mapSize } from './map-size.ts';
import type { Proposal } from './proposal.ts';
import { type Given, givenSize, keepsProportions, squeeze } from './squeeze.ts';

type Output = Manifest['output'];
type Kind = Output['kind'];
type Layout = Manifest['input']['layout'];

export interface OutputWishes {
  readonly kind?: Kind;
  /** The name of the output that is read. */
  readonly output?: string;
  /** Of an output with a channel for each class, the one of threats. */
  readonly channel?: number;
}

interface Reading {
  readonly name: string;
  /** The channel that was named, where one was. */
  readonly tensor: Tensor;
  readonly kind: Kind;
}

const KINDS = ['anomaly-map', 'reconstruction', 'score'] as const satisfies readonly Kind[];
/** What outputs of a kind are called by those who export them. */
const USUAL_NAMES = {
  'anomaly-map': /anomaly|map|heat|mask|seg/i,
  reconstruction: /recon|rebuil|decod|restor/i,
  score: /score|prob/i,
} as const satisfies Record<Kind, RegExp>;

/**
 * What of a model's answers is read, and as what: by the dimensions that they had on a trial, then by their names. Which
 * of several classes is that of threats is not guessed. Fails with `malformed-request` where none is a map, a
 * reconstruction or a score, or not as wished.
 */
export function proposeOutput(given: Given, answers: Tensors, wishes: OutputWishes): Outcome<Proposal<Output>> {
  const named = Object.entries(answers).filter(([name]) => wishes.output === undefined || name === wishes.output);
  if (named.length === 0) {
    return fail(
      'malformed-request',
      `The model has no output "${wishes.output}": choose one of ${Object.keys(answers).join(', ')}.`,
    );
  }
  const readings = named
    .flatMap(([name, tensor]) => readingsOf(name, tensor, given, wishes))
    .filter(({ kind }) => wishes.kind === undefined || kind === wishes.kind);
  const [chosen] = readings.toSorted((a, b) => rank(a) - rank(b));
  if (chosen === undefined) return fail('malformed-request', whyNone(named, given, wishes));
  const { name, tensor, kind } = chosen;
  const { channel } = wishes;
  const layout = channel === undefined ? given.layout : classLayout(answers[name] ?? tensor, given);
  const whose = channel === undefined ? 'Its' : `Channel ${channel} of its`;
  return succeed({
    part: {
      kind,
      names: { [NAME_OF_KIND[kind]]: name },
      ...(channel !== undefined && { channel }),
      ...(layout !== given.layout && { layout }),
    },
    assumptions: [
      `${whose} output "${name}" [${answers[name]?.dims.join(', ')}] is read as ${WORDS_FOR_KIND[kind](fullScale(tensor))}${otherWays(given, answers, chosen)}.`,
      ...(layout === given.layout ? [] : [OTHER_LAYOUT[layout]]),
      ...(kind === 'anomaly-map' ? ownSizeNote(tensor, given) : []),
    ],
  });
}

const OTHER_LAYOUT = {
  NCHW: 'Its output has its channels before height and width, its input behind them (output.layout in manifest.json).',
  NHWC: 'Its output has its channels behind height and width, its input before them (output.layout in manifest.json).',
} as const satisfies Record<Layout, string>;

/** All that an output can be: as a whole, or the channel that was named of it. */
function readingsOf(name: string, whole: Tensor, given: Given, { channel }: OutputWishes): readonly Reading[] {
  if (channel === undefined) return kindsOf(whole, given).map((kind) => ({ name, tensor: whole, kind }));
  const layout = classLayout(whole, given);
  const tensor = channelCount(whole, layout) === 1 ? null : pickChannel(whole, layout, channel);
  if (tensor === null) return [];
  const kinds = kindsOf(tensor, given).filter((kind) => kind !== 'reconstruction');
  return kinds.map((kind) => ({ name, tensor, kind }));
}

function whyNone(named: readonly (readonly [string, Tensor])[], given: Given, wishes: OutputWishes): string {
  const shapes = named.map(([name, { dims }]) => `"${name}" [${dims.join(', ')}]`).join(', ');
  const most = Math.max(...named.map(([, tensor]) => channelCount(tensor, classLayout(tensor, given))));
  const { channel, kind } = wishes;
  if (channel !== undefined && channel >= most) {
    return `The model answers ${shapes}, which has no channel ${channel}: they are counted from 0.`;
  }
  const cure =
    most > 1 && channel === undefined
      ? `name the channel of threats with --channel (0 to ${most - 1}) where it has one for each class, or export`
      : 'export';
  return (
    `The model answers ${shapes} to an input [${given.tensor.dims.join(', ')}], which is no ${kind ?? KINDS.join(', no ')}: ` +
    `${cure} one map of the threat (one channel), a copy of the input, or one score.`
  );
}

const WORDS_FOR_KIND = {
  'anomaly-map': (full) => `an anomaly map, ${full} where a threat is`,
  reconstruction: () => 'a reconstruction: how far it is from the input is the score',
  score: (full) => `one score for the whole, ${full} for a threat: it says not where`,
} as const satisfies Record<Kind, (full: number) => string>;

/** No graph squeezes a picture by more than this: such an answer is a list, as of boxes, [1, 100, 6]. */
const MOST_SQUEEZED = 8;

/** What a tensor can be, by its dimensions alone: a picture of one channel is a map, or a copy of the input. */
function kindsOf({ dims, data }: Tensor, given: Given): readonly Kind[] {
  if (data.length === 1) return ['score'];
  const rank = dims.length;
  const { height, width } = mapSize(dims);
  const isPicture = rank >= 2 && rank <= 4 && height > 1 && width > 1 && height * width === data.length;
  const isMap = isPicture && squeeze(dims, given) <= MOST_SQUEEZED;
  const isCopy = dims.join() === given.tensor.dims.join();
  return [...(isMap ? (['anomaly-map'] as const) : []), ...(isCopy ? (['reconstruction'] as const) : [])];
}

/** A graph that squeezes what goes in to a size of its own, as exports of anomalib do, shows it by its map. */
function ownSizeNote({ dims }: Tensor, given: Given): readonly string[] {
  if (keepsProportions(dims, given)) return [];
  const { height, width } = mapSize(dims);
  const { height: givenHeight, width: givenWidth } = givenSize(given);
  return [
    `Its graph resizes by itself: it answered ${width} × ${height} to a picture of ${givenWidth} × ${givenHeight}, its proportions changed. Leave it so ` +
      `where it learned from pictures that were squeezed alike; --size ${width}x${height} keeps the proportions.`,
  ];
}

/** Lower is better: scores last, because they say not where; else a kind under its usual name before all others. */
function rank({ name, kind }: Reading): number {
  const isUsual = USUAL_NAMES[kind].test(name);
  return (kind === 'score' ? 4 : 0) + (isUsual ? 0 : 2) + KINDS.indexOf(kind);
}

/** What else could have been meant, and how to say so. */
function otherWays(given: Given, answers: Tensors, { name, tensor, kind }: Reading): string {
  const others = Object.keys(answers).filter((other) => other !== name);
  // Of a channel that was named, the whole output counts.
  const couldBeCopy = kind === 'anomaly-map' && kindsOf(answers[name] ?? tensor, given).includes('reconstruction');
  const ways = [
    ...(others.length === 0 ? [] : [`--output reads another: ${others.join(', ')}`]),
    ...(couldBeCopy ? ['--kind reconstruction where it is a copy of the input'] : []),
    ...(kind === 'reconstruction' && channelCount(tensor, given.layout) > 1
      ? ['--channel where it is a map with one for each class']
      : []),
  ];
  return ways.length === 0 ? '' : ` (${ways.join('; ')})`;
}

/** What of the answers of trials is lost where they are read as a manifest says: what lies outside 0 to 1, or masks as whole numbers. */
export function warnOfRange(
  { input, output }: Pick<Manifest, 'input' | 'output'>,
  trials: readonly Tensors[],
): readonly string[] {
  const { kind, names, channel, layout = input.layout } = output;
  const name = names[NAME_OF_KIND[kind]] ?? '';
  if (kind === 'reconstruction') return [];
  const read = trials.flatMap((answers) => {
    const whole = answers[name];
    const tensor = whole && channel !== undefined ? pickChannel(whole, layout, channel) : whole;
    return tensor === undefined || tensor === null ? [] : [tensor];
  });
  const { lowest, highest } = rangeOf(read);
  const full = Math.max(...read.map(fullScale));
  if (full > 1 && highest === 1) {
    return [
      `On two trial pictures its output "${name}" held 0 and 1 alone, which are read as shares of ${full}: no score comes near 1. Export the map that ` +
        'this mask was cut from, as float32.',
    ];
  }
  if (lowest >= 0 && highest <= full) return [];
  return [
    `On two trial pictures its output "${name}" went from ${lowest.toPrecision(3)} to ${highest.toPrecision(3)}. What lies outside 0 to 1 is cut off ` +
      'there, so scores are lost: export the model with a sigmoid at its end, or with its map scaled.',
  ];
}

function rangeOf(tensors: readonly Tensor[]): { readonly lowest: number; readonly highest: number } {
  let [lowest, highest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { data } of tensors) {
    for (const value of data) {
      lowest = Math.min(lowest, value);
      highest = Math.max(highest, value);
    }
  }
  return { lowest, highest };
}
