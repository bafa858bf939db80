import { readFile } from 'node:fs/promises';
import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import { errorMessage } from '../../domain/language/error-message.ts';
import { parseJson } from '../../domain/language/parse-json.ts';
import { unreadable } from '../../domain/language/unreadable.ts';
import type { OperatingPoint } from '../../domain/technology/operating-point.ts';
import { summariseScores } from '../../evaluation/drift/summarise-scores.ts';
import { checkManifest } from '../../inference/model/check-manifest.ts';
import { replaceFile } from '../files/replace-file.ts';

/**
 * Puts the point in the place of its namesake, or after the others, and beside it a summary of the scores that it was
 * chosen on. What is written is what a manifest may be; else the one that is there stays.
 */
export async function writeCalibration(
  manifestPath: string,
  point: OperatingPoint,
  scores: readonly number[],
): Promise<Outcome<null>> {
  let json: unknown;
  try {
    json = parseJson(await readFile(manifestPath, 'utf8'));
  } catch (error) {
    // It was whole when the model was loaded, some minutes ago.
    return fail('conflict', unreadable(manifestPath, error, 'mend it, and calibrate again'));
  }
  const manifest = checkManifest(json);
  if (!manifest.ok) return manifest;
  const points: readonly OperatingPoint[] = manifest.value.operatingPoints;
  const isThere = points.some(({ name }) => name === point.name);
  const operatingPoints = isThere
    ? points.map((other) => (other.name === point.name ? point : other))
    : [...points, point];
  const summary = summariseScores(scores);
  const calibrationScores = {
    ...manifest.value.calibrationScores,
    ...(summary !== null && { [point.name]: summary }),
  };
  const calibrated = checkManifest({ ...manifest.value, operatingPoints, calibrationScores });
  if (!calibrated.ok) return calibrated;
  try {
    await replaceFile(manifestPath, `${JSON.stringify(calibrated.value, null, 2)}\n`);
    return succeed(null);
  } catch (error) {
    return fail(
      'conflict',
      `${manifestPath} cannot be written (${errorMessage(error)}): make room, or give this user leave to write there.`,
    );
  }
}
