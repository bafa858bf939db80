import { bytesText, factorText, msText } from '../../report-text/number-text.ts';
import type { MedianMs } from '../recall/median-ms.ts';
import type { Recall } from '../recall/recall.ts';
import type { Report } from './report.ts';

/** What is said over the figures of remote technologies, wherever they are shown. */
export const REMOTE_NOTE =
  'Before the timed blocks, scans one after the other, and as many empty requests; medians with 95 % bounds. Network is the round trip less what the ' +
  'server says it worked (Server-Timing: total): both ways, both ends’ sockets and the queues before its clock starts. A ' +
  'server that does not say leaves it unknown; an empty request is then the least that it can be. ' +
  'CPU, memory and weights in this report are those of this machine alone. Timed scans are sent again and again, so a server ' +
  'that remembers its answers would seem faster than it is: “first time ÷ again” is how many times as long scans took that it had never seen as the same ones ' +
  'at once afterwards. Where that shows a memory, there is no speed.';

export const REMOTE_HEAD = [
  'technology',
  'scans',
  'requests a scan',
  'sent a scan',
  'received a scan',
  'round trip',
  'server',
  'network',
  'empty request',
  'first time ÷ again',
] as const;

/** A row for each technology that another server runs; none where all run here. */
export function remoteRows({ technologies }: Pick<Report, 'technologies'>): readonly (readonly string[])[] {
  return technologies.flatMap(({ id, remote, recall }) =>
    remote === undefined
      ? []
      : [
          [
            id,
            String(remote.roundTrip.n),
            remote.requestsPerScan.toFixed(1),
            bytesText(remote.sentBytesPerScan),
            bytesText(remote.receivedBytesPerScan),
            medianText(remote.roundTrip),
            medianText(remote.server),
            medianText(remote.network),
            medianText(remote.emptyRoundTrip),
            recall === undefined ? 'not known' : recallText(recall),
          ],
        ],
  );
}

function medianText(median: MedianMs | null): string {
  if (median === null) return 'not told';
  const [low, high] = median.bounds;
  return `${msText(median.medianMs)} (${msText(low)}–${msText(high)})`;
}

function recallText({ timesAsLong: { median, bounds } }: Recall): string {
  const [low, high] = bounds;
  return `${factorText(median)} (${factorText(low)}–${factorText(high)})`;
}
