import { type JointCell, standingInspected } from './joint-cell.ts';

/** How many scans of one truth a cell holds in each draw: at least, as estimated, and with all doubt counted in. */
export interface Masses {
  readonly low: Float64Array;
  readonly middle: Float64Array;
  readonly high: Float64Array;
}

/** A cell and the scans that it may hold, draw by draw. */
export interface DrawnCell {
  readonly cell: JointCell;
  readonly threat: Masses;
  readonly benign: Masses;
  /** Draws the cell anew, once for each place. */
  draw(place: number): void;
}

/**
 * Draws of a cell its size as counted (gamma) and its share of threats as inspected (beta). The inspections leave one
 * scan's worth of doubt, which is a threat, benign, or left out in the middle. Where nobody looked, all is doubt: the
 * middle then is as high.
 *
 * @param gamma - draws of a gamma distribution of scale 1, by its shape.
 */
export function drawingOf(cell: JointCell, draws: number, gamma: (shape: number) => number): DrawnCell {
  const { scans, threats } = standingInspected(cell);
  const [threat, benign] = [emptyMasses(draws), emptyMasses(draws)];
  return {
    cell,
    threat,
    benign,
    draw(place) {
      const size = gamma(cell.screened + 1);
      const found = gamma(threats);
      const cleared = gamma(scans - threats);
      const doubt = gamma(1);
      spread(threat, place, found, cleared, doubt, size);
      spread(benign, place, cleared, found, doubt, size);
    },
  };
}

function emptyMasses(draws: number): Masses {
  return { low: new Float64Array(draws), middle: new Float64Array(draws), high: new Float64Array(draws) };
}

function spread(masses: Masses, place: number, seen: number, others: number, doubt: number, size: number): void {
  const all = seen + others + doubt;
  const high = ((seen + doubt) / all) * size;
  masses.low[place] = (seen / all) * size;
  masses.high[place] = high;
  masses.middle[place] = seen + others === 0 ? high : (seen / (seen + others)) * size;
}
