import { type PlaneStatistics, quantileOf } from './plane-statistics.ts';

/** The readings that are shown black and white; between them the grey rises. */
export interface GreyWindow {
  readonly low: number;
  readonly high: number;
}

/** How readings become greys. On the logarithmic scale equal steps of attenuation are equal steps of grey. */
export interface GreyDisplay {
  readonly window: GreyWindow;
  readonly scale: 'linear' | 'logarithmic';
  readonly isInverted: boolean;
}

export const WINDOW_PRESETS = ['full', 'cargo', 'structure'] as const;
export type WindowPreset = (typeof WINDOW_PRESETS)[number];

/** `full`: nothing to air. `cargo`: the dark of the load. `structure`: thin metal, walls, frame. */
export function presetWindow(preset: WindowPreset, statistics: PlaneStatistics): GreyWindow {
  switch (preset) {
    case 'full':
      return { low: 0, high: statistics.airLevel };
    case 'cargo': {
      // Walls, roof and empty space are brighter than half of air: they would stretch the window away from the load.
      const load = statistics.cargoCounts.subarray(0, Math.ceil(statistics.airLevel / 2));
      return clampWindow({ low: quantileOf(load, 0.01), high: quantileOf(load, 0.75) }, statistics.maxReading);
    }
    case 'structure':
      return clampWindow(
        { low: Math.round(statistics.airLevel * 0.4), high: statistics.airLevel },
        statistics.maxReading,
      );
  }
}

/** Keeps a window inside the plane's range and at least one hundredth of it wide. */
export function clampWindow(window: GreyWindow, maxReading: number): GreyWindow {
  const minWidth = Math.max(1, Math.round(maxReading / 100));
  const low = Math.round(Math.min(maxReading - minWidth, Math.max(0, window.low)));
  return { low, high: Math.round(Math.min(maxReading, Math.max(low + minWidth, window.high))) };
}

/** The window that a level (its middle) and a width describe. */
export function windowOf(level: number, width: number, maxReading: number): GreyWindow {
  return clampWindow({ low: level - width / 2, high: level + width / 2 }, maxReading);
}

/** One grey (0…255) for each reading from 0 to `maxReading`. */
export function greyTable(display: GreyDisplay, maxReading: number): Uint8Array {
  const { low, high } = display.window;
  const table = new Uint8Array(maxReading + 1);
  // A logarithm needs a floor: below 1/2000 of white a cargo scanner shows noise.
  const floor = Math.max(low, high / 2000, 0.5);
  const logFloor = Math.log(floor);
  const logRange = Math.max(1e-9, Math.log(high) - logFloor);
  for (let reading = 0; reading <= maxReading; reading++) {
    const share =
      display.scale === 'linear'
        ? (reading - low) / (high - low)
        : (Math.log(Math.max(reading, floor)) - logFloor) / logRange;
    const grey = Math.round(255 * Math.min(1, Math.max(0, share)));
    table[reading] = display.isInverted ? 255 - grey : grey;
  }
  return table;
}
