import type { GraphValue, OnnxGraph } from './onnx-graph.ts';

/**
 * The mean over the part of a window around each cell that lies inside the plane. Rows and columns are averaged one
 * after the other, which costs `height + width` additions a cell where a square window costs their product. Window
 * sides are odd.
 */
export function boxMean(graph: OnnxGraph, plane: GraphValue, { height, width }: Window): GraphValue {
  const columns = average(graph, plane, { height, width: 1 }, 'inside');
  return average(graph, columns, { height: 1, width }, 'inside');
}

/** Which share of the window around each cell lies inside the plane, 0…1. */
export function boxCoverage(graph: OnnxGraph, plane: GraphValue, { height, width }: Window): GraphValue {
  const rows = average(graph, onesAlong(graph, plane, 3), { height, width: 1 }, 'whole-window');
  const columns = average(graph, onesAlong(graph, plane, 2), { height: 1, width }, 'whole-window');
  return graph.node('Mul', [rows, columns]);
}

export interface Window {
  readonly height: number;
  readonly width: number;
}

/** Halves, quarters … a plane: the mean of each `factor` × `factor` block. */
export function blockMean(graph: OnnxGraph, plane: GraphValue, factor: number): GraphValue {
  return graph.node('AveragePool', [plane], {
    kernel_shape: { ints: [factor, factor] },
    strides: { ints: [factor, factor] },
  });
}

function average(
  graph: OnnxGraph,
  plane: GraphValue,
  { height, width }: Window,
  over: 'inside' | 'whole-window',
): GraphValue {
  const pads = [(height - 1) / 2, (width - 1) / 2];
  return graph.node('AveragePool', [plane], {
    kernel_shape: { ints: [height, width] },
    pads: { ints: [...pads, ...pads] },
    count_include_pad: { int: over === 'inside' ? 0 : 1 },
  });
}

// A column (collapsed axis 3) or a row (collapsed axis 2) of ones as long as the plane, whose size is only known at run time.
function onesAlong(graph: OnnxGraph, plane: GraphValue, collapsedAxis: number): GraphValue {
  const line = graph.node('ReduceMean', [plane], { axes: { ints: [collapsedAxis] }, keepdims: { int: 1 } });
  return graph.node('Add', [graph.node('Mul', [line, graph.constant(0)]), graph.constant(1)]);
}
