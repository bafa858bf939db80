import { SERVICE_KEY_VARIABLE } from '../../../config/service-key.ts';
import { fail, type Outcome, succeed } from '../../../domain/failure.ts';
import { isLoopbackHost } from '../../../domain/network/loopback-host.ts';
import { readKey } from '../../../records/access/api-key.ts';

/**
 * The key that a service is asked with; null where there is none. It is never part of a message. Fails with
 * `malformed-request` where it is none, or would cross the network in the clear.
 */
export function serviceKeyFor(target: string, key: string | null): Outcome<string | null> {
  if (key === null) return succeed(null);
  if (readKey(key) === null) {
    const message = `${SERVICE_KEY_VARIABLE} holds no key: one is sbk_, 16 and 43 characters. Copy it once more, whole.`;
    return fail('malformed-request', message);
  }
  const { protocol, hostname } = new URL(target);
  if (protocol === 'https:' || isLoopbackHost(hostname)) return succeed(key);
  const message =
    `The key in ${SERVICE_KEY_VARIABLE} would cross the network in the clear: name the service with https://, or reach it ` +
    'through a tunnel that ends on this machine.';
  return fail('malformed-request', message);
}
