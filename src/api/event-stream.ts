import type { EventPosition, StoredEvent } from '../records/events/events.ts';
import type { Records } from '../records/open-records.ts';

export interface EventStreamOptions {
  readonly records: Pick<Records, 'events' | 'commit'>;
  /** Null: the events of all ports. */
  readonly port: string | null;
  readonly from: EventPosition;
  /** Asked before anything is told: false ends the stream, as where the listener's key was revoked meanwhile. */
  readonly mayListen: () => Promise<boolean>;
  /** Ends the stream. */
  readonly signal: AbortSignal;
  /** A comment after so much silence keeps proxies from cutting the connection, and shows that the other end is there. */
  readonly heartbeatMs: number;
}

/** Read from the records at once: all that a client can make the service hold for it. */
const PAGE = 100;
/** How long a browser waits before it connects anew. */
const RETRY_MS = 3000;

/**
 * The text of `text/event-stream`: https://html.spec.whatwg.org/multipage/server-sent-events.html. Events are read from
 * the records as the client takes them, so that one who is slow holds up nobody and fills no buffer; it ends where the
 * records cannot be read, and the client comes back with `Last-Event-ID`.
 */
export async function* eventStream(options: EventStreamOptions): AsyncGenerator<string> {
  const { records, port, from, mayListen, signal, heartbeatMs } = options;
  // With the id where it begins: who is cut before the first event comes back to here, and misses none.
  yield `retry: ${RETRY_MS}\nid: ${from.id}\n\n`;
  if (!from.isWhole) yield 'event: gap\ndata: {}\n\n';
  let { seq } = from;
  // Counted from what this listener was told last: the commits of others neither put a comment off nor show in its moment.
  let commentAt = performance.now() + heartbeatMs;
  while (!signal.aborted) {
    // Listened for before reading, so that no commit falls between the two.
    const commit = nextCommit(records.commit, signal, Math.max(0, commentAt - performance.now()));
    const events = await records.events.after(seq, port, PAGE);
    if (!events.ok) return commit.stop();
    if (events.value.length > 0) {
      commit.stop();
      seq = events.value.at(-1)?.seq ?? seq;
      if (!(await mayListen())) return;
      yield events.value.map(frameOf).join('');
      commentAt = performance.now() + heartbeatMs;
    } else if ((await commit.came) === 'nothing') {
      if (!(await mayListen())) return;
      yield ': heartbeat\n\n';
      commentAt = performance.now() + heartbeatMs;
    }
  }
}

function frameOf({ id, type, data }: StoredEvent): string {
  return `id: ${id}\nevent: ${type}\ndata: ${data}\n\n`;
}

/** Settles at the next commit, at the end of the stream, or with `nothing` after a time. */
function nextCommit(commit: Records['commit'], signal: AbortSignal, withinMs: number) {
  let stop = () => {};
  const came = new Promise<'commit' | 'nothing'>((resolve) => {
    const settle = (what: 'commit' | 'nothing') => {
      clearTimeout(timer);
      stopListening();
      signal.removeEventListener('abort', onAbort);
      resolve(what);
    };
    const onAbort = () => settle('commit');
    const timer = setTimeout(() => settle('nothing'), withinMs);
    const stopListening = commit.onCommit(() => settle('commit'));
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) onAbort();
    stop = onAbort;
  });
  return { came, stop: () => stop() };
}
