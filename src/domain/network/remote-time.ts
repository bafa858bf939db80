import { addRemoteTraffic, NO_REMOTE_TRAFFIC, type RemoteTraffic } from './remote-traffic.ts';

/** What asking a model on another machine took, summed over requests. All of it lies within `inferMs`. */
export interface RemoteTime extends RemoteTraffic {
  readonly requests: number;
  /** From the first byte sent to the last byte received, a new connection included. */
  readonly roundTripMs: number;
  /** From the last byte handed to the network to the first byte of the answer: the server's work and the way there and back. */
  readonly waitMs: number;
  /** What the server says that it worked (`Server-Timing: total`); null where it did not say so of every request. */
  readonly serverMs: number | null;
}

export const NO_REMOTE_TIME: RemoteTime = {
  requests: 0,
  roundTripMs: 0,
  waitMs: 0,
  serverMs: 0,
  ...NO_REMOTE_TRAFFIC,
};

/** What the server worked is known of both only where it is known of each. */
export function addRemoteTimes(first: RemoteTime, second: RemoteTime): RemoteTime {
  return {
    requests: first.requests + second.requests,
    roundTripMs: first.roundTripMs + second.roundTripMs,
    waitMs: first.waitMs + second.waitMs,
    serverMs: first.serverMs === null || second.serverMs === null ? null : first.serverMs + second.serverMs,
    ...addRemoteTraffic(first, second),
  };
}

/** The way there and back, both ends' sockets included; null where the server does not say how long it worked. */
export function networkMsOf({ roundTripMs, serverMs }: RemoteTime): number | null {
  return serverMs === null ? null : Math.max(0, roundTripMs - serverMs);
}
