import { fail, type Outcome, succeed } from '../../../domain/failure.ts';
import { blockTraffic } from '../../../performance/block-traffic.ts';
import { scanOrder } from '../../../performance/scan-order.ts';
import type { ScreenedTechnology } from '../../sample-screening/screened-technology.ts';
import { judgedText } from '../answer-text.ts';
import { type Answered, driveBlock, type Target } from '../targets/drive-block.ts';
import { processClock } from '../targets/process-clock.ts';
import type { RunningTarget } from '../targets/start-target.ts';
import type { BlockOrder, BlockReply } from '../targets/target-messages.ts';
import { heedRefusals } from './heed-refusals.ts';
import { listTechnologies } from './list-technologies.ts';
import { type PostedScan, postScan, type ServiceScreening } from './post-scan.ts';
import type { ServiceClient } from './service-client.ts';
import { readCpuMs } from './service-cpu.ts';

export interface ServiceTargetSetup {
  readonly client: ServiceClient;
  readonly technology: ScreenedTechnology;
  /** The timed scans. */
  readonly scans: readonly PostedScan[];
  /** That the service has, as far as is known. */
  readonly workers: number;
  readonly warmUpScans: number;
  readonly seed: number;
}

const OF_SERVICE = { tiles: 1, whyAlone: 'The service has a setting of its own.' } as const;

/** A service takes in as many scans as it has workers and two more, and refuses what is beyond that. */
const PLACES_BEYOND_WORKERS = 2;

/** One technology of a service, warm. Fails where the service screens nothing of its warm-up. */
export async function serviceTarget(setup: ServiceTargetSetup): Promise<Outcome<RunningTarget>> {
  const { client, technology, scans, warmUpScans } = setup;
  const target: Target = {
    screen: async (scan) => {
      const posted = scans[scan];
      if (posted === undefined) throw new RangeError('a scan was asked for that there is not');
      const screened = await postScan(client, technology.id, posted);
      return screened.ok ? succeed(answered(screened.value)) : screened;
    },
  };
  const startedAt = performance.now();
  const warmUps: Outcome<Answered>[] = [];
  for (let warmedUp = 0; warmedUp < warmUpScans; warmedUp++) {
    warmUps.push(await target.screen(warmedUp % scans.length));
  }
  const [failed] = warmUps.filter(({ ok }) => !ok);
  if (failed?.ok === false && !warmUps.some(({ ok }) => ok)) return failed;
  return succeed({
    ready: { technology, tileBatch: OF_SERVICE, loadMs: 0, warmUpMs: performance.now() - startedAt, remote: null },
    measure: (order) => measureBlock(setup, target, order),
    readSha256: () => readSha256(setup),
    stop: async () => {},
  });
}

function answered({ timings, ...screening }: ServiceScreening): Answered {
  return { answer: judgedText(screening), serviceMs: timings.totalMs - timings.queueMs };
}

async function measureBlock(
  { client, scans, workers, seed: planSeed }: ServiceTargetSetup,
  target: Target,
  { shape, leastMs, round }: BlockOrder,
): Promise<BlockReply> {
  const seed = planSeed + round;
  const depth = workers + PLACES_BEYOND_WORKERS;
  const { traffic, scansPerQuery, isOpen } = blockTraffic(shape, { leastMs, scans: scans.length, depth, seed });
  const cpuBeforeMs = await readCpuMs(client);
  const order = scanOrder(scans.length, seed);
  const driven = isOpen ? { target, clock: processClock } : heedRefusals(target, depth, processClock);
  const loopBefore = performance.eventLoopUtilization();
  const block = await driveBlock({ traffic, ...driven, order, scansPerQuery, mayRefuse: isOpen });
  const { active: driverBusyMs } = performance.eventLoopUtilization(loopBefore);
  if (!block.ok) return block;
  const cpuAfterMs = await readCpuMs(client);
  return succeed({
    ...block.value,
    scansPerQuery,
    cpuMs: cpuBeforeMs === null || cpuAfterMs === null ? null : cpuAfterMs - cpuBeforeMs,
    workers: null,
    peakMemoryBytes: null,
    driverBusyMs,
  });
}

/** The hash of the model now: a service may load another at any time. */
async function readSha256({ client, technology }: ServiceTargetSetup): Promise<Outcome<string>> {
  const listed = await listTechnologies(client);
  if (!listed.ok) return listed;
  const now = listed.value.find(({ id }) => id === technology.id);
  if (now === undefined) return fail('unknown-technology', `${client.address} no longer has ${technology.id}.`);
  return now.outcome.ok ? succeed(now.outcome.value.model.sha256) : now.outcome;
}
