import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Sample } from '../../domain/scan/sample.ts';
import { masksOf, picturesOf } from '../../domain/scan/sample-files.ts';

/** Whether the pictures and masks that a sample names are in the set's folder. */
export function hasItsFiles(folder: string, sample: Sample): boolean {
  return [...picturesOf(sample), ...masksOf(sample)].every((file) => existsSync(path.join(folder, file)));
}
