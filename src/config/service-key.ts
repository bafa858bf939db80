import type { Environment } from './variables.ts';

/** Holds the key for a running service that is measured: no setting of a service, and in no report. */
export const SERVICE_KEY_VARIABLE = 'SCANBENCH_KEY';

/** The key that commands ask a running service with; null without one. Its form is checked where it is used. */
export function readServiceKey(env: Environment): string | null {
  return env[SERVICE_KEY_VARIABLE] || null;
}
