import { createHash } from 'node:crypto';
import type { Manifest } from './manifest.ts';

/** The file in a model's folder that holds its ONNX graph and weights. */
export const WEIGHTS_FILE = 'model.onnx';

/** How a manifest lists one of its model's files: where it lies in the folder, its hash and its size. */
export function describeFile(path: string, bytes: Uint8Array): Manifest['files'][number] {
  return { path, sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length };
}
