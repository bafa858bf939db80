import { mkdir } from 'node:fs/promises';
import { EXIT_FAILED, endWithFailure } from '../../command-line/exit.ts';
import { replaceFiles } from '../../files/replace-file.ts';
import { thisRun } from '../../origin/host.ts';
import type { Plan } from '../plan/plan.ts';
import { tune } from './tune.ts';
import { tunedEnv } from './tuned-env.ts';
import { tuningMarkdown } from './tuning-markdown.ts';
import { tuningText } from './tuning-text.ts';

export interface TuneRequest {
  readonly plan: Plan;
  readonly technology?: string;
  readonly latencyMs?: number;
  readonly roundSeconds: number;
  readonly models: string;
  /** A folder, which is made where it is not there. */
  readonly out?: string;
  readonly json?: true;
}

/** `scanbench bench --tune`: searches, prints, writes; ends with 1 where no split was shown to keep the bound, or Ctrl-C ended it. */
export async function runTuning({
  plan,
  technology,
  latencyMs,
  roundSeconds,
  models,
  out,
  json,
}: TuneRequest): Promise<void> {
  const tuned = await tune({
    plan,
    ...(technology !== undefined && { technology }),
    latencyBoundMs: latencyMs ?? null,
    roundSeconds,
    modelsDir: models,
    made: thisRun(),
  });
  if (!tuned.ok) return endWithFailure(tuned.failure);
  process.stdout.write(
    json ? `${JSON.stringify(tuned.value)}\n` : `${tuningText(tuned.value)}\n\n${tunedEnv(tuned.value)}`,
  );
  if (out !== undefined) {
    await mkdir(out, { recursive: true });
    await replaceFiles(out, {
      'tuned.env': tunedEnv(tuned.value),
      'tune.json': `${JSON.stringify(tuned.value, null, 1)}\n`,
      'tune.md': tuningMarkdown(tuned.value),
    });
  }
  const { races, endedEarly = false } = tuned.value;
  if (endedEarly || races[0]?.state === 'none-in-time') process.exitCode = EXIT_FAILED;
}
