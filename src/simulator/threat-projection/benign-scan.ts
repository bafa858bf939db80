import type { Box } from '../../domain/scan/box.ts';
import type { Energy, Plane } from '../../domain/scan/plane.ts';
import type { ViewPlanes } from '../../domain/scan/view.ts';
import type { ScannerPreset } from '../scanner-preset.ts';
import { type BeamHardening, beamHardeningOf } from './beam-hardening.ts';
import { type Blur, estimateBlur } from './estimate-blur.ts';
import { estimateNoise, type NoiseModel } from './estimate-noise.ts';
import { type ContainerInside, insideOf } from './inside-container.ts';
import { type LinearReadings, linearise } from './linear-readings.ts';

/** What has to be known of a benign scan beside its pixels. */
export interface BenignFacts {
  readonly planes: ViewPlanes;
  /** Reading of the open beam, by energy. */
  readonly airLevels: Readonly<Partial<Record<Energy, number>>>;
  /** The outer rectangles of its containers; nothing lands elsewhere. */
  readonly containers: readonly [Box, ...Box[]];
  readonly pitchMm: number;
  /** Of the display curve; 1 for linear readings. */
  readonly gamma: number;
  /** Whose spectra it has: its own where they are known, else the nearest. */
  readonly scanner: ScannerPreset;
  /** Transmission below which the scanner shows noise only. */
  readonly penetrationLimit: number;
}

/** A benign scan, measured: into it threats are projected. */
export interface BenignScan extends BenignFacts {
  readonly channels: Readonly<Partial<Record<Energy, BenignChannel>>>;
  /** The energy in which places are looked for: high where there is one. */
  readonly primary: BenignChannel;
  readonly blur: Blur;
  readonly insides: readonly [ContainerInside, ...ContainerInside[]];
}

export interface BenignChannel {
  readonly energy: Energy;
  readonly plane: Plane;
  readonly readings: LinearReadings;
  /** Null where the scan shows too little to tell: then none is added. */
  readonly noise: NoiseModel | null;
  readonly hardening: BeamHardening;
}

/** Measures noise and sharpness of a benign scan on the scan itself. */
export function measureBenign(facts: BenignFacts): BenignScan {
  const hardening = beamHardeningOf(facts.scanner);
  const measure = (energy: Energy, plane: Plane): BenignChannel => {
    const readings = linearise(plane, facts.airLevels[energy] ?? 0, facts.gamma);
    return { energy, plane, readings, noise: estimateNoise(readings), hardening: hardening[energy] };
  };
  const { high, low } = facts.planes;
  const [first, ...others] =
    high === undefined
      ? [measure('low', low)]
      : low === undefined
        ? [measure('high', high)]
        : [measure('high', high), measure('low', low)];
  const channels: Partial<Record<Energy, BenignChannel>> = {};
  for (const channel of [first, ...others]) channels[channel.energy] = channel;
  const { readings } = first;
  const [container, ...neighbours] = facts.containers;
  const insides: BenignScan['insides'] = [
    insideOf(container, readings),
    ...neighbours.map((neighbour) => insideOf(neighbour, readings)),
  ];
  return { ...facts, channels, primary: first, blur: estimateBlur(readings), insides };
}
