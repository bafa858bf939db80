import type { Energy, Plane } from '../domain/scan/plane.ts';
import { coarsen } from './coarsen.ts';
import { readOut } from './detector-response.ts';
import { showReadings } from './display/display-export.ts';
import type { FanBeam } from './fan-beam.ts';
import { addFaults } from './faults/add-faults.ts';
import type { Random } from './random.ts';
import type { ScannerPreset } from './scanner-preset.ts';
import type { Transmission } from './transmission.ts';

interface ExportedScan {
  readonly planes: { readonly high: Plane; readonly low?: Plane };
  /** Null where nothing is lost. */
  readonly jpegQuality: number | null;
}

/** From what comes through to what the scanner saves: read out, faults, then 16-bit readings or its display's picture. */
export function exportScan(
  transmission: Transmission,
  fan: FanBeam,
  scanner: ScannerPreset,
  random: Random,
): ExportedScan {
  const { columns, rows } = fan;
  const { openBeamQuanta, exports, airReading, pitchCm } = scanner;
  const read = (energy: Energy, through: Float64Array, quanta: number) => {
    const beam = { transmission: through, openBeamQuanta: quanta };
    const readings = readOut(beam, fan, scanner, random.fork(`detector-${energy}`));
    addFaults(readings, columns, energy, scanner, random.fork('faults'));
    return readings;
  };
  const high = read('high', transmission.high, openBeamQuanta.high);
  if (exports.kind === 'display-8') {
    const { plane, jpegQuality } = showReadings(
      high,
      { columns, airReading, pitchCm },
      exports,
      random.fork('display'),
    );
    return { planes: { high: plane }, jpegQuality };
  }
  const plane = (readings: Uint16Array, quanta: number): Plane => {
    coarsen(readings, quanta, scanner, exports.stepPerNoise);
    return { widthPx: columns, heightPx: rows, bitDepth: 16, samples: readings };
  };
  const planes = { high: plane(high, openBeamQuanta.high) };
  if (transmission.low === undefined || openBeamQuanta.low === undefined) return { planes, jpegQuality: null };
  const low = plane(read('low', transmission.low, openBeamQuanta.low), openBeamQuanta.low);
  return { planes: { ...planes, low }, jpegQuality: null };
}
