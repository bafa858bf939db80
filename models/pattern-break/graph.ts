import { blockMean, boxMean } from '../graph/box-mean.ts';
import { createOnnxGraph, type GraphValue, type OnnxGraph } from '../graph/onnx-graph.ts';

/** How far a patch is shifted to find its like, in cells of 8 px; each shift is tried in its opposite direction, too. */
interface Lag {
  readonly down: number;
  readonly right: number;
}

/**
 * Rows of cargo repeat along the container, layers repeat upwards, and what slopes (a heap's flank, sagging rows)
 * repeats aslant. The shortest lag is wider than what should be found, so that nothing explains itself.
 */
const LAGS: readonly Lag[] = [
  ...range(10, 46, 1).map((right) => ({ down: 0, right })),
  ...range(10, 34, 2).map((down) => ({ down, right: 0 })),
  ...range(10, 38, 4).flatMap((right) => [-12, -8, -4, 4, 8, 12].map((down) => ({ down, right }))),
];

/** The patch that must look alike, in cells. */
const PATCH = { height: 5, width: 5 };
const HALF_PATCH = [(PATCH.height - 1) / 2, (PATCH.width - 1) / 2] as const;

/** How far around a place its cargo is asked how well it usually repeats, in cells. */
const REGION = { height: 31, width: 61 };

/** Differences of attenuation that noise alone explains: a floor, and a share of the attenuation. */
const NOISE_FLOOR = 0.05;
const NOISE_SHARE = 0.03;

/** The residual, in units of what is usual around it, that scores one half. */
const HALF_SCORE_RESIDUAL = 4;

/** Larger than any difference of attenuation (16 bits end at 11.1): what lies outside the picture never matches. */
const NO_MATCH = 1e3;

/** ONNX's way to cut up to the last cell, whatever the size. */
const TO_THE_END = 2 ** 31 - 1;

/**
 * The graph of `pattern-break`: cargo repeats itself, so each patch is compared with the patches at many horizontal and
 * vertical lags. The second smallest mean absolute difference is the residual that no repetition explains (the second,
 * so that one chance match does not hide a threat); it is set against the residual that is usual around it.
 *
 * Input `attenuation` [1, 1, height, width], both multiples of 32; output `map` [1, 1, height/8, width/8].
 */
export function patternBreakGraph(): Uint8Array<ArrayBuffer> {
  const graph = createOnnxGraph({
    name: 'pattern-break',
    description: 'What no repetition of the cargo explains: second smallest residual over lags.',
  });
  const attenuation = graph.input('attenuation', 'float32', [1, 1, 'height', 'width']);
  const eighth = blockMean(graph, attenuation, 8);
  const plane = padByPatch(graph, eighth);

  let best = addScalar(graph, scale(graph, plane, 0), NO_MATCH);
  let second = best;
  for (const lag of LAGS) {
    for (const residual of residualsAtLag(graph, plane, lag)) {
      second = graph.node('Min', [second, graph.node('Max', [best, residual])]);
      best = graph.node('Min', [best, residual]);
    }
  }
  const residual = cutPatch(graph, second);

  const noise = addScalar(graph, scale(graph, eighth, NOISE_SHARE), NOISE_FLOOR);
  const usual = boxMean(graph, residual, REGION);
  const relative = graph.node('Div', [residual, graph.node('Add', [usual, noise])]);
  const score = graph.node('Div', [relative, addScalar(graph, relative, HALF_SCORE_RESIDUAL)]);
  graph.output(score, 'map', 'float32', [1, 1, 'map_height', 'map_width']);
  return graph.encode();
}

// The mean absolute difference of each patch to the one `lag` cells after it, and to the one `lag` cells before it.
// Both come from one comparison: what lies after a place there is what lies before its counterpart.
function residualsAtLag(graph: OnnxGraph, plane: GraphValue, lag: Lag): [GraphValue, GraphValue] {
  const there = shift(graph, plane, { down: -lag.down, right: -lag.right });
  const after = boxMean(graph, graph.node('Abs', [graph.node('Sub', [plane, there])]), PATCH);
  return [after, shift(graph, after, lag)];
}

// Moves a plane; what comes in from outside matches nothing. Padded before it is cut, so that a plane narrower than the
// lag stays valid.
function shift(graph: OnnxGraph, plane: GraphValue, { down, right }: Lag): GraphValue {
  const pads = [0, 0, Math.max(down, 0), Math.max(right, 0), 0, 0, Math.max(-down, 0), Math.max(-right, 0)];
  const padded = graph.node('Pad', [plane, graph.indices(pads), graph.constant(NO_MATCH)]);
  return slice(graph, padded, {
    starts: [Math.max(-down, 0), Math.max(-right, 0)],
    ends: [down > 0 ? -down : TO_THE_END, right > 0 ? -right : TO_THE_END],
  });
}

// The picture's edge cells, repeated outwards by half a patch: a patch at the border then compares like any other.
function padByPatch(graph: OnnxGraph, plane: GraphValue): GraphValue {
  const [rows, columns] = HALF_PATCH;
  const pads = graph.indices([0, 0, rows, columns, 0, 0, rows, columns]);
  return graph.node('Pad', [plane, pads], { mode: { string: 'edge' } });
}

function cutPatch(graph: OnnxGraph, plane: GraphValue): GraphValue {
  return slice(graph, plane, { starts: HALF_PATCH, ends: HALF_PATCH.map((cells) => -cells) });
}

function slice(
  graph: OnnxGraph,
  plane: GraphValue,
  { starts, ends }: { readonly starts: readonly number[]; readonly ends: readonly number[] },
): GraphValue {
  return graph.node('Slice', [plane, graph.indices(starts), graph.indices(ends), graph.indices([2, 3])]);
}

function scale(graph: OnnxGraph, plane: GraphValue, factor: number): GraphValue {
  return graph.node('Mul', [plane, graph.constant(factor)]);
}

function addScalar(graph: OnnxGraph, plane: GraphValue, summand: number): GraphValue {
  return graph.node('Add', [plane, graph.constant(summand)]);
}

function range(first: number, last: number, step: number): readonly number[] {
  return Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, i) => first + i * step);
}
