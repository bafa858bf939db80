import { randomUUID } from 'node:crypto';
import type { Random } from '../../src/simulator/random.ts';

/** A scan as it was sent. */
interface SentScan {
  readonly body: Buffer<ArrayBuffer>;
  /** Its `Idempotency-Key`, where it has one. */
  readonly key: string | null;
  readonly isAsync: boolean;
}

/** A scan that the service has acknowledged, and so has promised to keep. */
export interface Acknowledged extends SentScan {
  readonly id: string;
  /** What was answered, word for word. */
  readonly answer: string;
  /** True once its inspection was acknowledged, too. */
  isInspected: boolean;
  /** `deleted` once its deletion was acknowledged; `unknown` where that was asked for and not answered. */
  fate: 'kept' | 'deleted' | 'unknown';
}

export type Counts = Record<'screened' | 'queued' | 'inspected' | 'deleted' | 'cutOff' | 'retried', number>;

export interface SentScans {
  /** Lets so many clients send one scan after the other until the service is gone. */
  begin(url: string, clients: number): { end(): Promise<void> };
  /** Sends again what has a name and got no answer; gives everything that was acknowledged. */
  settle(url: string): Promise<readonly Acknowledged[]>;
  counts(): Counts;
}

type Bodies = readonly [Buffer<ArrayBuffer>, ...Buffer<ArrayBuffer>[]];

/** Scanners that behave: half of the requests have a name and are sent again when they were cut off. */
export function sendScans(bodies: Bodies, random: Random): SentScans {
  const acknowledged: Acknowledged[] = [];
  const unanswered: SentScan[] = [];
  const counts = { screened: 0, queued: 0, inspected: 0, deleted: 0, cutOff: 0, retried: 0 };

  function next(): SentScan {
    const again = unanswered.pop();
    if (again !== undefined) {
      counts.retried++;
      return again;
    }
    return { body: random.pick(bodies), key: random.chance(0.5) ? randomUUID() : null, isAsync: random.chance(0.3) };
  }

  /** False where the connection broke. */
  async function send(url: string, scan: SentScan): Promise<boolean> {
    try {
      const reply = await post(url, scan);
      const answer = await reply.text();
      if (reply.status === 503) {
        unanswered.push(scan);
        return true;
      }
      if (reply.status !== 201 && reply.status !== 202) throw new Error(`answered ${reply.status}: ${answer}`);
      counts[reply.status === 201 ? 'screened' : 'queued']++;
      const id = reply.headers.get('location')?.split('/').at(-1) ?? '';
      const kept: Acknowledged = {
        ...scan,
        id,
        answer: reply.status === 201 ? answer : '',
        isInspected: false,
        fate: 'kept',
      };
      acknowledged.push(kept);
      if (random.chance(0.3)) kept.isInspected = (await inspect(url, id)).ok;
      if (kept.isInspected) counts.inspected++;
      if (random.chance(0.1)) {
        kept.fate = 'unknown';
        if ((await fetch(`${url}/v1/scans/${id}`, { method: 'DELETE' })).status === 204) kept.fate = 'deleted';
        if (kept.fate === 'deleted') counts.deleted++;
      }
      return true;
    } catch (error) {
      // What fetch throws where the connection breaks; anything else is not what is tried here.
      if (!(error instanceof TypeError)) throw error;
      counts.cutOff++;
      if (scan.key !== null && !acknowledged.some(({ key }) => key === scan.key)) unanswered.push(scan);
      return false;
    }
  }

  return {
    begin(url, clients) {
      let isOver = false;
      const client = async () => {
        while (!isOver) if (!(await send(url, next()))) return;
      };
      const running = Promise.all(Array.from({ length: clients }, client));
      return {
        async end() {
          isOver = true;
          await running;
        },
      };
    },
    async settle(url) {
      while (unanswered.length > 0) await send(url, next());
      return acknowledged;
    },
    counts: () => counts,
  };
}

/** Records what officers found. */
function inspect(url: string, id: string): Promise<Response> {
  return fetch(`${url}/v1/scans/${id}/inspection`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ outcome: 'threat', selectedBy: 'random', inspectedAt: new Date().toISOString() }),
  });
}

/** Posts a scan as its sender did. */
export function post(url: string, { body, key, isAsync }: SentScan): Promise<Response> {
  return fetch(`${url}/v1/scans`, {
    method: 'POST',
    headers: {
      'content-type': 'image/png',
      ...(key !== null && { 'idempotency-key': key }),
      ...(isAsync && { prefer: 'respond-async' }),
    },
    body,
  });
}
