import type { GraphValue, OnnxGraph } from './onnx-graph.ts';
import { slice } from './slice.ts';

/** How far a plane is moved, in cells; negative is up or left. */
export interface Shift {
  readonly down: number;
  readonly right: number;
}

/**
 * A channel for each shift: the plane [1, 1, height, width], moved; what comes in from outside has the value `outside`.
 * Padded before it is cut, so that a plane smaller than a shift stays valid.
 */
export function shiftCopies(
  graph: OnnxGraph,
  plane: GraphValue,
  shifts: readonly Shift[],
  outside: number,
): GraphValue {
  const margins = marginsFor(shifts);
  const padded = pad(graph, plane, margins, outside);
  const moved = shifts.map((shift) => slice(graph, padded, window(shift, margins)));
  return graph.node('Concat', moved, { axis: { int: 1 } });
}

/** As `shiftCopies`, but of [1, shifts, height, width]: each channel is moved by the shift of its own. */
export function shiftChannels(
  graph: OnnxGraph,
  planes: GraphValue,
  shifts: readonly Shift[],
  outside: number,
): GraphValue {
  const margins = marginsFor(shifts);
  const padded = pad(graph, planes, margins, outside);
  const moved = shifts.map((shift, channel) =>
    slice(graph, padded, [
      { axis: 1, start: channel, beforeEnd: shifts.length - 1 - channel },
      ...window(shift, margins),
    ]),
  );
  return graph.node('Concat', moved, { axis: { int: 1 } });
}

interface Margins {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/** As little around a plane as all of the shifts need. */
function marginsFor(shifts: readonly Shift[]): Margins {
  return {
    top: Math.max(0, ...shifts.map(({ down }) => down)),
    bottom: Math.max(0, ...shifts.map(({ down }) => -down)),
    left: Math.max(0, ...shifts.map(({ right }) => right)),
    right: Math.max(0, ...shifts.map(({ right }) => -right)),
  };
}

function pad(graph: OnnxGraph, planes: GraphValue, { top, bottom, left, right }: Margins, outside: number): GraphValue {
  const pads = graph.indices([0, 0, top, left, 0, 0, bottom, right]);
  return graph.node('Pad', [planes, pads, graph.constant(outside)]);
}

/** Where a plane's own size lies in the padded one once it has moved. */
function window({ down, right }: Shift, margins: Margins) {
  return [
    { axis: 2, start: margins.top - down, beforeEnd: margins.bottom + down },
    { axis: 3, start: margins.left - right, beforeEnd: margins.right + right },
  ];
}
