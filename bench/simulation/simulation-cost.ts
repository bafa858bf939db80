import { CARGO_NAMES } from '../../src/simulator/cargo/cargo-kinds.ts';
import { SCANNER_PRESETS, type ScannerName } from '../../src/simulator/scanner-presets.ts';
import { simulateScan } from '../../src/simulator/simulate-scan.ts';
import { median } from '../median.ts';

export interface SimulationCost {
  readonly scanner: ScannerName;
  readonly energies: number;
  readonly scans: number;
  /** CPU of a scan of 1500 × 500 pixels, everything from the scene to the last fault: median and worst of the scans. */
  readonly medianCpuMs: number;
  readonly worstCpuMs: number;
}

const PIXELS = 1500 * 500;
/** The first scans of a process run before its code is compiled. */
const WARM_UP_SCANS = 4;
const FIRST_SEED = 60_001;

/** What a scan costs one core, by scanner: every cargo in turn in a 20-ft container on its vehicle. */
export function measureSimulationCost(scansPerScanner: number): readonly SimulationCost[] {
  const names = Object.keys(SCANNER_PRESETS).filter((name): name is ScannerName => name in SCANNER_PRESETS);
  return names.map((scanner) => {
    for (let scan = 0; scan < WARM_UP_SCANS; scan++) costOf(scanner, scan);
    const costs = Array.from({ length: scansPerScanner }, (_, scan) => costOf(scanner, scan));
    return {
      scanner,
      energies: SCANNER_PRESETS[scanner].exports.kind === 'dual-16' ? 2 : 1,
      scans: scansPerScanner,
      medianCpuMs: median(costs),
      worstCpuMs: Math.max(...costs),
    };
  });
}

/** CPU milliseconds of one scan, as if it had 1500 × 500 pixels: cost goes with their number. */
function costOf(scanner: ScannerName, scan: number): number {
  const cargo = CARGO_NAMES[scan % CARGO_NAMES.length] ?? 'empty';
  const before = process.cpuUsage();
  const { planes } = simulateScan({
    seed: FIRST_SEED + scan,
    scanner,
    cargo,
    containers: ['20ft'],
    vehicle: true,
    threat: null,
  });
  const { user, system } = process.cpuUsage(before);
  return ((user + system) / 1000 / (planes.high.widthPx * planes.high.heightPx)) * PIXELS;
}
