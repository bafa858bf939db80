import type { Sample } from '../../domain/scan/sample.ts';
import { SIMULATOR_VERSION, type SimulatedScan } from '../../simulator/simulate-scan.ts';
import { type UnwrittenSample, writeSample } from '../samples/write-sample.ts';

/** Writes a simulated scan's pictures into a sample set's folder, and returns its line. */
export function writeSimulatedScan(folder: string, id: string, split: string, scan: SimulatedScan): Promise<Sample> {
  return writeSample(folder, {
    id,
    split,
    views: { side: scan.planes },
    jpegQuality: scan.jpegQuality,
    truth: truthOf(scan),
    containers: { side: scan.containers },
    cargo: scan.cargo,
    scanner: scan.scanner,
    provenance: { simulator: 'scanbench', version: SIMULATOR_VERSION, seed: scan.seed },
  });
}

function truthOf({ threat }: SimulatedScan): UnwrittenSample['truth'] {
  if (threat === null) return 'benign';
  const { category, massKg, place, belowPenetration, mask, box } = threat;
  return { category, massKg, place, belowPenetration, masks: { side: mask }, boxes: { side: box } };
}
