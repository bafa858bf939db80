import { onTestFinished } from 'vitest';
import { listen, startTestApp } from '../test-app.ts';

export interface Heard {
  readonly id: string | undefined;
  readonly event: string | undefined;
  readonly data: Record<string, unknown>;
}

/** Listens until the test ends. */
export async function hear(url: string, headers: Record<string, string> = {}) {
  const abort = new AbortController();
  onTestFinished(() => abort.abort());
  const reply = await fetch(`${url}/v1/events`, { headers, signal: abort.signal });
  const reader = reply.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  /** Null where the stream ended before. */
  const until = async (isEnough: (events: readonly Heard[]) => boolean): Promise<readonly Heard[] | null> => {
    for (;;) {
      const events = framesIn(text);
      if (isEnough(events)) return events;
      if (!(await readOn())) return null;
    }
  };
  const readOn = async () => {
    const piece = await reader?.read();
    if (piece === undefined || piece.done) return false;
    text += piece.value;
    return true;
  };
  return {
    reply,
    leave: () => abort.abort(),
    until,
    /** What comes first: where to come back to. */
    async beginning(): Promise<string> {
      await readOn();
      return text;
    },
  };
}

/** The events of a stream, without its comments. */
export function framesIn(text: string): readonly Heard[] {
  const frames = text
    .split('\n\n')
    .slice(0, -1)
    .map((frame) => frame.split('\n'));
  return frames
    .filter((lines) => lines.some((line) => line.startsWith('event:')))
    .map((lines) => {
      const field = (name: string) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
      return { id: field('id'), event: field('event'), data: JSON.parse(field('data') ?? '{}') };
    });
}

/** So many events, or more. */
export const enough = (count: number) => (events: readonly Heard[]) => events.length >= count;

/** The application, listening. */
export async function startedApp() {
  const test = await startTestApp();
  const { url, port } = await listen(test.app);
  return { ...test, url, port };
}
