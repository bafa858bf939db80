import { type Outcome, succeed } from '../../src/domain/failure.ts';
import { errorMessage } from '../../src/domain/language/error-message.ts';
import { installedVersion, shipped } from '../../src/installation.ts';
import { askScore, measureServer, type ServerRound } from './measure-server.ts';
import type { PeerCase } from './peer-case.ts';
import { PEERS } from './peer-list.ts';
import { pythonWith, versionOf } from './python-environment.ts';
import { type RunningServer, startPeer, startScanbench } from './start-peer.ts';

export interface MeasuredServer {
  readonly name: string;
  readonly version: string;
  readonly answeredStatus: number;
  readonly score: number;
  readonly rounds: readonly ServerRound[];
}

export interface ServersCompared {
  readonly servers: readonly MeasuredServer[];
  readonly skipped: readonly { readonly name: string; readonly reason: string }[];
}

export interface CompareOptions {
  readonly scan: PeerCase;
  /** Ids of peers. */
  readonly wanted: readonly string[];
  readonly rounds: number;
  readonly seconds: number;
  readonly cpuList: string;
  readonly cache: string;
  readonly say: (text: string) => void;
}

/** Scores of one file in two decoders and two builds of one library may differ by rounding, not by more. */
const SCORE_TOLERANCE = 1e-4;

interface Candidate {
  readonly name: string;
  readonly version: string;
  readonly start: () => Promise<Outcome<RunningServer>>;
}

/**
 * Scanbench and its peers, one at a time on the same CPUs, round by round in turn, each started anew. A peer that does not
 * install, does not start, breaks off or scores otherwise than Scanbench is left out, with the reason; where Scanbench
 * does, there is nothing to compare with, and this throws.
 */
export async function compareServers(options: CompareOptions): Promise<ServersCompared> {
  const { scan, rounds, seconds, cpuList, say } = options;
  const { candidates, skipped } = await installPeers(options);
  const scanbench: Candidate = {
    name: 'Scanbench',
    version: installedVersion(),
    start: async () => succeed(await startScanbench(cpuList)),
  };
  const measured = new Map<
    string,
    { readonly server: Omit<MeasuredServer, 'rounds'>; readonly rounds: ServerRound[] }
  >();
  let left: readonly Candidate[] = [scanbench, ...candidates];
  for (let round = 0; round < rounds; round++) {
    for (const candidate of left) {
      say(`round ${round + 1} of ${rounds}: ${candidate.name}`);
      const { name, version } = candidate;
      const leaveOut = (reason: string) => {
        skipped.push({ name, reason });
        left = left.filter((other) => other !== candidate);
        measured.delete(name);
      };
      const started = await candidate.start();
      if (!started.ok) {
        leaveOut(started.failure.message);
        continue;
      }
      const server = started.value;
      try {
        const score = await askScore(server, scan);
        const expected = measured.get(scanbench.name)?.server.score ?? score;
        if (Math.abs(score - expected) > SCORE_TOLERANCE) {
          leaveOut(`scores ${score}, where Scanbench scores ${expected}`);
          continue;
        }
        const { answeredStatus } = server;
        const entry = measured.get(name) ?? { server: { name, version, answeredStatus, score }, rounds: [] };
        measured.set(name, entry);
        entry.rounds.push(await measureServer(server, scan, { round, seconds }));
      } catch (error) {
        if (candidate === scanbench) throw error;
        leaveOut(`broke off: ${errorMessage(error)}`);
      } finally {
        await server.stop();
      }
    }
  }
  return { servers: [...measured.values()].map(({ server, rounds: each }) => ({ ...server, rounds: each })), skipped };
}

async function installPeers({ wanted, cache, cpuList, scan, say }: CompareOptions) {
  const candidates: Candidate[] = [];
  const skipped: { name: string; reason: string }[] = [];
  for (const peer of PEERS.filter(({ id }) => wanted.includes(id))) {
    say(`${peer.name}: installing, where it is not there yet`);
    const python = await pythonWith(shipped('bench', 'peers', 'servers', `${peer.id}.txt`), cache);
    if (!python.ok) {
      skipped.push({ name: peer.name, reason: python.failure.message });
      continue;
    }
    candidates.push({
      name: peer.name,
      version: await versionOf(python.value, peer.package),
      start: () => startPeer(peer, { python: python.value, cpuList, file: scan.file }),
    });
  }
  return { candidates, skipped };
}
