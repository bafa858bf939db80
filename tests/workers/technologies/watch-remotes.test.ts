import { setImmediate } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { fail, type Outcome, succeed } from '../../../src/domain/failure.ts';
import { NO_REMOTE_TIME } from '../../../src/domain/network/remote-time.ts';
import { NO_REMOTE_TRAFFIC } from '../../../src/domain/network/remote-traffic.ts';
import type { Detector } from '../../../src/inference/detector.ts';
import { LONGEST_RETRY_MS } from '../../../src/workers/retry-delay.ts';
import { CHECK_MS, SECOND_LOOK_MS, watchRemotes } from '../../../src/workers/technologies/watch-remotes.ts';
import { nullDetector } from '../../fixtures/null-detector.ts';

const ID = 'vendor@remote-http';

/** A server that a test takes away and brings back, a watch over it, and a clock that stands until it is told to go on. */
async function startWatch() {
  const local = await nullDetector();
  const server = { isThere: true, asked: 0, closed: 0 };
  const answer = (): Outcome<null> => {
    server.asked += 1;
    return server.isThere ? succeed(null) : fail('runtime-failed', 'The server is away.');
  };
  const detector: Detector = {
    ...local,
    remote: {
      probe: async () => answer(),
      emptyRoundTripMs: async () => succeed(1),
      takeSpent: () => NO_REMOTE_TIME,
      takeTraffic: () => NO_REMOTE_TRAFFIC,
    },
    close: async () => void server.closed++,
  };
  const load = async (): Promise<Outcome<Detector>> => {
    const there = answer();
    return there.ok ? succeed(detector) : there;
  };
  const detectors = new Map<string, Detector>();
  const reasons: (string | null)[] = [];
  const pauses: { ms: number; end: () => void }[] = [];
  const ending = new AbortController();
  onTestFinished(() => ending.abort());
  const start = () =>
    watchRemotes({
      remotes: [{ id: ID, hash: 'a', load }],
      detectors,
      onReport: ({ reason }) => void reasons.push(reason),
      signal: ending.signal,
      pause: (ms) => new Promise((resolve) => pauses.push({ ms, end: () => resolve(undefined) })),
    });
  /** Lets the pause that lasts now be over, and gives its length. */
  const passPause = async () => {
    const pause = pauses.pop();
    pause?.end();
    await setImmediate();
    return pause?.ms;
  };
  return { server, start, detectors, reasons, passPause };
}

it('loads what is there at the first look, and asks it from time to time', async () => {
  const { server, start, detectors, reasons, passPause } = await startWatch();
  await start().looked;
  expect([...detectors.keys()]).toEqual([ID]);
  expect(reasons).toEqual(['Its server is being asked.', null]);
  expect([await passPause(), await passPause()]).toEqual([CHECK_MS, CHECK_MS]);
  expect(server.asked).toBe(3);
  expect(reasons.length).toBe(2);
});

it('comes to the end of the first look where the server is away, and finds it later, asking ever more seldom', async () => {
  const { server, start, detectors, reasons, passPause } = await startWatch();
  server.isThere = false;
  await start().looked;
  expect(reasons.at(-1)).toBe('The server is away.');
  const waited = [];
  for (let look = 0; look < 8; look++) waited.push(await passPause());
  expect(waited).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, LONGEST_RETRY_MS, LONGEST_RETRY_MS]);
  server.isThere = true;
  await passPause();
  expect([...detectors.keys()]).toEqual([ID]);
  expect(reasons).toEqual(['Its server is being asked.', 'The server is away.', null]);
});

it('takes out what is gone only at the second look, and closes it', async () => {
  const { server, start, detectors, reasons, passPause } = await startWatch();
  await start().looked;
  server.isThere = false;
  expect(await passPause()).toBe(CHECK_MS);
  expect(detectors.size).toBe(1);
  expect(await passPause()).toBe(SECOND_LOOK_MS);
  expect(detectors.size).toBe(0);
  expect(server.closed).toBe(1);
  expect(reasons.at(-1)).toBe('The server is away.');
});

it('lets one missed answer pass', async () => {
  const { server, start, detectors, reasons, passPause } = await startWatch();
  await start().looked;
  server.isThere = false;
  await passPause();
  server.isThere = true;
  await passPause();
  expect(detectors.size).toBe(1);
  expect(reasons.at(-1)).toBeNull();
});

it('asks at once where a screening failed', async () => {
  const { server, start } = await startWatch();
  const watch = start();
  await watch.looked;
  await setImmediate();
  watch.suspect('another@onnx-cpu');
  watch.suspect(ID);
  await setImmediate();
  expect(server.asked).toBe(2);
});
