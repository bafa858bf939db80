import type { GraphValue, OnnxGraph } from './onnx-graph.ts';

/** Sides of a window in cells, odd. */
export interface Window {
  readonly height: number;
  readonly width: number;
}

/**
 * The mean over the part of a window around each cell that lies inside the plane. Rows and columns are averaged one
 * after the other, which costs `height + width` additions a cell where a square window costs their product.
 */
export function boxMean(graph: OnnxGraph, plane: GraphValue, { height, width }: Window): GraphValue {
  return average(graph, average(graph, plane, { height, width: 1 }), { height: 1, width });
}

/** Halves, quarters … a plane: the mean of each `factor` × `factor` block. */
export function blockMean(graph: OnnxGraph, plane: GraphValue, factor: number): GraphValue {
  return graph.node('AveragePool', [plane], {
    kernel_shape: { ints: [factor, factor] },
    strides: { ints: [factor, factor] },
  });
}

function average(graph: OnnxGraph, plane: GraphValue, { height, width }: Window): GraphValue {
  const pads = [(height - 1) / 2, (width - 1) / 2];
  return graph.node('AveragePool', [plane], {
    kernel_shape: { ints: [height, width] },
    pads: { ints: [...pads, ...pads] },
    count_include_pad: { int: 0 },
  });
}
