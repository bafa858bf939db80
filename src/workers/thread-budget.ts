import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { counted } from '../domain/language/counted.ts';

/** Where cgroup hierarchies with a CPU controller are mounted, and the files that hold the quota. */
const HIERARCHIES = [
  { mount: '/sys/fs/cgroup', version: 2 },
  { mount: '/sys/fs/cgroup/unified', version: 2 },
  { mount: '/sys/fs/cgroup/cpu', version: 1 },
  { mount: '/sys/fs/cgroup/cpu,cpuacct', version: 1 },
] as const;

export interface CpuSources {
  /** CPUs that the scheduler may use for this process (its affinity). */
  readonly affinityCpus: () => number;
  /** The text of a file, or null where there is none. */
  readonly readText: (file: string) => string | null;
}

const THIS_PROCESS: CpuSources = { affinityCpus: availableParallelism, readText: readTextFile };

/**
 * CPUs that this process may really use: the smaller of its affinity and of the tightest cgroup quota on the way from
 * its group to the root, rounded down, at least 1. Neither Node nor ONNX Runtime looks at the quota, and a process
 * with more busy threads than its quota is stopped for part of each period.
 */
export function usableCpus({ affinityCpus, readText }: CpuSources = THIS_PROCESS): number {
  return Math.max(1, Math.floor(Math.min(affinityCpus(), quotaCpus(readText))));
}

/** A sentence that says what is wrong with the split of CPUs, or null where it fits. */
export function overcommitWarning(split: {
  readonly workers: number;
  readonly intraOpThreads: number;
  readonly usableCpus: number;
}): string | null {
  const threads = split.workers * split.intraOpThreads;
  if (threads <= split.usableCpus) return null;
  return (
    `${counted(split.workers, 'worker')} × ${counted(split.intraOpThreads, 'intra-op thread')} are ${counted(threads, 'thread')} on ` +
    `${counted(split.usableCpus, 'usable CPU')}: they take turns and each scan takes longer. ` +
    'Lower SCANBENCH_WORKERS or SCANBENCH_INTRA_OP_THREADS.'
  );
}

/** The tightest CPU quota of the cgroup and all above it, in CPUs; Infinity where there is none. */
export function quotaCpus(readText: CpuSources['readText'] = readTextFile): number {
  const groups = parseGroups(readText('/proc/self/cgroup') ?? '');
  const quotas = HIERARCHIES.flatMap(({ mount, version }) => {
    const group = version === 2 ? groups.unified : groups.cpu;
    const read = version === 2 ? readQuotaV2 : readQuotaV1;
    return foldersUpwards(mount, group).map((folder) => read(folder, readText));
  });
  return Math.min(...quotas);
}

/** The groups of this process in the unified (v2) hierarchy and in that of the v1 CPU controller. */
function parseGroups(text: string): { readonly unified: string; readonly cpu: string } {
  let unified = '/';
  let cpu = '/';
  for (const line of text.split('\n')) {
    const [hierarchy, controllers, ...rest] = line.split(':');
    const group = rest.join(':');
    if (hierarchy === '0' && controllers === '') unified = group;
    if (controllers?.split(',').includes('cpu')) cpu = group;
  }
  return { unified, cpu };
}

/**
 * The folder of the group and all above it, up to the mount. A container may see only its own part of the tree under
 * the mount while `/proc/self/cgroup` names the host's path: folders that do not exist simply hold no quota.
 */
function foldersUpwards(mount: string, group: string): readonly string[] {
  const inside = path.posix.normalize(`/${group}`).split('/').filter(Boolean);
  return Array.from({ length: inside.length + 1 }, (_, depth) => path.posix.join(mount, ...inside.slice(0, depth)));
}

/** `cpu.max`: "200000 100000" is two CPUs, "max 100000" no quota. */
function readQuotaV2(folder: string, readText: CpuSources['readText']): number {
  const [quotaUs, periodUs] = (readText(`${folder}/cpu.max`) ?? '').trim().split(/\s+/);
  return ratioOf(quotaUs, periodUs);
}

/** `cpu.cfs_quota_us` is −1 where there is no quota. */
function readQuotaV1(folder: string, readText: CpuSources['readText']): number {
  return ratioOf(readText(`${folder}/cpu.cfs_quota_us`)?.trim(), readText(`${folder}/cpu.cfs_period_us`)?.trim());
}

function ratioOf(quotaUs: string | undefined, periodUs: string | undefined): number {
  const cpus = Number(quotaUs) / Number(periodUs);
  return cpus > 0 ? cpus : Number.POSITIVE_INFINITY;
}

function readTextFile(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
