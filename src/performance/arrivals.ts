import { trafficDraws } from './traffic-draws.ts';

/** When scans are due, in milliseconds since the block began, ascending and without end. Looks at no answer. */
export type Arrivals = Generator<number, never>;

/** Gates that containers pass one after the other, each in its own time. */
export interface Lanes {
  readonly lanes: number;
  /** Between two containers of a lane, on average. */
  readonly taktMs: number;
  /** From 0 to below 1: a gap is uniform between (1 − jitter) and (1 + jitter) takt times. */
  readonly jitter: number;
}

/** A train that passes a scanner, again and again. */
export interface Train {
  readonly boxes: number;
  /** Between two boxes of a train. */
  readonly boxMs: number;
  /** From the last box of a train, and the time of one, to the first box of the next train. */
  readonly pauseMs: number;
}

/** A Poisson process: gaps are exponential, so that arrivals bunch as those of many independent senders do. LoadGen's `server`. */
export function* poissonArrivals(perSecond: number, seed: number): Arrivals {
  const unit = trafficDraws(seed);
  for (let dueMs = 0; ; ) {
    dueMs -= (1000 * Math.log(unit())) / perSecond;
    yield dueMs;
  }
}

/** Lanes begin anywhere within their first takt time and then keep to their takt, but for the jitter of each gap. */
export function* laneArrivals({ lanes, taktMs, jitter }: Lanes, seed: number): Arrivals {
  const unit = trafficDraws(seed);
  const next = Array.from({ length: lanes }, () => taktMs * unit());
  for (;;) {
    const dueMs = Math.min(...next);
    yield dueMs;
    next[next.indexOf(dueMs)] = dueMs + taktMs * (1 + jitter * (2 * unit() - 1));
  }
}

/** Every box at its time: nothing is drawn, a train has no jitter. */
export function* trainArrivals({ boxes, boxMs, pauseMs }: Train): Arrivals {
  for (let train = 0; ; train++) {
    const startMs = train * (boxes * boxMs + pauseMs);
    for (let box = 0; box < boxes; box++) yield startMs + box * boxMs;
  }
}
