import { isDeepStrictEqual } from 'node:util';
import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import type { ScreenedScan } from './screen-source.ts';
import type { ScreenedTechnology } from './screened-technology.ts';
import type { ScreeningData } from './screening-messages.ts';
import { type ScreeningProcess, startScreeningProcess } from './screening-process.ts';

export interface ScreenInProcesses {
  readonly data: ScreeningData;
  /** How many scans there are. */
  readonly scans: number;
  /** Scans at once, each in a process of its own. */
  readonly jobs: number;
  /** Told what was loaded, before the first scan; says which scan is the first, where those before it were screened already. */
  readonly onLoaded: (technologies: readonly ScreenedTechnology[]) => Outcome<number>;
  /** Called in the order of the scans, whichever is done first; false ends the work. */
  readonly onScreened: (screened: Outcome<ScreenedScan>) => boolean;
  /** Starts a process. */
  readonly start?: (data: ScreeningData) => Promise<Outcome<ScreeningProcess>>;
}

/** What a technology does not come back from is waited for twice, for minutes each time: so often, and no more. */
const MOST_HANGS = 3;

/**
 * Screens scans in processes, one at a time in each. One that ends amid a scan, as native code that crashes or does not come
 * back ends it, is replaced: the scan is screened again with each technology alone, and those that end their process again
 * have failed on it. One that did not come back from three scans is asked no more. Fails where a process cannot be started, and
 * where a later one loads another technology than the first: answers of both would stand under one name.
 */
export async function screenInProcesses(crew: ScreenInProcesses): Promise<Outcome<null>> {
  const { data, scans, jobs, onLoaded, onScreened, start: startFirst = startScreeningProcess } = crew;
  const waiting = new Map<number, Outcome<ScreenedScan>>();
  let next = 0;
  let awaited = 0;
  let ended: Outcome<null> | null = null;
  const hangs = new Map<string, number>();
  const given: Record<string, string> = {};

  const noteHang = (id: string) => {
    const times = (hangs.get(id) ?? 0) + 1;
    hangs.set(id, times);
    if (times >= MOST_HANGS) given[id] = `It was not asked: it had not come back from ${MOST_HANGS} scans.`;
  };
  const takeIn = (index: number, screened: Outcome<ScreenedScan>) => {
    waiting.set(index, screened);
    for (let ready = waiting.get(awaited); ready !== undefined && ended === null; ready = waiting.get(awaited)) {
      waiting.delete(awaited++);
      if (!onScreened(ready)) ended = succeed(null);
    }
  };
  const work = async (first: ScreeningProcess) => {
    let worker = first;
    try {
      while (ended === null && next < scans) {
        const index = next++;
        const screened = await worker.screen({ index, notAsked: given });
        if ('message' in screened) takeIn(index, screened.message);
        else {
          const ids = worker.technologies.map(({ id }) => id);
          const again = await screenAlone({ index, ids, given, noteHang, start });
          takeIn(index, again);
          const replaced = await start();
          if (!replaced.ok) {
            ended ??= replaced;
            return;
          }
          worker = replaced.value;
        }
      }
    } catch (bug) {
      ended ??= succeed(null);
      throw bug;
    } finally {
      await worker.stop();
    }
  };

  const first = await startFirst(data);
  if (!first.ok) return first;
  const start = () => startAlike(first.value.technologies, () => startFirst(data));
  const begins = onLoaded(first.value.technologies);
  if (!begins.ok) {
    await first.value.stop();
    return begins;
  }
  next = begins.value;
  awaited = next;
  const others = await Promise.all(Array.from({ length: Math.min(jobs, scans - next) - 1 }, start));
  const started = [first, ...others];
  const broken = started.find(({ ok }) => !ok);
  const workers = started.flatMap((each) => (each.ok ? [each.value] : []));
  if (broken !== undefined && !broken.ok) {
    for (const worker of workers) await worker.stop();
    return broken;
  }
  const done = await Promise.allSettled(workers.map(work));
  for (const each of done) if (each.status === 'rejected') throw each.reason;
  return ended ?? succeed(null);
}

/** Starts one more process. Fails where what it loaded is not what the first one did. */
async function startAlike(
  wanted: readonly ScreenedTechnology[],
  start: () => Promise<Outcome<ScreeningProcess>>,
): Promise<Outcome<ScreeningProcess>> {
  const started = await start();
  if (!started.ok) return started;
  const { technologies, stop } = started.value;
  const other = wanted.find((technology, place) => !isDeepStrictEqual(technology, technologies[place]));
  if (other === undefined) return started;
  await stop();
  return fail(
    'runtime-failed',
    `${other.id} was changed while scans were screened: one process has other weights or another threshold for it than the ` +
      'first. Leave the models folder alone meanwhile, and run it anew.',
  );
}

/**
 * A scan amid which a process ended: asked of one technology after the other, and then of those together that bear it. Fails
 * with `unreadable-scan` where the process ends whoever is asked: it is the scan that cannot be read.
 */
async function screenAlone({ index, ids, given, noteHang, start }: AloneOptions): Promise<Outcome<ScreenedScan>> {
  const ask = async (notAsked: Readonly<Record<string, string>>) => {
    const process = await start();
    if (!process.ok) return { message: process };
    const screened = await process.value.screen({ index, notAsked });
    await process.value.stop();
    return screened;
  };
  const notAsked: Record<string, string> = { ...given };
  const hung: string[] = [];
  for (const id of ids) {
    if (id in notAsked) continue;
    const others = ids.filter((other) => other !== id).map((other) => [other, 'It was not asked.']);
    const screened = await ask(Object.fromEntries(others));
    if ('message' in screened) continue;
    if (screened.isHung) hung.push(id);
    notAsked[id] = `Its process ended (${screened.ended}) amid the scan: ${screened.cause}.`;
  }
  const together = await ask(notAsked);
  if ('message' in together) {
    for (const id of hung) noteHang(id);
    return together.message;
  }
  const all = ids.map((id) => [id, `The process of all technologies ended (${together.ended}) amid the scan, twice.`]);
  const none = await ask(Object.fromEntries(all));
  if ('message' in none) return none.message;
  return fail('unreadable-scan', `to read it ends the process (${none.ended}): its decoder crashes on it.`);
}

interface AloneOptions {
  readonly index: number;
  /** Of the technologies. */
  readonly ids: readonly string[];
  /** Those that are asked no more, and why. */
  readonly given: Readonly<Record<string, string>>;
  readonly noteHang: (id: string) => void;
  readonly start: () => Promise<Outcome<ScreeningProcess>>;
}
