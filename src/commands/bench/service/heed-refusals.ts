import { type Failure, fail } from '../../../domain/failure.ts';
import { counted } from '../../../domain/language/counted.ts';
import { type Clock, REFUSALS, type Target } from '../targets/drive-block.ts';

/** One that asks to be left alone for longer has no place for a benchmark. */
const LONGEST_WAIT_SECONDS = 60;
/** So long a block waits in all: more would make a plan of minutes one of hours. */
const LONGEST_WAITS_SECONDS = 120;

/**
 * Drives a service in a closed loop as one that heeds what it is told: no more scans are under way than it has places for,
 * the others wait here, and after a refusal none is sent for as long as it asks for. The refused scan is not sent again: it
 * failed. The clock stands still while nothing is under way for that reason, because the service was asked for nothing.
 *
 * Where a service asks for more than a minute, or for more than two in all, its refusal is handed on.
 */
export function heedRefusals(target: Target, places: number, clock: Clock): { target: Target; clock: Clock } {
  let free = places;
  const queue: (() => void)[] = [];
  let underWay = 0;
  let pause: Promise<void> | null = null;
  let waitedSeconds = 0;
  let idleSinceMs: number | null = null;
  let idleMs = 0;

  const beginPause = (seconds: number) => {
    waitedSeconds += seconds;
    if (underWay === 0) idleSinceMs = clock.nowMs();
    return clock.sleep(1000 * seconds).then(() => {
      pause = null;
      if (idleSinceMs !== null) idleMs += clock.nowMs() - idleSinceMs;
      idleSinceMs = null;
    });
  };
  const screen: Target['screen'] = async (scan) => {
    if (free > 0) free--;
    else await new Promise<void>((resolve) => queue.push(resolve));
    try {
      while (pause !== null) await pause;
      underWay++;
      const answered = await target.screen(scan);
      underWay--;
      if (pause !== null && underWay === 0) idleSinceMs = clock.nowMs();
      if (answered.ok || !REFUSALS.includes(answered.failure.code)) return answered;
      const { retryAfterSeconds: seconds = 1 } = answered.failure;
      const said = explained(answered.failure, places);
      if (pause === null) {
        if (seconds > LONGEST_WAIT_SECONDS || waitedSeconds + seconds > LONGEST_WAITS_SECONDS) {
          return fail(answered.failure.code, said);
        }
        pause = beginPause(seconds);
      }
      await pause;
      return fail('runtime-failed', said);
    } finally {
      const next = queue.shift();
      if (next === undefined) free++;
      else next();
    }
  };
  const nowMs = () => clock.nowMs() - idleMs - (idleSinceMs === null ? 0 : clock.nowMs() - idleSinceMs);
  return { target: { screen }, clock: { nowMs, sleep: clock.sleep } };
}

function explained({ code, message }: Failure, places: number): string {
  if (code === 'rate-limited') return `Refused: ${message} Drive it with a key that may send more.`;
  return (
    `Refused: ${message} No more than ${counted(places, 'scan')} ${places === 1 ? 'was' : 'were'} under way. Let nobody else use the service, and say in the plan ` +
    'how many workers it has.'
  );
}
