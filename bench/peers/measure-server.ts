import { Agent } from 'node:http';
import { poissonArrivals } from '../../src/performance/arrivals.ts';
import { type ArrivedScan, driveOpenLoop, measureCapacity } from '../overload/drive-loops.ts';
import { sendScan } from '../overload/send-scan.ts';
import { numberedBodies } from './numbered-body.ts';
import type { PeerCase } from './peer-case.ts';
import type { RunningServer } from './start-peer.ts';

/** One round of one server. */
export interface ServerRound {
  readonly capacityPerSecond: number;
  readonly cpuMsPerScan: number;
  /** At 70 % of the capacity, Poisson arrivals; Infinity for a scan that was not screened. */
  readonly loadedMs: readonly number[];
  /** At twice the capacity. */
  readonly overload: readonly ArrivedScan[];
  readonly overloadSeconds: number;
  /** Screened a second while the overload lasted. */
  readonly goodputPerSecond: number;
}

export interface RoundTerms {
  readonly round: number;
  /** Of each of the three stretches: full, at 70 %, at twice. */
  readonly seconds: number;
}

/** In flight where the capacity is measured: as many as Scanbench takes in with one worker. */
const SENDERS = 4;
const WARM_UP_SECONDS = 3;
const LOAD = 0.7;
const OVERLOAD = 2;

/** Asks for one score. Throws where there is none: a server that cannot answer is not measured. */
export async function askScore(server: RunningServer, { png }: PeerCase): Promise<number> {
  const answer = await fetch(`${server.url}${server.path}`, {
    method: 'POST',
    headers: { 'content-type': server.contentType },
    body: new Uint8Array(numberedBodies(png, server.form)(0)),
  });
  const text = await answer.text();
  const score = answer.status === server.answeredStatus ? server.scoreIn(JSON.parse(text)) : null;
  if (score === null) throw new Error(`a scan was answered ${answer.status}: ${text.slice(0, 200)}`);
  return score;
}

/** Warm-up, capacity with CPU, 70 % of it, twice it; the rates are those of the capacity that was just measured. */
export async function measureServer(
  server: RunningServer,
  { png }: PeerCase,
  { round, seconds }: RoundTerms,
): Promise<ServerRound> {
  const agent = new Agent({ keepAlive: true });
  const bodyOf = numberedBodies(png, server.form);
  const { path, contentType, answeredStatus } = server;
  let sent = 0;
  const send = () => sendScan(server.url, { path, contentType, body: bodyOf(++sent) }, agent);
  try {
    await measureCapacity(send, { senders: SENDERS, seconds: WARM_UP_SECONDS, answeredStatus });
    const cpuBefore = await server.cpuSeconds();
    const sentBefore = sent;
    const capacityPerSecond = await measureCapacity(send, { senders: SENDERS, seconds, answeredStatus });
    const cpuSeconds = (await server.cpuSeconds()) - cpuBefore;
    const cpuMsPerScan = (1000 * cpuSeconds) / (sent - sentBefore);
    const at = (share: number) => {
      const perSecond = share * capacityPerSecond;
      return driveOpenLoop(send, {
        perSecond,
        seconds,
        answeredStatus,
        arrivals: poissonArrivals(perSecond, round + 1),
      });
    };
    const loaded = await at(LOAD);
    const overloaded = await at(OVERLOAD);
    return {
      capacityPerSecond,
      cpuMsPerScan,
      loadedMs: loaded.scans.map(({ status, latencyMs }) =>
        status === answeredStatus ? latencyMs : Number.POSITIVE_INFINITY,
      ),
      overload: overloaded.scans,
      overloadSeconds: seconds,
      goodputPerSecond: overloaded.answeredPerSecond,
    };
  } finally {
    agent.destroy();
  }
}
