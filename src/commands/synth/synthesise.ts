import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import type { Sample } from '../../domain/scan/sample.ts';
import { SAMPLE_LINES_FILE, sampleLine } from '../../formats/sample-set.ts';
import { startProgress } from '../command-line/progress.ts';
import { replaceFile } from '../files/replace-file.ts';
import { planesDigest } from '../samples/planes-digest.ts';
import { beginSet, type SetToBegin } from './begin-set.ts';
import { holdAgainstRecipe } from './hold-against-recipe.ts';
import { planRecipe } from './sample-recipe.ts';
import { type SimulationData, simulateSample } from './simulate-sample.ts';
import { workInThreads } from './thread-crew.ts';

export interface SynthesisOptions extends SetToBegin {
  /** Scans at once: one in this thread, more in threads of their own. */
  readonly jobs: number;
}

export interface Synthesis {
  readonly samples: number;
  readonly threats: number;
  /** Null where there are no scans. */
  readonly planesSha256: string | null;
}

/**
 * Makes the sample set of a recipe in a folder. A line is written as soon as its scan and all before it are there, so a
 * set that was broken off is a smaller set, which can be read and gone on with; scans that are added between others stand
 * at the end until all are there. Fails with `conflict` where the folder holds something else, and with `runtime-failed`
 * where the pixels are not those that the recipe lists.
 */
export async function synthesise(options: SynthesisOptions): Promise<Outcome<Synthesis>> {
  const begun = await beginSet(options);
  if (!begun.ok) return begun;
  // What an error cuts short keeps the folder until the process ends, and is told of then.
  const made = await complete(options, begun.value.samples);
  begun.value.release();
  return made;
}

/** Makes what is not there yet. */
async function complete(
  { folder, recipe, jobs }: SynthesisOptions,
  begun: readonly Sample[],
): Promise<Outcome<Synthesis>> {
  const there = new Map(begun.map((sample) => [sample.id, sample]));
  const plan = planRecipe(recipe);
  const numbers = [...plan.keys()].filter((number) => !there.has(plan[number]?.id ?? ''));
  const progress = startProgress('simulating', plan.length);
  for (let done = 0; done < there.size; done++) progress.advance();
  const onResult = (sample: Sample) => {
    there.set(sample.id, sample);
    appendFileSync(path.join(folder, SAMPLE_LINES_FILE), sampleLine(sample));
    progress.advance();
    return true;
  };
  const data: SimulationData = { folder, recipe, numbers };
  try {
    const to = numbers.length;
    if (jobs > 1) await workInThreads({ module: 'simulation-worker', data, jobs, from: 0, to, onResult });
    else {
      const simulate = simulateSample(data);
      for (let index = 0; index < to; index++) onResult(await simulate(index));
    }
  } finally {
    progress.stop();
  }
  const samples = plan.flatMap(({ id }) => there.get(id) ?? []);
  const written = [...there.values()];
  if (samples.some((sample, index) => sample !== written[index])) {
    await replaceFile(path.join(folder, SAMPLE_LINES_FILE), samples.map(sampleLine).join(''));
  }
  const difference = holdAgainstRecipe(folder, samples, recipe);
  if (difference !== null) return fail('runtime-failed', difference);
  return succeed({
    samples: samples.length,
    threats: samples.filter((sample) => sample.truth !== 'benign').length,
    planesSha256: planesDigest(samples),
  });
}
