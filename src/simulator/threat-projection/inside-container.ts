import type { Box } from '../../domain/scan/box.ts';
import type { LinearReadings } from './linear-readings.ts';

/** Outer height of a container, ISO 668: the scale of the others. */
const HEIGHT_MM = 2_600;
/** Corner posts with the door gear, and the roof's rail and bows. */
const POST_MM = 200;
const ROOF_MM = 110;
/** Where the picture does not show it, the floor's far edge lies this high above the bottom of the near rail. */
const FLOOR_MM = 340;
/** Seen by a source above it, what stands nearer than the far edge stands up to this much lower in the picture. */
const DEPTH_MM = 100;

/** The floor's far edge is looked for this far up the container, … */
const HIGHEST_FLOOR = 0.26;
/** … but not in the bottom rail. */
const LOWEST_FLOOR = 0.03;
/** What a row lets through between the goods: the brightest tenth of it. */
const ROW_QUANTILE = 0.9;
/** Gaps between goods go dark at the floor's edge by this share … */
const LEAST_DROP = 0.12;
/** … within this share of the container's height, and not because goods widen downwards: not in the same depth above. */
const EDGE_DEPTH = 0.02;
/** Gaps darker than this are none: goods, or the far goods in a second row. */
const LEAST_GAP = 0.4;
/** Rails below the floor go dark again, after the gaps between them: the first drop of this share of the steepest. */
const OF_STEEPEST = 0.5;

/** Where threats may land in a container: its inside, without posts, roof and floor. */
export interface ContainerInside extends Box {
  /** How much higher than the box's lower edge something may stand, for its depth in the container. */
  readonly floorRisePx: number;
}

/** The inside of a container whose outer rectangle is known; its floor is where the picture shows it. */
export function insideOf(container: Box, readings: LinearReadings): ContainerInside {
  const px = (mm: number) => Math.round((mm * container.height) / HEIGHT_MM);
  const post = Math.min(px(POST_MM), (container.width - 1) >> 1);
  const top = container.y + px(ROOF_MM);
  const farEdge = findFloor(container, post, readings) ?? container.y + container.height - px(FLOOR_MM);
  const floorRisePx = px(DEPTH_MM);
  return {
    x: container.x + post,
    y: top,
    width: container.width - 2 * post,
    height: Math.max(1, farEdge + floorRisePx - top),
    floorRisePx,
  };
}

/** The row at which the gaps between goods end, or null where goods leave none or go down gradually. */
function findFloor(container: Box, post: number, readings: LinearReadings): number | null {
  const { height } = container;
  const first = container.y + Math.round(height * (1 - HIGHEST_FLOOR));
  const last = container.y + height - Math.max(1, Math.round(height * LOWEST_FLOOR));
  const reach = Math.max(2, Math.round(height * EDGE_DEPTH));
  const gaps: number[] = [];
  for (let row = first - 3 * reach; row < last + reach; row++) gaps.push(gapAt(container, post, readings, row));
  const drops = Array.from({ length: last - first }, (_, at) => {
    const [before = 0, above = 0, below = 0] = [gaps[at], gaps[at + 2 * reach], gaps[at + 4 * reach]];
    return above < LEAST_GAP ? 0 : (above - below) / above - Math.max(0, before - above) / before;
  });
  const least = Math.max(LEAST_DROP, OF_STEEPEST * Math.max(...drops));
  const start = drops.findIndex((drop) => drop >= least);
  if (start === -1) return null;
  // The edge is where the drop that begins here is steepest.
  const edge = drops.slice(start, start + 2 * reach);
  return first + start + edge.indexOf(Math.max(...edge));
}

function gapAt(container: Box, post: number, { values, widthPx, heightPx, airLevel }: LinearReadings, row: number) {
  const from = Math.max(0, container.x + post);
  const to = Math.min(widthPx, container.x + container.width - post);
  const at = Math.min(heightPx - 1, Math.max(0, row)) * widthPx;
  const sorted = values.slice(at + from, at + to).sort();
  return (sorted[Math.floor(sorted.length * ROW_QUANTILE)] ?? 0) / airLevel;
}
