import { createHmac, randomBytes } from 'node:crypto';

// Standard Webhooks 1.0.0, symmetric signatures: https://www.standardwebhooks.com

const PREFIX = 'whsec_';

/** A secret of 32 random bytes, as receivers' libraries take it. */
export function newWebhookSecret(): string {
  return PREFIX + randomBytes(32).toString('base64');
}

/** What goes into `webhook-signature`: HMAC-SHA-256 of id, moment (seconds since 1970) and body. */
export function signWebhook(secret: string, id: string, atSeconds: number, body: string): string {
  const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${atSeconds}.${body}`).digest('base64')}`;
}
