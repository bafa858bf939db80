import { Type } from 'typebox';
import type { ValuesOf } from './variables.ts';

export const ACCESS_VARIABLES = {
  SCANBENCH_INSECURE: Type.Enum(['0', '1'], {
    default: '0',
    description: '1 (serve beyond this machine although there are no keys) or 0',
  }),
  SCANBENCH_RATE_LIMIT: Type.Integer({
    minimum: 0,
    maximum: 1_000_000,
    default: 0,
    description: 'requests a minute for each key, a whole number from 0 (no limit) to 1000000',
  }),
};

/** Who may ask, and how often. */
export interface AccessSettings {
  /** Whether other machines may reach the service although it has no keys. */
  readonly isInsecure: boolean;
  /** For each key that has no limit of its own; 0 is none. */
  readonly requestsPerMinute: number;
}

export function accessSettingsFrom(values: ValuesOf<typeof ACCESS_VARIABLES>): AccessSettings {
  return { isInsecure: values.SCANBENCH_INSECURE === '1', requestsPerMinute: values.SCANBENCH_RATE_LIMIT };
}
