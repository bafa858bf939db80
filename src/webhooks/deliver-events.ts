import type { Failure } from '../domain/failure.ts';
import type { DeliveryOutcome, DeliveryState } from '../domain/service/delivery.ts';
import { createSteadyClock } from '../domain/time/steady-clock.ts';
import {
  countDeliveries,
  type Delivery,
  dueDeliveries,
  hasUnqueuedEvents,
  markArrived,
  markFailed,
  queueDeliveries,
  shortenWaits,
} from '../records/events/deliveries.ts';
import { checkWebhooks, findWebhook, type WebhookRecord } from '../records/events/webhook-records.ts';
import type { Records } from '../records/open-records.ts';
import { type Posted, postEvent } from './post-event.ts';
import { longestDelayMs, retryDelayMs } from './retry-delay.ts';

export interface DeliveringOptions {
  readonly records: Records;
  readonly maxAttempts: number;
  readonly timeoutMs: number;
  readonly onOutcome: (outcome: DeliveryOutcome) => void;
  /** Now and then: how many deliveries there are in each state. */
  readonly onCount?: (deliveries: ReadonlyMap<DeliveryState, number>) => void;
  /** Once for each webhook that is told nothing because its row is damaged: which, and what to do. The others are told. */
  readonly onDamaged?: (failure: Failure) => void;
  /** What went wrong although it cannot; delivering goes on. */
  readonly onBug: (error: unknown) => void;
  /** How often it looks for what is due and for what a command has changed. */
  readonly lookEveryMs?: number;
  /** When something is due; by default a clock that the machine's own does not move once it runs. */
  readonly now?: () => number;
  readonly random?: () => number;
}

/** On their way to one webhook at the same time. */
const AT_ONCE = 8;
const LOOK_EVERY_MS = 5000;

/**
 * Tells the webhooks what happens, until it is stopped: each event at least once, in no promised order. What is due
 * lies in the records, so a process that ends loses no event, and tells one twice at most. A receiver that hangs holds
 * up its own events only.
 */
export function startDelivering({ now = createSteadyClock(), ...rest }: DeliveringOptions): { stop(): Promise<void> } {
  const options = { ...rest, now };
  const { records, onBug, onCount = () => {}, onDamaged = () => {}, lookEveryMs = LOOK_EVERY_MS } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  const atWork = new Map<string, Promise<void>>();
  /** Webhooks that something came for while they were at work. */
  const missed = new Set<string>();
  const damaged = new Set<string>();
  const memory: Memory = { leftAlone: new Map(), unkept: new Map() };
  let hasWebhooks = false;
  let looking = Promise.resolve();
  let isLookPlanned = false;
  let isPutRight = false;

  /** One look after the other, and never two that wait. */
  function planLook(thenTell: boolean): void {
    if (isLookPlanned || signal.aborted) return;
    isLookPlanned = true;
    looking = looking.then(async () => {
      isLookPlanned = false;
      if (signal.aborted) return;
      await lookAtAll();
      const counted = thenTell ? await attempt(() => countDeliveries(records.db)) : null;
      if (counted !== null) onCount(counted);
    });
  }

  function wake(): void {
    if (hasWebhooks) planLook(false);
  }

  function tellOnce(failure: Failure): void {
    if (damaged.has(failure.message)) return;
    damaged.add(failure.message);
    onDamaged(failure);
  }

  /** Once: the clock may have been set back since the last process wrote down when it would try again. */
  async function putRight(): Promise<void> {
    const change = () => records.commit.write((transaction) => shortenWaits(transaction, now(), longestDelayMs));
    isPutRight = (await attempt(change))?.ok ?? false;
  }

  async function lookAtAll(): Promise<void> {
    if (!isPutRight) await putRight();
    const found = await attempt(() => checkWebhooks(records.db));
    hasWebhooks = (found?.length ?? 0) > 0;
    for (const checked of found ?? []) {
      if (signal.aborted) return;
      if (!checked.ok) {
        tellOnce(checked.failure);
        continue;
      }
      const { id } = checked.value;
      if (atWork.has(id)) {
        missed.add(id);
        continue;
      }
      atWork.set(id, work(id));
    }
  }

  /**
   * Works off what came for a webhook meanwhile, too, without a look at the others: looks that two webhooks caused for each
   * other would never end, and with SQLite leave the thread to nobody else.
   */
  async function work(id: string): Promise<void> {
    do {
      missed.delete(id);
      await attempt(() => workOff(id, options, memory, signal));
    } while (missed.has(id) && !signal.aborted);
    missed.delete(id);
    atWork.delete(id);
  }

  /** What cannot be read now is read at the next look; a bug is told, and ends nothing. */
  async function attempt<Value>(work: () => Promise<Value>): Promise<Value | null> {
    try {
      const done = await records.gate.attempt(work);
      return done.ok ? done.value : null;
    } catch (bug) {
      onBug(bug);
      return null;
    }
  }

  const stopListening = records.commit.onCommit(wake);
  const timer = setInterval(() => planLook(true), lookEveryMs);
  planLook(true);
  return {
    async stop() {
      stopping.abort();
      clearInterval(timer);
      stopListening();
      await looking;
      await Promise.all(atWork.values());
    },
  };
}

type ClockedOptions = DeliveringOptions & { readonly now: () => number };

/** What is not in the records. A restart forgets it: webhooks ask again, and are sent again what they may have. */
interface Memory {
  /** Until when which webhooks have asked to be told nothing. */
  readonly leftAlone: Map<string, number>;
  /** What came of which event where that could not be kept, on a full disk, say: it is kept as soon as it can be. */
  readonly unkept: Map<string, Posted>;
}

/** Until nothing is due for this webhook, or it asks to be left alone. */
async function workOff(id: string, options: ClockedOptions, memory: Memory, signal: AbortSignal): Promise<void> {
  const { records, now } = options;
  while (!signal.aborted) {
    if (await hasUnqueuedEvents(records.db, id)) {
      const webhook = await findWebhook(records.db, id);
      if (!webhook?.ok) return;
      const queued = await records.commit.write((transaction) => queueDeliveries(transaction, webhook.value, now()));
      if (!queued.ok) return;
      continue;
    }
    if (now() < (memory.leftAlone.get(id) ?? 0)) return;
    const due = await dueDeliveries(records.db, id, now(), AT_ONCE);
    if (due.length === 0) return;
    if (!(await records.gate.attempt(records.whenOnDisk)).ok) return;
    // Read anew each time, and last: a secret that was added before something fell due signs it.
    const webhook = await findWebhook(records.db, id);
    if (!webhook?.ok) return;
    const isKept = await Promise.all(due.map((delivery) => deliver(webhook.value, delivery, options, memory, signal)));
    if (isKept.includes(false)) return;
  }
}

/** Gives false where the outcome could not be kept: at the next look that is tried again, and the event is not sent again. */
async function deliver(
  webhook: WebhookRecord,
  { event, attempts }: Delivery,
  options: ClockedOptions,
  { leftAlone, unkept }: Memory,
  signal: AbortSignal,
): Promise<boolean> {
  const { records, maxAttempts, timeoutMs, onOutcome, now, random = Math.random } = options;
  const key = `${webhook.id} ${event.seq}`;
  const before = unkept.get(key);
  // The receiver holds the moment of sending against its own time of day.
  const posted = before ?? (await postEvent(webhook, event, { timeoutMs, nowMs: Date.now(), signal }));
  // Cut off because the service stops, which is nobody's failure: the next start tries again.
  if (!posted.arrived && signal.aborted) return false;
  if (before === undefined && !posted.arrived && posted.leaveAloneMs !== null)
    leftAlone.set(webhook.id, now() + posted.leaveAloneMs);
  const tries = attempts + 1;
  const isDead = !posted.arrived && (posted.isFinal || tries >= maxAttempts);
  const kept = await records.commit.write((transaction) => {
    if (posted.arrived) return markArrived(transaction, webhook.id, event.seq);
    return markFailed(transaction, webhook.id, event.seq, {
      state: isDead ? 'dead' : 'pending',
      attempts: tries,
      at: isDead ? Date.now() : now() + retryDelayMs(tries, random()),
      why: posted.why,
    });
  });
  if (!kept.ok) {
    unkept.set(key, posted);
    return false;
  }
  unkept.delete(key);
  onOutcome(posted.arrived ? 'arrived' : isDead ? 'dead' : 'failed');
  return true;
}
