import { blockMean, boxCoverage, boxMean } from '../graph/box-mean.ts';
import { createOnnxGraph, type GraphValue, type OnnxGraph } from '../graph/onnx-graph.ts';

/** Windows in cells of the scale: what is judged, what is left out around it, and how far the surround reaches. */
const CENTRE = { height: 3, width: 3 };
const GAP = { height: 7, width: 7 };
const SURROUND = { height: 15, width: 15 };

/** Spread of attenuation that noise alone explains: a floor, and a share of the attenuation behind which photons run out. */
const NOISE_FLOOR = 0.05;
const NOISE_SHARE = 0.03;

/** The contrast, in spreads of the surround, that scores one half. */
const HALF_SCORE_CONTRAST = 4;

/**
 * The graph of `local-contrast`: at scales of 4, 8 and 16 px, how far does a place's mean attenuation stand above its
 * surround, in units of the surround's own spread? The largest answer over the scales is squashed to [0, 1).
 *
 * Input `attenuation` [1, 1, height, width], both multiples of 32; output `map` [1, 1, height/8, width/8].
 * The contrast of a centre with a guarded surround is the cell-averaging CFAR detector of radar (Finn and Johnson, 1968).
 */
export function localContrastGraph(): Uint8Array<ArrayBuffer> {
  const graph = createOnnxGraph({
    name: 'local-contrast',
    description: 'Multi-scale outliers of attenuation: centre against guarded surround.',
  });
  const attenuation = graph.input('attenuation', 'float32', [1, 1, 'height', 'width']);

  const quarter = blockMean(graph, attenuation, 4);
  const eighth = blockMean(graph, quarter, 2);
  const sixteenth = blockMean(graph, eighth, 2);

  const fine = graph.node('MaxPool', [surroundContrast(graph, quarter)], {
    kernel_shape: { ints: [2, 2] },
    strides: { ints: [2, 2] },
  });
  const middle = surroundContrast(graph, eighth);
  const coarse = graph.node('Resize', [surroundContrast(graph, sixteenth), null, graph.constant([1, 1, 2, 2])], {
    mode: { string: 'linear' },
  });

  const contrast = graph.node('Max', [fine, middle, coarse]);
  const excess = graph.node('Relu', [contrast]);
  const score = graph.node('Div', [excess, graph.node('Add', [excess, graph.constant(HALF_SCORE_CONTRAST)])]);
  graph.output(score, 'map', 'float32', [1, 1, 'map_height', 'map_width']);
  return graph.encode();
}

// (mean of the centre − mean of the surround) / spread of the surround, where the surround leaves out the gap.
function surroundContrast(graph: OnnxGraph, plane: GraphValue): GraphValue {
  const centre = boxMean(graph, plane, CENTRE);
  const ringMean = surroundMean(graph, plane);
  const ringMeanSquare = surroundMean(graph, graph.node('Mul', [plane, plane]));
  // Rounding may leave a variance just below zero.
  const variance = graph.node('Relu', [graph.node('Sub', [ringMeanSquare, graph.node('Mul', [ringMean, ringMean])])]);
  const noise = graph.node('Add', [
    graph.node('Mul', [graph.node('Abs', [ringMean]), graph.constant(NOISE_SHARE)]),
    graph.constant(NOISE_FLOOR),
  ]);
  const spread = graph.node('Sqrt', [graph.node('Add', [variance, graph.node('Mul', [noise, noise])])]);
  return graph.node('Div', [graph.node('Sub', [centre, ringMean]), spread]);
}

// The sum over the large window without the sum over the small one, by the number of cells that are left inside the plane.
function surroundMean(graph: OnnxGraph, plane: GraphValue): GraphValue {
  const gapShare = (GAP.height * GAP.width) / (SURROUND.height * SURROUND.width);
  const outerCoverage = boxCoverage(graph, plane, SURROUND);
  const gapCoverage = graph.node('Mul', [boxCoverage(graph, plane, GAP), graph.constant(gapShare)]);
  const outer = graph.node('Mul', [boxMean(graph, plane, SURROUND), outerCoverage]);
  const gap = graph.node('Mul', [boxMean(graph, plane, GAP), gapCoverage]);
  return graph.node('Div', [graph.node('Sub', [outer, gap]), graph.node('Sub', [outerCoverage, gapCoverage])]);
}
