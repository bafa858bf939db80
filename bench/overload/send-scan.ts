import { type Agent, request } from 'node:http';
import { errorCode } from '../../src/domain/language/error-code.ts';
import type { Post } from '../drive.ts';

/** What became of one posted scan. */
export interface SentScan {
  /** Null where the connection broke before the answer had come whole. */
  readonly status: number | null;
  /** The code of the error that broke the connection, such as EPIPE; else null. */
  readonly brokenBy: string | null;
  /** Seconds, where the answer says so. */
  readonly retryAfter: number | null;
  /** The service's own account of where the time went, `Server-Timing`; empty where it gives none. */
  readonly serverTiming: string;
  /** On the clock of `performance.now()`. */
  readonly answeredAt: number;
}

const TIMEOUT_MS = 60_000;

/** Posts a scan, all of its body whatever comes back meanwhile, as most clients do. Never rejects. */
export function sendScan(
  url: string,
  { path, contentType, body, headers: more = {} }: Post & { readonly headers?: Readonly<Record<string, string>> },
  agent: Agent,
): Promise<SentScan> {
  return new Promise((resolve) => {
    let status: number | null = null;
    let retryAfter: number | null = null;
    let serverTiming = '';
    const settle = (brokenBy: string | null) => {
      const answeredAt = performance.now();
      resolve({ status: brokenBy === null ? status : null, brokenBy, retryAfter, serverTiming, answeredAt });
    };
    const headers = { ...more, 'content-type': contentType, 'content-length': body.length };
    const post = request(`${url}${path}`, { method: 'POST', headers, agent, timeout: TIMEOUT_MS }, (answer) => {
      status = answer.statusCode ?? null;
      serverTiming = String(answer.headers['server-timing'] ?? '');
      const seconds = answer.headers['retry-after'];
      retryAfter = seconds === undefined ? null : Number(seconds);
      answer.on('error', (error) => settle(errorCode(error) ?? error.message));
      answer.on('end', () => settle(null)).resume();
    });
    post.on('timeout', () => post.destroy(new Error('TIMEOUT')));
    post.on('error', (error) => settle(errorCode(error) ?? error.message));
    post.end(body);
  });
}
