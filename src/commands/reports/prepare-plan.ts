import { join, resolve } from 'node:path';
import type { ReportOrder } from '../../domain/comparison/report.ts';
import { fail, type Outcome } from '../../domain/failure.ts';
import { counted } from '../../domain/language/counted.ts';
import { type Plan, parsePlan, readPlan } from '../bench/plan/plan.ts';
import { findSampleSet } from './find-sample-set.ts';
import { planNames } from './list-plans.ts';

export interface PlanPlaces {
  /** The folder with the shipped plans. */
  readonly plans: string;
  /** The folders in which sample sets are sought by name. */
  readonly sampleSets: readonly string[];
  readonly usableCpus: number;
  /** After which a report is ended. */
  readonly limitHours: number;
}

/**
 * The plan that an order asks for, its sample sets as absolute paths. Who asks is not who owns this machine: sample sets
 * are found by name alone, no other service is driven, no more threads are started than there are CPUs, and nobody waits
 * half a day behind what cannot end. Fails with
 * `malformed-request`.
 */
export async function preparePlan(order: ReportOrder, places: PlanPlaces): Promise<Outcome<Plan>> {
  const { technologies, samples } = order;
  const plan = typeof order.plan === 'string' ? await shippedPlan(order.plan, places.plans) : parsePlan(order.plan);
  if (!plan.ok) return plan;
  const { target = 'in-process', workers = 1 } = plan.value;
  if (target !== 'in-process') {
    return fail('malformed-request', 'target drives another service: leave it out, or run scanbench bench --target.');
  }
  if (workers > places.usableCpus) {
    const message = `workers is ${workers}, and this machine has ${counted(places.usableCpus, 'CPU')}: ask for no more than that.`;
    return fail('malformed-request', message);
  }
  const hours = leastHours(plan.value, technologies ?? plan.value.technologies);
  if (hours > places.limitHours) {
    const message =
      `The blocks of the plan alone last ${hours.toPrecision(3)} hours, and a report is ended after ${places.limitHours}: ` +
      'take fewer rounds or shorter ones, fewer technologies, or run scanbench bench.';
    return fail('malformed-request', message);
  }
  const named = samples ?? (typeof order.plan === 'string' ? null : plan.value.samples);
  if (new Set(named).size < (named?.length ?? 0)) {
    return fail('malformed-request', 'samples names a sample set twice: name each once.');
  }
  const folders: string[] = [];
  for (const name of named ?? []) {
    const folder = await findSampleSet(name, places.sampleSets);
    if (!folder.ok) return folder;
    folders.push(folder.value);
  }
  // Held against the schema again: what replaces fields has to be as the fields that it replaces.
  return parsePlan({
    ...plan.value,
    samples: (named === null ? plan.value.samples : folders).map((folder) => resolve(folder)),
    ...(technologies !== undefined && { technologies: [...technologies] }),
  });
}

/** What timing takes at least. Arrivals are not drawn for it: who asks would choose how many. */
function leastHours({ scenarios }: Plan, technologies: readonly string[] | undefined): number {
  const seconds = scenarios.reduce((sum, { rounds, roundSeconds }) => sum + rounds * roundSeconds, 0);
  return ((technologies?.length ?? 1) * seconds) / 3600;
}

async function shippedPlan(name: string, folder: string): Promise<Outcome<Plan>> {
  const names = await planNames(folder);
  if (names.includes(name)) return readPlan(join(folder, `${name}.json`));
  const message = `There is no plan ${JSON.stringify(name)}. There are: ${names.join(', ')}; or give the fields of one.`;
  return fail('malformed-request', message);
}
