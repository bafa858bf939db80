import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { PlanOutline } from '../../domain/comparison/report.ts';
import { type Plan, readPlan, TECHNOLOGY_LIMIT } from '../bench/plan/plan.ts';
import { timingSeconds } from '../bench/plan/timing-seconds.ts';

/** The names of the plans in a folder. */
export async function planNames(folder: string): Promise<readonly string[]> {
  return (await readdir(folder)).map((file) => basename(file, '.json')).toSorted();
}

/** The plans of a folder in short; one that cannot be read is left out, and said by name where it is asked for. */
export async function listPlans(folder: string): Promise<readonly PlanOutline[]> {
  const outlines: PlanOutline[] = [];
  for (const name of await planNames(folder)) {
    const plan = await readPlan(join(folder, `${name}.json`));
    if (plan.ok) outlines.push(outlineOf(name, plan.value));
  }
  return outlines;
}

function outlineOf(name: string, plan: Plan): PlanOutline {
  const { technologies, technologyLimit = TECHNOLOGY_LIMIT, samples, scenarios } = plan;
  return {
    name,
    technologies: technologies ?? null,
    technologyLimit,
    samples: samples.map((folder) => basename(folder)),
    scenarios: scenarios.map(({ scenario }) => scenario),
    timingSeconds: timingSeconds(plan),
  };
}
