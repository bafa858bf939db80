import { cpus, release, totalmem, type } from 'node:os';
import { installedVersion } from '../../installation.ts';
import { quotaCpus, usableCpus } from '../../workers/thread-budget.ts';
import { commandText } from './command-text.ts';
import { commitOf } from './commit.ts';
import type { Host } from './evaluation.ts';
import { gpuNames } from './gpu-names.ts';

/** When, by which command line and where this process makes its results. */
export function thisRun(): { readonly madeAt: string; readonly command: string; readonly host: Host } {
  return {
    madeAt: new Date().toISOString(),
    command: commandText(['scanbench', ...process.argv.slice(2)]),
    host: thisHost(),
  };
}

/** The machine that this process runs on, as a reader of results wants to know it. */
function thisHost(): Host {
  const [quota, limitBytes] = [quotaCpus(), process.constrainedMemory()];
  const [gpus, commit] = [gpuNames(), commitOf()];
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    usableCpus: usableCpus(),
    ...(Number.isFinite(quota) && { cpuQuota: quota }),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    // 0 where there is no limit, or one beyond any memory.
    ...(limitBytes > 0 && limitBytes < totalmem() && { memoryLimitMiB: Math.round(limitBytes / 2 ** 20) }),
    ...(gpus.length > 0 && { gpus }),
    system: `${type()} ${release()}`,
    node: process.version,
    scanbench: installedVersion(),
    ...(commit !== null && { commit }),
  };
}
