import { coarseClockWarning } from '../../../performance/clock-step.ts';
import { driverWarning, lateDriverWarning } from '../../../performance/driver-limits.ts';
import type { ReportedTechnology } from '../report/report.ts';
import type { MeasuredBlock } from '../targets/target-messages.ts';
import type { MeasuredScenario } from './measure-speed.ts';

/** Whether the clock is fine enough for the shortest latency that was read from it. */
export function clockWarnings(stepMs: number, measured: readonly MeasuredScenario[]): readonly string[] {
  const means = measured
    .filter(({ scenario }) => scenario !== 'offline')
    .flatMap(({ blocks }) => blocks)
    .map((own) => own.flatMap(({ latenciesMs }) => latenciesMs.filter(Number.isFinite)))
    .filter((latenciesMs) => latenciesMs.length > 0)
    .map((latenciesMs) => latenciesMs.reduce((sum, ms) => sum + ms, 0) / latenciesMs.length);
  const warning = means.length === 0 ? null : coarseClockWarning(stepMs, Math.min(...means));
  return warning === null ? [] : [warning];
}

/**
 * Where one scan, or all, keep every worker of a process busy, none may be idle; elsewhere they are by right, and the driver must be in time.
 * Nothing is said of a scenario that a technology has no figure in.
 */
export function driverWarnings(
  technologies: readonly Pick<ReportedTechnology, 'id' | 'speed'>[],
  measured: readonly MeasuredScenario[],
): readonly string[] {
  return measured.flatMap(({ scenario, blocks }) =>
    technologies.flatMap(({ id, speed }, place) => {
      const hasFigure = speed.state === 'measured' && speed.scenarios.some((given) => given.scenario === scenario);
      if (!hasFigure) return [];
      const own = blocks[place] ?? [];
      const workers = own[0]?.workers ?? null;
      const isBusy = workers !== null && (scenario === 'single-stream' || scenario === 'offline');
      const warning = isBusy ? idleWarning(own, workers) : scenario === 'offline' ? null : lateWarning(own);
      return warning === null ? [] : [`${id}, ${scenario}: ${warning}`];
    }),
  );
}

function idleWarning(blocks: readonly MeasuredBlock[], workers: number): string | null {
  // Of a query that failed it is not known how long a worker was at it: to wait for a server until a deadline is no rest.
  if (blocks.some(({ failed }) => failed !== undefined)) return null;
  const wallMs = blocks.reduce((sum, block) => sum + block.wallMs, 0);
  const serviceMs = blocks.reduce((sum, block) => sum + block.serviceMs, 0);
  return driverWarning({ wallMs, workers, serviceMs });
}

function lateWarning(blocks: readonly MeasuredBlock[]): string | null {
  const answeredMs = blocks.flatMap(({ latenciesMs }) => latenciesMs.filter(Number.isFinite));
  return lateDriverWarning({
    queries: blocks.reduce((sum, { latenciesMs }) => sum + latenciesMs.length, 0),
    lateMs: blocks.reduce((sum, { lateMs }) => sum + lateMs, 0),
    latencyMs: answeredMs.reduce((sum, ms) => sum + ms, 0),
  });
}
