import type { Manifest } from './manifest.ts';

/** A model folder that was checked: manifest valid, every path inside the folder, every hash right. */
export interface ModelPackage {
  readonly manifest: Manifest;
  /** Absolute path of the model's folder. */
  readonly folder: string;
  /** Absolute path of the weights file that the runtime loads. */
  readonly weightsPath: string;
  /** SHA-256 of the weights file, lower-case hex: the model's hash in technology descriptions. */
  readonly sha256: string;
}
