import { type Outcome, succeed } from '../../domain/failure.ts';
import { readModels } from '../../inference/model/model-folder.ts';
import { clockStepMs } from '../../performance/clock-step.ts';
import { newId } from '../../records/new-id.ts';
import { usableCpus } from '../../workers/thread-budget.ts';
import { type StartProgress, startProgress } from '../command-line/progress.ts';
import { type EvaluationOptions, evaluateSamples } from '../evaluation/evaluate-samples.ts';
import type { ScoredScan } from '../evaluation/scored-scan.ts';
import { unfinishedSets } from '../sample-folders/unfinished-sets.ts';
import type { UnreadableScan } from '../sample-screening/gather-screened.ts';
import { findScans } from '../samples/find-scans.ts';
import { chooseTimed } from './choose-timed.ts';
import { composeReport } from './compose-report.ts';
import { type EarlyEnd, type IsEndAsked, untilInterrupted } from './end-early.ts';
import { othersShare, readHostTimes } from './host-load.ts';
import { type Plan, TECHNOLOGY_LIMIT, wantedScans } from './plan/plan.ts';
import type { Report } from './report/report.ts';
import { readTimedKeys } from './same-scans.ts';
import { screenByService } from './service/screen-by-service.ts';
import { type ServiceClient, serviceClient } from './service/service-client.ts';
import { serviceKeyFor } from './service/service-key.ts';
import { serviceTargets } from './service/service-targets.ts';
import { type MeasuredScenario, measureSpeed } from './speed/measure-speed.ts';
import { meteredTarget } from './targets/metered-target.ts';
import { processClock } from './targets/process-clock.ts';
import { startTargets, stopAll } from './targets/ready-targets.ts';
import { useMeters } from './targets/use-meters.ts';

export interface RunOptions {
  readonly plan: Plan;
  readonly modelsDir: string;
  readonly made: EvaluationOptions['made'];
  /** The key for the service that the plan drives; null where there is none. */
  readonly serviceKey?: string | null;
  /** Whether Ctrl-C ends the performance run after its round, with a report; else it ends the process, as ever. */
  readonly endsOnInterrupt?: boolean;
  /** Who is told how far it is; a bar on the terminal without it. */
  readonly tell?: StartProgress;
}

export interface BenchRun {
  readonly report: Report;
  /** What each scan came to, for who wants to compute something else. */
  readonly scans: readonly ScoredScan[];
  /** Scans of the sets that are in no number, because they cannot be read. */
  readonly unreadable: readonly UnreadableScan[];
  /** Null where the plan was carried out to its end. */
  readonly endedEarly: EarlyEnd | null;
}

/**
 * Carries out a plan: loads the technologies, runs the accuracy run over all scans, then the performance run over some
 * of them on the same loaded technologies, and sets both beside each other. Fails as its parts do; not where a technology
 * fails on some scans, which is counted.
 */
export async function runPlan({
  plan,
  modelsDir,
  made,
  serviceKey = null,
  endsOnInterrupt = false,
  tell = startProgress,
}: RunOptions): Promise<Outcome<BenchRun>> {
  const wanted = wantedScans(plan);
  const sources = await findScans(wanted);
  if (!sources.ok) return sources;
  // Now: a set that is still being made may be whole by the time that this ends.
  const unfinished = await unfinishedSets(plan.samples);
  const timedKeys = await readTimedKeys(sources.value, chooseTimed(sources.value, plan.performanceScans));
  if (!timedKeys.ok) return timedKeys;
  const timed = timedKeys.value.map(({ scan }) => scan);
  const workers = plan.workers ?? usableCpus();
  const { warmUpScans, seed } = plan;
  const service = serviceOf(plan, serviceKey);
  if (!service.ok) return service;
  const client = service.value;
  const named = plan.technologies ?? null;
  const setup = { scans: wanted, timed, workers, warmUpScans, seed };
  const limit = plan.technologyLimit ?? TECHNOLOGY_LIMIT;
  const started =
    client === null
      ? await startTargets({ named, limit, setup: { modelsDir, intraOpThreads: 1, tileBatch: 1, ...setup }, tell })
      : await serviceTargets({ client, named, limit, ...setup });
  if (!started.ok) return started;
  const { targets } = started.value;
  try {
    const technologies = targets.map(({ ready }) => ready.technology.id);
    const accuracy = await evaluateSamples({
      ...{ scans: wanted, modelsDir, technologies, jobs: workers, seed, made, tell },
      ...(client !== null && { screenWith: (options) => screenByService(client, options) }),
    });
    if (!accuracy.ok) return accuracy;
    const { speeds, others, energy } = await useMeters(plan, targets, async ({ meters, sources }) => {
      const metered = targets.map((target) => meteredTarget(target, meters));
      const before = readHostTimes();
      const time = (isEndAsked?: IsEndAsked) => measureSpeed(metered, plan, timed.length, tell, isEndAsked);
      const speeds = await (endsOnInterrupt
        ? untilInterrupted(time, 'This round is the last (a search for a rate is dropped)')
        : time());
      const ownCpuMs = cpuMsOf(speeds.measured);
      return { speeds, others: othersShare(before, readHostTimes(), ownCpuMs), energy: sources };
    });
    const timedSha256: Outcome<string>[] = [];
    for (const target of targets) timedSha256.push(await target.readSha256());
    const report = composeReport({
      id: newId(),
      plan,
      started: started.value,
      unfinished,
      accuracy: accuracy.value,
      timed,
      timedKeys: timedKeys.value,
      timedSha256,
      speeds,
      weightsBytes: await readWeightsBytes(modelsDir),
      // What a service works on this machine is work of others to this process.
      othersCpuShare: client === null ? others : null,
      clockStepMs: clockStepMs(processClock.nowMs),
      energy,
    });
    const { scans, unreadable } = accuracy.value;
    return succeed({ report, scans, unreadable, endedEarly: speeds.endedEarly });
  } finally {
    await stopAll(targets);
    client?.close();
  }
}

function serviceOf({ target = 'in-process' }: Plan, serviceKey: string | null): Outcome<ServiceClient | null> {
  if (target === 'in-process') return succeed(null);
  const key = serviceKeyFor(target, serviceKey);
  return key.ok ? succeed(serviceClient(target, key.value)) : key;
}

async function readWeightsBytes(modelsDir: string): Promise<ReadonlyMap<string, number>> {
  const models = await readModels(modelsDir);
  return new Map(
    models.flatMap(({ id, outcome }) =>
      outcome.ok ? [[id, outcome.value.manifest.files.reduce((sum, { bytes }) => sum + bytes, 0)] as const] : [],
    ),
  );
}

function cpuMsOf(measured: readonly MeasuredScenario[]): number {
  return measured.reduce(
    (sum, { blocks }) => sum + blocks.flat().reduce((own, block) => own + (block.cpuMs ?? 0), 0),
    0,
  );
}
