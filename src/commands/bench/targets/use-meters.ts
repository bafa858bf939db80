import type { Outcome } from '../../../domain/failure.ts';
import { isGpuProvider } from '../../../domain/technology/technology.ts';
import type { EnergyMeter, EnergyMeters } from '../energy/energy-meter.ts';
import type { EnergySources } from '../energy/energy-sources.ts';
import { nvidiaMeter } from '../energy/nvidia-smi.ts';
import { raplMeter } from '../energy/rapl.ts';
import type { Plan } from '../plan/plan.ts';
import type { RunningTarget } from './start-target.ts';

export interface FoundMeters {
  readonly meters: EnergyMeters;
  /** What is read, or why it is not, for the report. */
  readonly sources: EnergySources;
}

const LOOPBACK = /^https?:\/\/(localhost|127(\.\d+){3}|\[::1\])(:|\/|$)/;

/**
 * Works with what can be read of the energy that targets draw: of this machine alone, of its GPUs only where a technology
 * uses one. What reads it has ended afterwards, however the work ends.
 */
export async function useMeters<Result>(
  { target = 'in-process' }: Pick<Plan, 'target'>,
  targets: readonly Pick<RunningTarget, 'ready'>[],
  work: (found: FoundMeters) => Promise<Result>,
): Promise<Result> {
  if (target !== 'in-process' && !LOOPBACK.test(target)) {
    const reason = `${target} may be another machine, whose energy is not read here.`;
    return work({ meters: {}, sources: { cpu: { state: 'not-readable', reason } } });
  }
  const cpu = await raplMeter();
  const usesGpu = targets.some(({ ready }) => isGpuProvider(ready.technology.provider));
  const gpu = usesGpu ? await nvidiaMeter() : null;
  try {
    return await work({
      meters: { ...(cpu.ok && { cpu: cpu.value }), ...(gpu?.ok && { gpu: gpu.value }) },
      sources: { cpu: sourceOf(cpu), ...(gpu !== null && { gpu: sourceOf(gpu) }) },
    });
  } finally {
    if (gpu?.ok) await gpu.value.close();
  }
}

function sourceOf(meter: Outcome<EnergyMeter>) {
  return meter.ok
    ? { state: 'read' as const, what: meter.value.what }
    : { state: 'not-readable' as const, reason: meter.failure.message };
}
