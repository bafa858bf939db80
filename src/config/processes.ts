import { Type } from 'typebox';
import { IN_MEMORY } from '../domain/service/in-memory.ts';
import type { ADMISSION_VARIABLES } from './admission.ts';
import type { RECORDS_VARIABLES } from './records.ts';
import { count, type ValuesOf } from './variables.ts';

export const PROCESSES_VARIABLES = {
  SCANBENCH_PROCESSES: Type.Integer({
    minimum: 1,
    maximum: 64,
    default: 1,
    description: 'a whole number from 1 to 64',
  }),
  SCANBENCH_WORKERS: count(1, 512, 'a whole number from 1 to 512; by default the CPUs that this process may use'),
  SCANBENCH_INTRA_OP_THREADS: Type.Integer({
    minimum: 1,
    maximum: 512,
    default: 1,
    description: 'a whole number from 1 to 512',
  }),
  SCANBENCH_HANG_SECONDS: Type.Integer({
    minimum: 1,
    maximum: 86_400,
    default: 120,
    description: 'seconds that one run of a model may take, a whole number from 1 to 86400',
  }),
};

/** How the machine is shared out, and when a process is replaced. */
export interface ProcessesSettings {
  /** Those that serve, beside the primary. */
  readonly processes: number;
  /** Of all processes together. Undefined: as many as CPUs may be used. */
  readonly workers?: number;
  readonly intraOpThreads: number;
  /** A run of a model that takes longer hangs: the process that serves is replaced. */
  readonly hangSeconds: number;
}

export function processesSettingsFrom(values: ValuesOf<typeof PROCESSES_VARIABLES>): ProcessesSettings {
  return {
    processes: values.SCANBENCH_PROCESSES,
    ...(values.SCANBENCH_WORKERS !== undefined && { workers: values.SCANBENCH_WORKERS }),
    intraOpThreads: values.SCANBENCH_INTRA_OP_THREADS,
    hangSeconds: values.SCANBENCH_HANG_SECONDS,
  };
}

/** What several processes share out must be enough for each, and what they share must be shared. */
export function whyProcessesDoNotFit(
  values: ValuesOf<typeof PROCESSES_VARIABLES & typeof ADMISSION_VARIABLES & typeof RECORDS_VARIABLES>,
): string | null {
  const { SCANBENCH_PROCESSES: processes, SCANBENCH_DATABASE_URL: databaseUrl } = values;
  if (processes === 1) return null;
  for (const name of ['SCANBENCH_WORKERS', 'SCANBENCH_IN_FLIGHT_LIMIT'] as const) {
    const value = values[name];
    if (value === undefined || value >= processes) continue;
    return `${name} is ${value}, which ${processes} processes cannot share: raise it, or lower SCANBENCH_PROCESSES.`;
  }
  if (databaseUrl !== IN_MEMORY) return null;
  return 'SCANBENCH_DATABASE_URL is in the memory of one process, and there are several: name a file, or PostgreSQL.';
}
