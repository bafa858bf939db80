import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReadScoreSummary } from '../../api/comparison/live-drift.ts';
import { parseJson } from '../../domain/language/parse-json.ts';
import { checkManifest } from '../../inference/model/check-manifest.ts';
import { MANIFEST_FILE } from '../../inference/model/model-folder.ts';

/** Reads the scores that thresholds were chosen on from the manifests of a folder of models, as they are now. */
export function scoreSummariesIn(modelsDir: string): ReadScoreSummary {
  return async (modelId, operatingPoint) => {
    const text = await readFile(join(modelsDir, modelId, MANIFEST_FILE), 'utf8').catch(() => null);
    // The model was checked when it was loaded; one that was broken since then has no summary, and goes on screening.
    const manifest = text === null ? null : checkManifest(jsonOrNull(text));
    return manifest?.ok === true ? (manifest.value.calibrationScores?.[operatingPoint] ?? null) : null;
  };
}

function jsonOrNull(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return null;
  }
}
