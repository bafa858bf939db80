import { sin } from '../elementary.ts';
import { type FanBeam, unevenColumns } from '../fan-beam.ts';
import type { Random } from '../random.ts';
import type { ScannerFaults } from './scanner-faults.ts';

const SLOWEST = 0.55;
const FASTEST = 1.6;
/** How often a driver brakes in mid-scan, and over which way, in centimetres. */
const BRAKE_ODDS_PER_DEVIATION = 3;
const BRAKE_CM = [60, 240] as const;

interface Swing {
  readonly amplitude: number;
  readonly wavelengthCm: number;
  readonly phase: number;
}

/**
 * The fan with columns as a vehicle at changing speed gives them: a scanner fires at a fixed rate and takes the speed
 * for constant, so where the vehicle is slow, columns lie closer and the picture is stretched. Ray sums, masks and boxes
 * all follow the columns, hence move with the picture.
 */
export function varySpeed(fan: FanBeam, faults: ScannerFaults, random: Random): FanBeam {
  if (faults.speedDeviation === 0) return fan;
  const lengthCm = fan.columns * fan.pitchCm;
  const mean = 1 + faults.speedDeviation * random.normal();
  const swings = Array.from(
    { length: 3 },
    (): Swing => ({
      amplitude: faults.speedDeviation * random.normal(),
      wavelengthCm: random.between(250, 1800),
      phase: random.unit(),
    }),
  );
  const brakes = random.chance(BRAKE_ODDS_PER_DEVIATION * faults.speedDeviation);
  const brake = {
    middleCm: fan.leftCm + random.unit() * lengthCm,
    reachCm: random.between(...BRAKE_CM),
    depth: brakes ? random.between(0.1, 0.4) : 0,
  };
  const edges = [fan.leftCm];
  let edge = fan.leftCm;
  while (edge < fan.leftCm + lengthCm) {
    let speed = mean;
    for (const { amplitude, wavelengthCm, phase } of swings) {
      const turns = edge / wavelengthCm + phase;
      speed += amplitude * sin(2 * Math.PI * (turns - Math.floor(turns)));
    }
    const away = Math.abs(edge - brake.middleCm) / brake.reachCm;
    if (away < 1) speed *= 1 - brake.depth * (1 - away * away);
    edge += fan.pitchCm * Math.min(FASTEST, Math.max(SLOWEST, speed));
    edges.push(edge);
  }
  return unevenColumns(fan, edges);
}
