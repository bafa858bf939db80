import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { loadTechnologies } from '../src/commands/load-technologies.ts';
import { findScans, type ScanSource, screenSources } from '../src/commands/screen-samples.ts';
import type { Outcome } from '../src/domain/failure.ts';
import { BUILT_MODELS } from './build.ts';
import { type MeasuredResults, measuredResults } from './measured-results.ts';
import { replaceResults, resultsSection } from './results-section.ts';

/** Screens sample sets with each built model and writes what came out into the model's manifest and card. */
async function measure(modelsDir: string, sampleFolders: readonly string[]): Promise<void> {
  const sources: ScanSource[] = [];
  for (const folder of sampleFolders) sources.push(...expectValue(await findScans(folder)));
  for (const { id, outcome } of expectValue(await loadTechnologies(modelsDir, Object.keys(BUILT_MODELS)))) {
    const detector = expectValue(outcome);
    const results = measuredResults(expectValue(await screenSources(sources, new Map([[id, detector]]))));
    await detector.close();
    const { model, operatingPoint } = detector.technology;
    const section = resultsSection(operatingPoint, results);
    await writeResults(path.join(modelsDir, model.id), results, section);
    console.log(`${id}\n\n${section}\n`);
  }
}

async function writeResults(folder: string, results: MeasuredResults, section: string): Promise<void> {
  const manifestPath = path.join(folder, 'manifest.json');
  const manifest: Record<string, unknown> = JSON.parse(await readFile(manifestPath, 'utf8'));
  const { threats, benigns, allThreats } = results;
  const evaluation = { data: 'simulated', threats, threatsTouched: allThreats?.onThreat ?? null, benigns };
  await writeFile(manifestPath, `${JSON.stringify({ ...manifest, evaluation }, null, 2)}\n`);
  const cardPath = path.join(folder, 'card.md');
  await writeFile(cardPath, replaceResults(await readFile(cardPath, 'utf8'), section));
}

function expectValue<Value>(outcome: Outcome<Value>): Value {
  if (!outcome.ok) throw new Error(outcome.failure.message);
  return outcome.value;
}

if (process.argv[1] === import.meta.filename) await measure('models', process.argv.slice(2));
