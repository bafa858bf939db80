import { addScalar, scale, squash } from '../graph/arithmetic.ts';
import { blockMean, boxMean } from '../graph/box-mean.ts';
import { createOnnxGraph, type GraphValue, type OnnxGraph } from '../graph/onnx-graph.ts';
import { opening } from '../graph/opening.ts';

/** What is judged, in cells of the scale. */
const PLACE = { height: 3, width: 3 };

/** What reaches this far along or upwards is no object but a wall, a rail, a column of goods: in cells of the scale. */
const LONG = 15;

/** How far around a place its cargo is asked how much contrast it usually has, in cells of the scale. */
const REGION = { height: 5, width: 121 };

/** Weight of the usual contrast. */
const USUAL_WEIGHT = 3;

/** Contrast that noise and the container's own steel explain: a floor, and a share of the attenuation. */
const NOISE_FLOOR = 0.05;
const NOISE_SHARE = 0.02;

/** The contrast, in units of what is usual around it, that scores one half. */
const HALF_SCORE_CONTRAST = 3;

/**
 * The graph of `local-contrast`: at scales of 4, 8 and 16 px, what attenuates more than its surround and is short in
 * both directions? An opening along the container and one upwards keep what is long either way (rails, bows, posts,
 * columns and layers of goods); what stands out above both is an object. It is set against what usually stands out
 * along the container at that height; the largest over the scales is squashed to [0, 1) and averaged over the size of a
 * place, so that one cell alone is no object.
 *
 * Input `attenuation` [1, 1, height, width], both multiples of 32; output `map` [1, 1, height/8, width/8].
 * The residue of an opening is Meyer's top hat (Serra 1982); setting it against its surround is the detector of constant
 * false-alarm rate of radar (Finn and Johnson 1968).
 */
export function localContrastGraph(): Uint8Array<ArrayBuffer> {
  const graph = createOnnxGraph({
    name: 'local-contrast',
    description: 'Multi-scale outliers of attenuation that are short along and upwards.',
  });
  const attenuation = graph.input('attenuation', 'float32', [1, 1, 'height', 'width']);
  const quarter = blockMean(graph, attenuation, 4);
  const eighth = blockMean(graph, quarter, 2);
  const sixteenth = blockMean(graph, eighth, 2);

  const fine = graph.node('MaxPool', [relativeContrast(graph, quarter)], {
    kernel_shape: { ints: [2, 2] },
    strides: { ints: [2, 2] },
  });
  const middle = relativeContrast(graph, eighth);
  const coarse = graph.node('Resize', [relativeContrast(graph, sixteenth), null, graph.constant([1, 1, 2, 2])], {
    mode: { string: 'linear' },
  });
  const contrast = graph.node('Max', [fine, middle, coarse]);
  const score = boxMean(graph, squash(graph, contrast, HALF_SCORE_CONTRAST), PLACE);
  graph.output(score, 'map', 'float32', [1, 1, 'map_height', 'map_width']);
  return graph.encode();
}

function relativeContrast(graph: OnnxGraph, plane: GraphValue): GraphValue {
  const place = boxMean(graph, plane, PLACE);
  const long = graph.node('Max', [
    opening(graph, place, { height: 1, width: LONG }),
    opening(graph, place, { height: LONG, width: 1 }),
  ]);
  const contrast = graph.node('Sub', [place, long]);
  const noise = addScalar(graph, scale(graph, place, NOISE_SHARE), NOISE_FLOOR);
  const usual = scale(graph, boxMean(graph, contrast, REGION), USUAL_WEIGHT);
  return graph.node('Div', [contrast, graph.node('Add', [usual, noise])]);
}
