import { type Static, Type } from 'typebox';
import { networkMsOf, type RemoteTime } from '../../../domain/network/remote-time.ts';
import { Amount, closed } from '../../files/schema-parts.ts';
import { MedianMs, medianMs } from '../recall/median-ms.ts';

/** What asking its server cost a remote technology, on screenings one after the other before the timed blocks. */
export const RemoteProfileSchema = Type.Object(
  {
    requestsPerScan: Amount,
    sentBytesPerScan: Amount,
    receivedBytesPerScan: Amount,
    roundTrip: Type.Object(MedianMs.properties, { ...closed, description: 'All requests of a scan together.' }),
    server: Type.Union([MedianMs, Type.Null()], {
      description: 'What the server says it worked (Server-Timing: total); null where it does not say.',
    }),
    network: Type.Union([MedianMs, Type.Null()], {
      description: 'Round trip less what the server says it worked; null where it does not say.',
    }),
    emptyRoundTrip: Type.Object(MedianMs.properties, {
      ...closed,
      description: 'GET /v2/health/live: the least that one request costs, without a tensor and without work.',
    }),
  },
  closed,
);
export type RemoteProfile = Static<typeof RemoteProfileSchema>;

/** Sums up screenings, at least six, and as many empty round trips. Throws a RangeError below. */
export function profileOf(screenings: readonly RemoteTime[], emptyRoundTripsMs: readonly number[]): RemoteProfile {
  const mean = (of: (time: RemoteTime) => number) =>
    screenings.reduce((sum, time) => sum + of(time), 0) / screenings.length;
  const serverMs = screenings.flatMap((time) => time.serverMs ?? []);
  const networkMs = screenings.flatMap((time) => networkMsOf(time) ?? []);
  const isToldAlways = serverMs.length === screenings.length;
  return {
    requestsPerScan: mean(({ requests }) => requests),
    sentBytesPerScan: mean(({ sentBytes }) => sentBytes),
    receivedBytesPerScan: mean(({ receivedBytes }) => receivedBytes),
    roundTrip: medianMs(screenings.map(({ roundTripMs }) => roundTripMs)),
    server: isToldAlways ? medianMs(serverMs) : null,
    network: isToldAlways ? medianMs(networkMs) : null,
    emptyRoundTrip: medianMs(emptyRoundTripsMs),
  };
}
