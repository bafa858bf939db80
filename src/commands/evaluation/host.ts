import { cpus, release, totalmem, type } from 'node:os';
import { installedVersion } from '../../installation.ts';
import { usableCpus } from '../../workers/thread-budget.ts';
import type { Host } from './evaluation.ts';

/** The machine that this process runs on, as a reader of results wants to know it. */
export function thisHost(): Host {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    usableCpus: usableCpus(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    node: process.version,
    scanbench: installedVersion(),
  };
}
