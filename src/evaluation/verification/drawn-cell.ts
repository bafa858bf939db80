import { type Inspected, type JointCell, standingInspected } from './joint-cell.ts';

/** How many scans of one truth a cell holds in a draw: at least, as estimated, and with all doubt counted in. */
export interface Mass {
  low: number;
  middle: number;
  high: number;
}

/** A cell with the scans that it may hold, written over by each draw. */
export interface DrawnCell {
  readonly cell: JointCell;
  readonly standing: Inspected;
  readonly threat: Mass;
  readonly benign: Mass;
}

export function startDrawing(cell: JointCell): DrawnCell {
  const nothing = () => ({ low: 0, middle: 0, high: 0 });
  return { cell, standing: standingInspected(cell), threat: nothing(), benign: nothing() };
}

/**
 * Draws a cell anew: its size as counted (gamma), its share of threats as inspected (beta). The inspections leave one
 * scan's worth of doubt, which is a threat, benign, or left out in the middle. Where nobody looked, all is doubt: the
 * middle then is as high.
 *
 * @param gamma - draws of a gamma distribution of scale 1, by its shape.
 */
export function drawCell({ cell, standing, threat, benign }: DrawnCell, gamma: (shape: number) => number): void {
  const { scans, threats } = standing;
  const size = gamma(cell.screened + 1);
  const found = gamma(threats);
  const cleared = gamma(scans - threats);
  const doubt = gamma(1);
  spread(threat, found, cleared, doubt, size);
  spread(benign, cleared, found, doubt, size);
}

function spread(mass: Mass, seen: number, others: number, doubt: number, size: number): void {
  const all = seen + others + doubt;
  mass.low = (seen / all) * size;
  mass.high = ((seen + doubt) / all) * size;
  mass.middle = seen + others === 0 ? mass.high : (seen / (seen + others)) * size;
}
