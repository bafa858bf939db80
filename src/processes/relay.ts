import type { FromPrimary, FromServing } from './messages.ts';

export interface RelayOptions {
  /** The places whose processes serve now. */
  readonly serving: () => readonly number[];
  /** Those of them that can screen. */
  readonly screening: () => readonly number[];
  /** Sends to the process of a place, also to one that does not serve yet; one that is gone is passed over. */
  readonly send: (slot: number, message: FromPrimary) => void;
  readonly slots: readonly number[];
  /** What is kept of the metrics of processes that have ended, as one text. */
  readonly retireMetrics: (texts: readonly string[]) => string;
  /** Takes a request off the limit of a key. Gives 0, or the seconds until the next one is due. */
  readonly takeRequest: (keyId: string, perMinute: number) => number;
}

/** Passes on what processes tell and ask each other. */
export interface Relay {
  hear(slot: number, message: FromServing): void;
  /** The process of a place has ended: nobody waits for it any more, and what it counted stays counted. */
  left(slot: number): void;
}

/** What some processes are waited for. */
interface Waiting {
  readonly asker: number;
  readonly missing: Set<number>;
  readonly done: () => void;
  readonly timer: NodeJS.Timeout;
}

/** A process that is busy for longer is not waited for: it hears the news later, and its metrics are those it gave last. */
const PATIENCE_MS = 1000;

export function createRelay(options: RelayOptions): Relay {
  const { serving, screening, send, slots, retireMetrics, takeRequest } = options;
  const waiting = new Map<string, Waiting>();
  const lastMetrics = new Map<number, string>();
  let retired: string | null = null;
  let gatherings = 0;

  function waitFor(name: string, asker: number, missing: readonly number[], done: () => void): void {
    const timer = setTimeout(() => settle(name), PATIENCE_MS);
    waiting.set(name, { asker, missing: new Set(missing), done, timer });
    if (missing.length === 0) settle(name);
  }

  function settle(name: string): void {
    const entry = waiting.get(name);
    waiting.delete(name);
    clearTimeout(entry?.timer);
    entry?.done();
  }

  function arrived(name: string, slot: number): void {
    const missing = waiting.get(name)?.missing;
    if (missing?.delete(slot) === true && missing.size === 0) settle(name);
  }

  const others = (slot: number) => serving().filter((other) => other !== slot);

  function gatherMetrics(slot: number, id: number): void {
    const gathering = ++gatherings;
    waitFor(`metrics ${gathering}`, slot, others(slot), () => {
      const texts = [...lastMetrics].filter(([other]) => other !== slot).map(([, text]) => text);
      send(slot, { kind: 'metrics-of-others', id, texts: retired === null ? texts : [...texts, retired] });
    });
    for (const other of others(slot)) send(other, { kind: 'metrics-asked', gathering });
  }

  return {
    hear(slot, message) {
      switch (message.kind) {
        case 'tell': {
          const { id, topic, news } = message;
          waitFor(`news ${slot} ${id}`, slot, others(slot), () => send(slot, { kind: 'delivered', id }));
          // Also to those that do not serve yet: they may have read already what has just changed.
          for (const other of slots) if (other !== slot) send(other, { kind: 'told', from: slot, id, topic, news });
          return;
        }
        case 'heard':
          return arrived(`news ${message.from} ${message.id}`, slot);
        case 'screening-wanted': {
          const isSo = screening().some((other) => other !== slot);
          return send(slot, { kind: 'screening-elsewhere', id: message.id, isSo });
        }
        case 'metrics-wanted':
          lastMetrics.set(slot, message.text);
          return gatherMetrics(slot, message.id);
        case 'metrics':
          lastMetrics.set(slot, message.text);
          return arrived(`metrics ${message.gathering}`, slot);
        case 'take': {
          const waitSeconds = takeRequest(message.keyId, message.perMinute);
          return send(slot, { kind: 'taken', id: message.id, waitSeconds });
        }
      }
    },
    left(slot) {
      const last = lastMetrics.get(slot);
      lastMetrics.delete(slot);
      if (last !== undefined) retired = retireMetrics(retired === null ? [last] : [retired, last]);
      for (const [name, { asker, timer }] of [...waiting]) {
        if (asker !== slot) arrived(name, slot);
        else {
          clearTimeout(timer);
          waiting.delete(name);
        }
      }
    },
  };
}
