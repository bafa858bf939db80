import { Type } from 'typebox';
import type { ValuesOf } from './variables.ts';

export const WEBHOOKS_VARIABLES = {
  SCANBENCH_WEBHOOK_ATTEMPTS: Type.Integer({
    minimum: 1,
    maximum: 100,
    default: 10,
    description: 'a whole number from 1 to 100',
  }),
  SCANBENCH_WEBHOOK_TIMEOUT_MS: Type.Integer({
    minimum: 100,
    maximum: 60_000,
    default: 10_000,
    description: 'milliseconds, a whole number from 100 to 60000',
  }),
};

/** How hard a webhook is tried. */
export interface WebhooksSettings {
  readonly webhookAttempts: number;
  readonly webhookTimeoutMs: number;
}

export function webhooksSettingsFrom(values: ValuesOf<typeof WEBHOOKS_VARIABLES>): WebhooksSettings {
  return {
    webhookAttempts: values.SCANBENCH_WEBHOOK_ATTEMPTS,
    webhookTimeoutMs: values.SCANBENCH_WEBHOOK_TIMEOUT_MS,
  };
}
