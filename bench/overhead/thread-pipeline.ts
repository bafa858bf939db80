import { loadTechnologies } from '../../src/commands/models/load-technologies.ts';
import type { Outcome } from '../../src/domain/failure.ts';
import type { ScanFile } from '../../src/domain/scan/view.ts';
import type { ScanResult } from '../../src/domain/screening/scan-result.ts';
import { screen } from '../../src/inference/screen.ts';
import { shipped } from '../../src/installation.ts';

/** The whole pipeline with one technology, as a worker of the service calls it. */
export async function loadPipeline(technology: string): Promise<(files: readonly ScanFile[]) => Promise<ScanResult>> {
  const found = unwrap(await loadTechnologies(shipped('models'), [technology]));
  const detectors = new Map(found.map(({ id, outcome }) => [id, unwrap(outcome)]));
  return async (files) =>
    unwrap(await screen({ files, technologies: [technology], maps: 'none', images: 'none' }, detectors));
}

/** What was asked for, or an error: a bench has nothing to go on with. */
export function unwrap<Value>(outcome: Outcome<Value>): Value {
  if (!outcome.ok) throw new Error(outcome.failure.message);
  return outcome.value;
}
