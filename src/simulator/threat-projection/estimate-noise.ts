import { log } from '../elementary.ts';
import { fitPhotonTransfer, type PhotonTransfer, type TransferPoint } from './fit-photon-transfer.ts';
import type { LinearReadings } from './linear-readings.ts';
import { BLOCK_PX, neighbourShareOf, shareLeftInBlocks } from './noise-correlation.ts';

/** A scan's noise as the scan itself shows it, in readings. */
export interface NoiseModel extends PhotonTransfer {
  /** Blur that the noise went through: the share of each neighbour along and across the rows, 0 for white noise. */
  readonly neighbourShare: { readonly along: number; readonly across: number };
  /** Blocks that the estimate rests on. */
  readonly blocks: number;
}

interface Block {
  readonly level: number;
  /** Mean square of what is left without row and column means, and the mean products of its neighbours. */
  readonly variance: number;
  readonly along: number;
  readonly across: number;
}

/** Memory that all blocks of a scan share: there are tens of thousands. */
interface Scratch {
  readonly residual: Float64Array;
  readonly rowMeans: Float64Array;
  readonly columnMeans: Float64Array;
}

const BINS_PER_FACTOR_E = 4;
/** A level with fewer blocks than this says nothing. */
const LEAST_BLOCKS = 24;
/**
 * Goods have structure, which only ever adds to the variance: of the blocks at one level the smoothest show the noise.
 * The share that lies below this quantile is trusted …
 */
const SMOOTH_QUANTILE = 0.15;
/** … and this is where the quantile of pure noise lies, against its mean: χ² with 49 degrees of freedom, over 49. */
const QUANTILE_OF_PURE_NOISE = 0.793;

/**
 * The photon transfer of one scan, from 8 × 8 blocks. Row and column means of a block are taken out first: pulse-to-pulse
 * dose and detector gain make them differ, and a multiplication carries both over by itself. Blocks lie across those of
 * JPEG, in many of which compression left nothing at all.
 *
 * Null where too few smooth blocks are there to say anything. An estimate: structure in every block makes it too high.
 */
export function estimateNoise(readings: LinearReadings): NoiseModel | null {
  const bins = new Map<number, Block[]>();
  const scratch = {
    residual: new Float64Array(BLOCK_PX * BLOCK_PX),
    rowMeans: new Float64Array(BLOCK_PX),
    columnMeans: new Float64Array(BLOCK_PX),
  };
  for (let y = BLOCK_PX / 2; y + BLOCK_PX <= readings.heightPx; y += BLOCK_PX) {
    for (let x = BLOCK_PX / 2; x + BLOCK_PX <= readings.widthPx; x += BLOCK_PX) {
      const block = measureBlock(readings, x, y, scratch);
      if (block === null) continue;
      const bin = Math.floor(BINS_PER_FACTOR_E * log(block.level));
      const members = bins.get(bin);
      if (members === undefined) bins.set(bin, [block]);
      else members.push(block);
    }
  }
  const smooth: Block[] = [];
  const points: TransferPoint[] = [];
  for (const members of bins.values()) {
    if (members.length < LEAST_BLOCKS) continue;
    members.sort((a, b) => a.variance - b.variance);
    const trusted = members.slice(0, Math.max(1, Math.round(members.length * SMOOTH_QUANTILE)));
    const level = trusted.reduce((sum, block) => sum + block.level, 0) / trusted.length;
    const variance = (trusted.at(-1)?.variance ?? 0) / QUANTILE_OF_PURE_NOISE;
    points.push({ level, variance, weight: Math.min(200, members.length) });
    smooth.push(...trusted);
  }
  if (points.length === 0) return null;
  const neighbourShare = correlationOf(smooth);
  const left = shareLeftInBlocks(neighbourShare.along, neighbourShare.across);
  return {
    ...fitPhotonTransfer(points.map((point) => ({ ...point, variance: point.variance / left }))),
    neighbourShare,
    blocks: smooth.length,
  };
}

function correlationOf(blocks: readonly Block[]): NoiseModel['neighbourShare'] {
  let [own, along, across] = [0, 0, 0];
  for (const block of blocks) {
    // Relative, so that the bright blocks do not speak for all.
    const weight = 1 / (block.level * block.level);
    own += block.variance * weight;
    along += block.along * weight;
    across += block.across * weight;
  }
  if (own <= 0) return { along: 0, across: 0 };
  return { along: neighbourShareOf(along / own), across: neighbourShareOf(across / own) };
}

/** With less than this in a pixel, rounding or compression left nothing of the noise. */
const NOTHING_LEFT = 0.02;

/** Null for a block that says nothing: cut off at the top or the bottom of the scale, or flattened. */
function measureBlock(
  { values, widthPx, ceiling }: LinearReadings,
  left: number,
  top: number,
  { residual, rowMeans, columnMeans }: Scratch,
): Block | null {
  rowMeans.fill(0);
  columnMeans.fill(0);
  for (let row = 0; row < BLOCK_PX; row++) {
    for (let column = 0; column < BLOCK_PX; column++) {
      const value = values[(top + row) * widthPx + left + column] ?? 0;
      if (value <= 0 || value >= ceiling) return null;
      residual[row * BLOCK_PX + column] = value;
      rowMeans[row] = (rowMeans[row] ?? 0) + value / BLOCK_PX;
      columnMeans[column] = (columnMeans[column] ?? 0) + value / BLOCK_PX;
    }
  }
  const level = rowMeans.reduce((sum, mean) => sum + mean, 0) / BLOCK_PX;
  let [own, along, across] = [0, 0, 0];
  for (let row = 0; row < BLOCK_PX; row++) {
    for (let column = 0; column < BLOCK_PX; column++) {
      const at = row * BLOCK_PX + column;
      const here = (residual[at] ?? 0) - (rowMeans[row] ?? 0) - (columnMeans[column] ?? 0) + level;
      residual[at] = here;
      own += here * here;
      if (column > 0) along += here * (residual[at - 1] ?? 0);
      if (row > 0) across += here * (residual[at - BLOCK_PX] ?? 0);
    }
  }
  if (own < NOTHING_LEFT * BLOCK_PX * BLOCK_PX) return null;
  const pairs = BLOCK_PX * (BLOCK_PX - 1);
  return {
    level,
    variance: own / (BLOCK_PX * BLOCK_PX),
    along: along / pairs,
    across: across / pairs,
  };
}
