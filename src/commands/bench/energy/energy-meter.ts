/** What draws power and may tell how much: the packages of the CPUs, the GPUs. */
export const ENERGY_SOURCES = ['cpu', 'gpu'] as const;
export type EnergySource = (typeof ENERGY_SOURCES)[number];

/** Reads the energy that a source took. It takes whole devices: what else works on them is in it. */
export interface EnergyMeter {
  /** What is read, for the report. */
  readonly what: string;
  /** Begins to count; the function that it gives ends that, with joules, or null where a reading failed meanwhile. */
  start(): Promise<() => Promise<number | null>>;
}

/** A meter with a process behind it, which ends when it is closed, and with this process. */
export interface OpenMeter extends EnergyMeter {
  readonly close: () => Promise<void>;
}

/** What a block took of a source. */
export interface DrawnEnergy {
  readonly joules: number;
  /** From the first reading to the last. */
  readonly seconds: number;
}

/** By source; a source that was not read is not there: never 0. */
export type BlockEnergy = Readonly<Partial<Record<EnergySource, DrawnEnergy>>>;
export type EnergyMeters = Readonly<Partial<Record<EnergySource, EnergyMeter>>>;
