import { appendFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fail, type Outcome, succeed } from '../domain/failure.ts';
import type { Sample } from '../domain/sample.ts';
import { readSampleSet, SAMPLE_LINES_FILE, sampleLine, writeSampleLines } from '../formats/sample-set.ts';
import { holdsFiles } from './holds-files.ts';
import { planesDigest } from './planes-digest.ts';
import { startProgress } from './progress.ts';
import { planRecipe, RECIPE_FILE, readRecipe, type SampleRecipe } from './sample-recipe.ts';
import { type SimulationData, simulateSample } from './simulate-sample.ts';
import { workInThreads } from './thread-crew.ts';

export interface SynthesisOptions {
  readonly folder: string;
  readonly recipe: SampleRecipe;
  /** Scans at once: one in this thread, more in threads of their own. */
  readonly jobs: number;
  /** Goes on where the folder's lines end, instead of refusing a folder that holds something. */
  readonly resume: boolean;
}

export interface Synthesis {
  readonly samples: number;
  readonly threats: number;
  readonly planesSha256: string;
}

/**
 * Makes the sample set of a recipe in a folder. A line is written as soon as its scan and all before it are there, so a
 * set that was broken off is a smaller set, which can be read and gone on with. Fails with `conflict` where the folder
 * holds something else, and with `runtime-failed` where the pixels are not those that the recipe lists.
 */
export async function synthesise(options: SynthesisOptions): Promise<Outcome<Synthesis>> {
  const { folder, recipe, jobs } = options;
  const begun = await begin(options);
  if (!begun.ok) return begun;
  const samples: Sample[] = [...begun.value];
  const to = planRecipe(recipe).length;
  const progress = startProgress('simulating', to);
  for (let done = 0; done < samples.length; done++) progress.advance();
  const onResult = (sample: Sample) => {
    samples.push(sample);
    appendFileSync(path.join(folder, SAMPLE_LINES_FILE), sampleLine(sample));
    progress.advance();
    return true;
  };
  const data: SimulationData = { folder, recipe };
  const from = samples.length;
  try {
    if (jobs > 1) await workInThreads({ module: 'simulation-worker', data, jobs, from, to, onResult });
    else {
      const simulate = simulateSample(data);
      for (let index = from; index < to; index++) onResult(await simulate(index));
    }
  } finally {
    progress.stop();
  }
  const planesSha256 = planesDigest(samples);
  if (recipe.planesSha256 !== undefined && recipe.planesSha256 !== planesSha256) {
    return fail(
      'runtime-failed',
      `The planes of ${folder} come to ${planesSha256}, but the recipe lists ${recipe.planesSha256}: the simulator gives other pixels than when the recipe was made.`,
    );
  }
  return succeed({
    samples: samples.length,
    threats: samples.filter((sample) => sample.truth !== 'benign').length,
    planesSha256,
  });
}

/** Makes the folder ready and returns the samples that it holds already. */
async function begin({ folder, recipe, resume }: SynthesisOptions): Promise<Outcome<readonly Sample[]>> {
  if (await holdsFiles(folder)) {
    if (resume) return readBegun(folder, recipe);
    return fail('conflict', `${folder} is not empty: name a new folder, so that no sample set is mixed with another.`);
  }
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, RECIPE_FILE), `${JSON.stringify(recipe, null, 2)}\n`);
  await writeSampleLines(folder, []);
  return succeed([]);
}

async function readBegun(folder: string, recipe: SampleRecipe): Promise<Outcome<readonly Sample[]>> {
  const before = await readRecipe(path.join(folder, RECIPE_FILE));
  if (!before.ok) return fail('conflict', `There is no set to go on with. ${before.failure.message}`);
  const isSame = JSON.stringify(before.value.parts) === JSON.stringify(recipe.parts);
  if (!isSame) return fail('conflict', `${folder} was begun by another recipe: name a new folder.`);
  const set = await readSampleSet(folder);
  return set.ok ? succeed(set.value.samples) : set;
}
