import type { Manifest } from './manifest.ts';

/** A model folder that was checked: manifest valid, every path inside the folder, every hash right. */
export interface ModelPackage {
  readonly manifest: Manifest;
  /** Absolute path of the model's folder. */
  readonly folder: string;
  /** Absolute path of the file that the runtime opens: the first that the manifest lists; of a remote model without any, the manifest. */
  readonly weightsPath: string;
  /** Lower-case hex: the model's hash in technology descriptions, see `modelHash`. */
  readonly sha256: string;
}
