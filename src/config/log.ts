import { Type } from 'typebox';
import type { ValuesOf } from './variables.ts';

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

export const LOG_VARIABLES = {
  SCANBENCH_LOG_LEVEL: Type.Enum(LOG_LEVELS, { default: 'info', description: `one of ${LOG_LEVELS.join(', ')}` }),
};

/** How much is logged. */
export interface LogSettings {
  readonly logLevel: (typeof LOG_LEVELS)[number];
}

export function logSettingsFrom(values: ValuesOf<typeof LOG_VARIABLES>): LogSettings {
  return { logLevel: values.SCANBENCH_LOG_LEVEL };
}
