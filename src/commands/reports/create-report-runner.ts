import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Type } from 'typebox';
import type { ReportRunner } from '../../api/reports/report-runner.ts';
import { succeed } from '../../domain/failure.ts';
import { shipped } from '../../installation.ts';
import { usableCpus } from '../../workers/thread-budget.ts';
import { PlanSchema } from '../bench/plan/plan.ts';
import { listSampleSets } from './find-sample-set.ts';
import { listPlans } from './list-plans.ts';
import { preparePlan } from './prepare-plan.ts';
import { runInProcess } from './run-in-process.ts';

export interface ReportRunnerOptions {
  readonly modelsDir: string;
  readonly dataDir: string;
}

/** More than any plan needs that somebody waits for. */
const LIMIT_HOURS = 12;

/** Makes the reports of a service: its own sample sets come before the shipped ones of the same name. */
export function createReportRunner({ modelsDir, dataDir }: ReportRunnerOptions): ReportRunner {
  const places = {
    plans: shipped('bench', 'plans'),
    sampleSets: [resolve(dataDir, 'samples'), shipped('samples')],
    usableCpus: usableCpus(),
    limitHours: LIMIT_HOURS,
  };
  return {
    planSchema: Type.Object(PlanSchema.properties, { additionalProperties: false, title: 'Plan' }),
    plans: () => listPlans(places.plans),
    sampleSets: () => listSampleSets(places.sampleSets),
    async prepare(order) {
      const plan = await preparePlan(order, places);
      if (!plan.ok) return plan;
      const { name, technologies = null } = plan.value;
      return succeed({ name, technologies, json: JSON.stringify(plan.value), gallery: order.gallery ?? false });
    },
    async run({ plan, folder, signal, onProgress }) {
      const planFile = join(folder, 'plan.json');
      await writeFile(planFile, plan.json);
      const setup = { planFile, folder, modelsDir: resolve(modelsDir), gallery: plan.gallery };
      return runInProcess(setup, { signal, onProgress, limitMs: LIMIT_HOURS * 3_600_000 });
    },
  };
}
