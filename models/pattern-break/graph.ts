import { addScalar, scale, squash } from '../graph/arithmetic.ts';
import { blockMean, boxMean } from '../graph/box-mean.ts';
import { createOnnxGraph, type GraphValue, type OnnxGraph } from '../graph/onnx-graph.ts';
import { cutEdges, padEdges } from '../graph/pad-edges.ts';
import { type Shift, shiftChannels, shiftCopies } from '../graph/shift.ts';
import { channelOf } from '../graph/slice.ts';

/**
 * Rows of cargo repeat along the container, layers repeat upwards, and what slopes (a heap's flank, sagging rows)
 * repeats aslant. The shortest lag is wider than what should be found, so that nothing explains itself.
 * In cells of 8 px; each lag is tried in its opposite direction, too.
 */
const LAGS: readonly Shift[] = [
  ...range(10, 46, 1).map((right) => ({ down: 0, right })),
  ...range(10, 34, 2).map((down) => ({ down, right: 0 })),
  ...range(10, 38, 4).flatMap((right) => [-12, -8, -4, 4, 8, 12].map((down) => ({ down, right }))),
];

/**
 * So many lags are compared by one node, as channels of it: ONNX Runtime takes 30 times as long to load a graph of a node
 * for each, and longer to run it. All at once would take as many times the memory.
 */
const LAGS_AT_ONCE = 7;

/** The patch that must look alike, in cells. */
const PATCH = { height: 3, width: 3 };
const HALF_PATCH = 1;

/** What a patch lacks against its like counts this much of what it has beyond it: a threat adds matter, a gap is none. */
const LACK_WEIGHT = 0.3;

/** How far around a place its cargo is asked how well it usually repeats, in cells. */
const REGION = { height: 9, width: 121 };

/** Differences of attenuation that noise alone explains: a floor, and a share of the attenuation. */
const NOISE_FLOOR = 0.05;
const NOISE_SHARE = 0.04;

/** The residual, in units of what is usual around it, that scores one half. */
const HALF_SCORE_RESIDUAL = 4;

/** ln(65,535 / 0.5): no two 16-bit readings differ by more. A residual beyond it comes from outside the picture. */
const LARGEST_DIFFERENCE = 11.8;

/** What lies outside the picture: so far from any attenuation that one such cell in a patch is beyond the largest. */
const NO_MATCH = 1e3;

/**
 * The graph of `pattern-break`: cargo repeats itself, so each patch is compared with the patches at many horizontal,
 * vertical and slanting lags. The second smallest difference is the residual that no repetition explains (the second,
 * so that one chance match does not hide a threat); it is set against the residual that is usual along the container
 * at that height, squashed to [0, 1) and averaged over a patch. A place that has no like inside the picture says
 * nothing: 0.
 *
 * Input `attenuation` [1, 1, height, width], both multiples of 32; output `map` [1, 1, height/8, width/8].
 */
export function patternBreakGraph(): Uint8Array<ArrayBuffer> {
  const graph = createOnnxGraph({
    name: 'pattern-break',
    description: 'What no repetition of the cargo explains: second smallest difference over lags.',
  });
  const attenuation = graph.input('attenuation', 'float32', [1, 1, 'height', 'width']);
  const eighth = blockMean(graph, attenuation, 8);
  const plane = padEdges(graph, eighth, HALF_PATCH);

  const second = secondSmallest(graph, plane);
  const hasLikes = graph.node('Less', [second, graph.constant(LARGEST_DIFFERENCE)]);
  const residual = cutEdges(graph, graph.node('Where', [hasLikes, second, graph.constant(0)]), HALF_PATCH);

  const noise = addScalar(graph, scale(graph, eighth, NOISE_SHARE), NOISE_FLOOR);
  const usual = boxMean(graph, residual, REGION);
  const relative = graph.node('Div', [residual, graph.node('Add', [usual, noise])]);
  const score = boxMean(graph, squash(graph, relative, HALF_SCORE_RESIDUAL), PATCH);
  graph.output(score, 'map', 'float32', [1, 1, 'map_height', 'map_width']);
  return graph.encode();
}

/** The smallest and the second smallest of what was seen so far, cell by cell. */
interface Smallest {
  readonly best: GraphValue;
  readonly second: GraphValue;
}

/** How far each patch differs from the second most alike of all lags: first channel by channel, then across the channels. */
function secondSmallest(graph: OnnxGraph, plane: GraphValue): GraphValue {
  const far = addScalar(graph, scale(graph, plane, 0), NO_MATCH);
  let perChannel: Smallest = { best: far, second: far };
  for (let first = 0; first < LAGS.length; first += LAGS_AT_ONCE) {
    for (const residuals of residualsAtLags(graph, plane, LAGS.slice(first, first + LAGS_AT_ONCE))) {
      perChannel = merge(graph, perChannel, residuals);
    }
  }
  const [start, ...others] = range(0, LAGS_AT_ONCE - 1, 1).map((channel) => ({
    best: channelOf(graph, perChannel.best, channel, LAGS_AT_ONCE),
    second: channelOf(graph, perChannel.second, channel, LAGS_AT_ONCE),
  }));
  if (start === undefined) throw new Error('no lags');
  const all = others.reduce((sofar, { best, second }) => merge(graph, merge(graph, sofar, best), second), start);
  return all.second;
}

/** The two smallest with one residual more. */
function merge(graph: OnnxGraph, { best, second }: Smallest, residual: GraphValue): Smallest {
  return {
    best: graph.node('Min', [best, residual]),
    second: graph.node('Min', [second, graph.node('Max', [best, residual])]),
  };
}

// How far each patch differs from the ones some cells after it, and from the ones as many cells before it, a channel for
// each lag. Both come from one comparison: what a place has beyond its counterpart is what the counterpart lacks.
function residualsAtLags(graph: OnnxGraph, plane: GraphValue, lags: readonly Shift[]): [GraphValue, GraphValue] {
  const back = lags.map(({ down, right }) => ({ down: -down, right: -right }));
  const there = shiftCopies(graph, plane, back, NO_MATCH);
  const beyond = boxMean(graph, graph.node('Relu', [graph.node('Sub', [plane, there])]), PATCH);
  const lacking = boxMean(graph, graph.node('Relu', [graph.node('Sub', [there, plane])]), PATCH);
  const after = graph.node('Add', [beyond, scale(graph, lacking, LACK_WEIGHT)]);
  const before = graph.node('Add', [lacking, scale(graph, beyond, LACK_WEIGHT)]);
  return [after, shiftChannels(graph, before, lags, NO_MATCH)];
}

function range(first: number, last: number, step: number): readonly number[] {
  return Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, i) => first + i * step);
}
