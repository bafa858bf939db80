import {
  createOnnxGraph,
  type Dimension,
  type ElementType,
  type GraphValue,
  type OnnxGraph,
} from '../../../models/graph/onnx-graph.ts';

const [BATCH, HEIGHT, WIDTH] = ['batch', 'height', 'width'] as const;

/** A model as others export them: `draw` makes outputs of the one input. */
export function foreignModel(
  input: { readonly name?: string; readonly type?: ElementType; readonly dims: readonly Dimension[] },
  draw: (graph: OnnxGraph, input: GraphValue) => void,
): Uint8Array {
  const graph = createOnnxGraph({ name: 'foreign', description: 'A model for tests.' });
  draw(graph, graph.input(input.name ?? 'input', input.type ?? 'float32', input.dims));
  return graph.encode();
}

/** Gives the mean over channels as `name`, a map of the input's size. */
export function drawMap(name: string, axis = 1): (graph: OnnxGraph, input: GraphValue) => void {
  return (graph, input) => {
    const map = graph.node('ReduceMean', [input], { axes: { ints: [axis] }, keepdims: { int: 1 } });
    graph.output(map, name, 'float32', axis === 1 ? [BATCH, 1, HEIGHT, WIDTH] : [BATCH, HEIGHT, WIDTH, 1]);
  };
}

/**
 * An export of anomalib: colour in; label, score, map and mask out. With `means`, it normalises by itself; with `ownPx`, it
 * first squeezes what goes in to a square of so many pixels, and answers in that size, as those of version 2 do.
 */
export function anomalibModel(means: readonly number[] | null, ownPx: number | null = null): Uint8Array {
  const [height, width] = ownPx === null ? [HEIGHT, WIDTH] : [ownPx, ownPx];
  return foreignModel({ dims: [BATCH, 3, HEIGHT, WIDTH] }, (graph, input) => {
    const squeezed =
      ownPx === null
        ? input
        : graph.node('Resize', [input, null, null, graph.indices([1, 3, ownPx, ownPx])], {
            mode: { string: 'linear' },
          });
    const seen = means === null ? squeezed : graph.node('Sub', [squeezed, graph.constant(means, [1, 3, 1, 1])]);
    const mean = graph.node('ReduceMean', [seen], { axes: { ints: [1] }, keepdims: { int: 1 } });
    const map = graph.node('Sigmoid', [mean]);
    const score = graph.node('ReduceMax', [map], { axes: { ints: [1, 2, 3] }, keepdims: { int: 0 } });
    graph.output(score, 'pred_score', 'float32', [BATCH]);
    graph.output(graph.node('Greater', [score, graph.constant(0.5)]), 'pred_label', 'bool', [BATCH]);
    graph.output(map, 'anomaly_map', 'float32', [BATCH, 1, height, width]);
    graph.output(graph.node('Greater', [map, graph.constant(0.5)]), 'pred_mask', 'bool', [BATCH, 1, height, width]);
  });
}

/** A segmentation map of both energies, one in height and free in width. */
export const segmentationModel = foreignModel({ dims: [1, 2, 64, WIDTH] }, (graph, input) => {
  drawMap('segmentation')(graph, input);
});

/** A segmentation map with a channel for each of so many classes, as a softmax gives it: rising from one to the next. */
export function classMapModel(classes: number): Uint8Array {
  return foreignModel({ dims: [BATCH, 3, HEIGHT, WIDTH] }, (graph, input) => {
    const grey = graph.node('ReduceMean', [input], { axes: { ints: [1] }, keepdims: { int: 1 } });
    const maps = Array.from({ length: classes }, (_, index) =>
      graph.node('Mul', [grey, graph.constant((index + 1) / classes)]),
    );
    graph.output(graph.node('Concat', maps, { axis: { int: 1 } }), 'probabilities', 'float32', [
      ...[BATCH, classes, HEIGHT, WIDTH],
    ]);
  });
}

/**
 * The same of a graph that a converter has turned round at its input alone: channels last go in, `size` pixels high and wide,
 * and a map for each class comes out, channels first.
 */
export function halfTurnedModel(classes: number, size: readonly [Dimension, Dimension] = [HEIGHT, WIDTH]): Uint8Array {
  return foreignModel({ dims: [BATCH, ...size, 3] }, (graph, input) => {
    const turned = graph.node('Transpose', [input], { perm: { ints: [0, 3, 1, 2] } });
    const grey = graph.node('ReduceMean', [turned], { axes: { ints: [1] }, keepdims: { int: 1 } });
    const shares = graph.constant(
      Array.from({ length: classes }, (_, index) => (index + 1) / classes),
      [1, classes, 1, 1],
    );
    graph.output(graph.node('Mul', [grey, shares]), 'probabilities', 'float32', [BATCH, classes, ...size]);
  });
}

/** An autoencoder: a copy of its input, a little off. */
export const reconstructionModel = foreignModel({ dims: [1, 1, HEIGHT, WIDTH] }, (graph, input) => {
  graph.output(graph.node('Mul', [input, graph.constant(0.9)]), 'reconstruction', 'float32', [1, 1, HEIGHT, WIDTH]);
});

/** A classifier in the layout of TensorFlow, of a fixed size: one score. */
export const scoreModel = foreignModel({ name: 'image', dims: [1, 96, 96, 3] }, (graph, input) => {
  const score = graph.node('ReduceMean', [input], { axes: { ints: [1, 2, 3] }, keepdims: { int: 0 } });
  graph.output(score, 'probability', 'float32', [1]);
});

/** One score as a value without dimensions. */
export const bareScoreModel = foreignModel({ dims: [1, 1, HEIGHT, WIDTH] }, (graph, input) => {
  const score = graph.node('ReduceMax', [input], { axes: { ints: [0, 1, 2, 3] }, keepdims: { int: 0 } });
  graph.output(score, 'score', 'float32', []);
});

/** A graph that breaks at the only size that it takes: it asks for more memory than any machine has. */
export const greedyModel = foreignModel({ dims: [1, 1, 64, 64] }, (graph, input) => {
  const huge = graph.node('Expand', [input, graph.indices([2_000_000_000, 1, 64, 64])]);
  graph.output(graph.node('ReduceMean', [huge], { axes: { ints: [0] }, keepdims: { int: 1 } }), 'map', 'float32', [
    ...[1, 1, 64, 64],
  ]);
});

/** An object detector: a list of boxes, each with its corners, a score and a class. */
export const boxesModel = foreignModel({ dims: [1, 1, 60, 60] }, (graph, input) => {
  graph.output(graph.node('Reshape', [input, graph.indices([1, 600, 6])]), 'boxes', 'float32', [1, 600, 6]);
});
