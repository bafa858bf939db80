import { cpus, release, totalmem, type } from 'node:os';
import { installedVersion } from '../../installation.ts';
import { quotaCpus, usableCpus } from '../../workers/thread-budget.ts';
import { commandText } from './command-text.ts';
import { type Commit, commitOf } from './commit.ts';
import { gpuNames } from './gpu-names.ts';

/** The machine that a result was made on, and which Scanbench. */
export interface Host {
  readonly cpu: string;
  /** CPUs that the process could use. */
  readonly usableCpus: number;
  /** CPUs that the control group lets it use, which may be half a CPU; absent where it sets no limit. */
  readonly cpuQuota?: number;
  readonly memoryGiB: number;
  /** Of the control group; absent where it sets none. */
  readonly memoryLimitMiB?: number;
  /** With their driver, as NVIDIA's tool tells them; absent where it tells none. */
  readonly gpus?: readonly string[];
  readonly system: string;
  readonly node: string;
  readonly scanbench: string;
  /** That Scanbench was checked out at; absent where it was installed otherwise. */
  readonly commit?: Commit;
}

/** When, by which command line and where this process makes its results. */
export function thisRun(): { readonly madeAt: string; readonly command: string; readonly host: Host } {
  return {
    madeAt: new Date().toISOString(),
    command: commandText(['scanbench', ...process.argv.slice(2)]),
    host: thisHost(),
  };
}

/** The machine that this process runs on. */
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
