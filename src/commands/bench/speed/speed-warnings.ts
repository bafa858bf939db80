import { coarseClockWarning } from '../../../performance/clock-step.ts';
import { busyDriverWarning, idleShare, lateDriverWarning } from '../../../performance/driver-limits.ts';
import { OPEN_SCENARIOS, type ScenarioName } from '../../../performance/traffic.ts';
import type { MeasuredBlock } from '../targets/target-messages.ts';
import type { MeasuredScenario } from './measure-speed.ts';
import type { TimedTechnology } from './speed.ts';

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
 * Of a service it is not known what its workers do: where it is asked anew when it has answered, who asks must have time to spare.
 * Nothing is said of a scenario that a technology has no figure in. Idle workers of all technologies are one sentence: their cause is one.
 */
export function driverWarnings(
  technologies: readonly TimedTechnology[],
  measured: readonly MeasuredScenario[],
): readonly string[] {
  const idle: string[] = [];
  const late: string[] = [];
  for (const { scenario, blocks } of measured) {
    for (const [place, { id, speed }] of technologies.entries()) {
      const hasFigure = speed.state === 'measured' && speed.scenarios.some((given) => given.scenario === scenario);
      if (!hasFigure) continue;
      const own = blocks[place] ?? [];
      const workers = own[0]?.workers ?? null;
      const isBusy = workers !== null && (scenario === 'single-stream' || scenario === 'offline');
      if (isBusy) {
        const share = idleShareOf(own, workers);
        if (share !== null) idle.push(`${id} in ${scenario} (${Math.round(100 * share)} %)`);
      } else {
        const lateness = scenario === 'offline' ? null : lateWarning(own);
        const warning = lateness ?? (OPEN_SCENARIOS.includes(scenario) ? null : busyWarning(scenario, own));
        if (warning !== null) late.push(`${id}, ${scenario}: ${warning}`);
      }
    }
  }
  return [...(idle.length === 0 ? [] : [idleWarning(idle)]), ...late];
}

function idleWarning(idle: readonly string[]): string {
  return (
    `Workers stood idle part of the time: of ${idle.join(', ')}. The driver, or rounds that end before all workers do, ` +
    'held them back, and they are faster than stated. Lengthen roundSeconds, or run on an idle machine.'
  );
}

function idleShareOf(blocks: readonly MeasuredBlock[], workers: number): number | null {
  // Of a query that failed it is not known how long a worker was at it: to wait for a server until a deadline is no rest.
  if (blocks.some(({ failed }) => failed !== undefined)) return null;
  const wallMs = blocks.reduce((sum, block) => sum + block.wallMs, 0);
  const serviceMs = blocks.reduce((sum, block) => sum + block.serviceMs, 0);
  return idleShare({ wallMs, workers, serviceMs });
}

function busyWarning(scenario: ScenarioName, blocks: readonly MeasuredBlock[]): string | null {
  return busyDriverWarning({
    wallMs: blocks.reduce((sum, { wallMs }) => sum + wallMs, 0),
    busyMs: blocks.reduce((sum, { driverBusyMs = 0 }) => sum + driverBusyMs, 0),
    isOneByOne: scenario === 'single-stream',
  });
}

function lateWarning(blocks: readonly MeasuredBlock[]): string | null {
  const answeredMs = blocks.flatMap(({ latenciesMs }) => latenciesMs.filter(Number.isFinite));
  return lateDriverWarning({
    queries: blocks.reduce((sum, { latenciesMs }) => sum + latenciesMs.length, 0),
    lateMs: blocks.reduce((sum, { lateMs }) => sum + lateMs, 0),
    latencyMs: answeredMs.reduce((sum, ms) => sum + ms, 0),
  });
}
