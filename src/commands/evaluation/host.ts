import { cpus, release, totalmem, type } from 'node:os';
import { installedVersion } from '../../installation.ts';
import { usableCpus } from '../../workers/thread-budget.ts';
import type { Host } from './evaluation.ts';

/** When, by which command line and where this process makes its results. */
export function thisRun(): { readonly madeAt: string; readonly command: string; readonly host: Host } {
  return {
    madeAt: new Date().toISOString(),
    command: ['scanbench', ...process.argv.slice(2)].join(' '),
    host: thisHost(),
  };
}

/** The machine that this process runs on, as a reader of results wants to know it. */
function thisHost(): Host {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    usableCpus: usableCpus(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    node: process.version,
    scanbench: installedVersion(),
  };
}
