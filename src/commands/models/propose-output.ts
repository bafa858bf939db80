import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import type { Tensor, Tensors } from '../../domain/tensor.ts';
import { type Manifest, NAME_OF_KIND } from '../../inference/manifest.ts';
import type { Proposal } from './proposal.ts';

type Output = Manifest['output'];
type Kind = Output['kind'];

export interface OutputWishes {
  readonly kind?: Kind;
  /** The name of the output that is read. */
  readonly output?: string;
}

interface Reading {
  readonly name: string;
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
 * What of a model's answers is read, and as what: by the dimensions that they had on a trial, then by their names. Fails
 * with `malformed-request` where none is a map, a reconstruction or a score, or not as wished.
 */
export function proposeOutput(given: Tensor, answers: Tensors, wishes: OutputWishes): Outcome<Proposal<Output>> {
  const named = Object.entries(answers).filter(([name]) => wishes.output === undefined || name === wishes.output);
  if (named.length === 0) {
    return fail(
      'malformed-request',
      `The model has no output "${wishes.output}": choose one of ${Object.keys(answers).join(', ')}.`,
    );
  }
  const readings = named
    .flatMap(([name, tensor]) => kindsOf(tensor, given).map((kind): Reading => ({ name, tensor, kind })))
    .filter(({ kind }) => wishes.kind === undefined || kind === wishes.kind);
  const [chosen] = readings.toSorted((a, b) => rank(a) - rank(b));
  if (chosen === undefined) {
    const shapes = named.map(([name, { dims }]) => `"${name}" [${dims.join(', ')}]`).join(', ');
    return fail(
      'malformed-request',
      `The model answers ${shapes} to an input [${given.dims.join(', ')}], which is no ${wishes.kind ?? KINDS.join(', no ')}: ` +
        'export one map of the threat (one channel), a copy of the input, or one score.',
    );
  }
  const { name, tensor, kind } = chosen;
  return succeed({
    part: { kind, names: { [NAME_OF_KIND[kind]]: name } },
    assumptions: [
      `Its output "${name}" [${tensor.dims.join(', ')}] is read as ${WORDS_FOR_KIND[kind]}${otherWays(answers, chosen)}.`,
      ...(kind === 'reconstruction' ? [] : rangeWarning(name, tensor)),
    ],
  });
}

const WORDS_FOR_KIND = {
  'anomaly-map': 'an anomaly map, 1 where a threat is',
  reconstruction: 'a reconstruction: how far it is from the input is the score',
  score: 'one score for the whole, 1 for a threat: it says not where',
} as const satisfies Record<Kind, string>;

/** What a tensor can be, by its dimensions alone: a picture of one channel is a map, or a copy of the input. */
function kindsOf({ dims, data }: Tensor, given: Tensor): readonly Kind[] {
  if (data.length === 1) return ['score'];
  const rank = dims.length;
  const [height = 0, width = 0] = rank === 4 && dims[3] === 1 ? dims.slice(1, 3) : dims.slice(-2);
  const isMap = rank >= 2 && rank <= 4 && height > 1 && width > 1 && height * width === data.length;
  const isCopy = dims.join() === given.dims.join();
  return [...(isMap ? (['anomaly-map'] as const) : []), ...(isCopy ? (['reconstruction'] as const) : [])];
}

/** Lower is better: scores last, because they say not where; else a kind under its usual name before all others. */
function rank({ name, kind }: Reading): number {
  const isUsual = USUAL_NAMES[kind].test(name);
  return (kind === 'score' ? 4 : 0) + (isUsual ? 0 : 2) + KINDS.indexOf(kind);
}

function otherWays(answers: Tensors, { name }: Reading): string {
  const others = Object.keys(answers).filter((other) => other !== name);
  return others.length === 0 ? '' : ` (--output reads another: ${others.join(', ')})`;
}

function rangeWarning(name: string, { type, data }: Tensor): readonly string[] {
  if (type !== 'float32') return [];
  const [lowest, highest] = data.reduce(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
  if (lowest >= 0 && highest <= 1) return [];
  return [
    `On a trial "${name}" went from ${lowest.toPrecision(3)} to ${highest.toPrecision(3)}. What lies outside 0 to 1 is cut off there, ` +
      'so scores may be lost: export the model with a sigmoid at its end, or with its map scaled.',
  ];
}
