import { counted } from '../../domain/language/counted.ts';
import type { Host } from './host.ts';

const SHORT_ID = 12;

/** A machine in a line, with the limits of its control group where it has any. */
export function hostText(host: Host): string {
  const { cpu, usableCpus, cpuQuota, memoryGiB, memoryLimitMiB, gpus = [], system, node } = host;
  return [
    cpu,
    `${counted(usableCpus, 'CPU')}${cpuQuota === undefined ? '' : ` (cgroup: ${Number(cpuQuota.toFixed(2))})`}`,
    `${memoryGiB} GiB${memoryLimitMiB === undefined ? '' : ` (cgroup: ${memoryLimitMiB} MiB)`}`,
    ...gpus.map((gpu) => `GPU ${gpu}`),
    system,
    `Node ${node}`,
    scanbenchText(host),
  ].join(', ');
}

/** Which Scanbench it was: its version and, of a checkout, its commit. */
export function scanbenchText({ scanbench, commit }: Host): string {
  if (commit === undefined) return `Scanbench ${scanbench}`;
  return `Scanbench ${scanbench} (commit ${commit.id.slice(0, SHORT_ID)}${commit.hasChanges ? ', files changed since' : ''})`;
}
