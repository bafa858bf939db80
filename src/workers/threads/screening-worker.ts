import { setTimeout } from 'node:timers/promises';
import { MessageChannel, parentPort, workerData } from 'node:worker_threads';
import type { Failure } from '../../domain/failure.ts';
import type { DrawJob } from '../../domain/screening/draw-job.ts';
import type { InferJob } from '../../domain/screening/infer-job.ts';
import { isGpuProvider, type ProvenModel } from '../../domain/technology/technology.ts';
import { draw } from '../../inference/draw.ts';
import { infer } from '../../inference/infer.ts';
import { screen } from '../../inference/screen.ts';
import { type HelpWanted, noHelpers, type TileHelpers } from '../../inference/spread/tile-helpers.ts';
import { type CallOffFlag, isRaised } from '../call-off.ts';
import { connectDevice, DEVICE_LOST, type DeviceClient } from '../device/device-runtime.ts';
import type { DeviceWanted } from '../device/messages.ts';
import { isAnyIdle } from '../idle-threads.ts';
import type {
  HelpRequest,
  ModelLoading,
  RemoteAsked,
  ScreenTask,
  SessionBroken,
  StartedThreadOptions,
  ThreadReport,
  ThreadTask,
} from '../messages.ts';
import { loadAgain, loadTechnologies, reportOf } from '../technologies/load-technologies.ts';
import { watchRemotes } from '../technologies/watch-remotes.ts';
import { whyBroken } from './broken-session.ts';
import { buffersOfReply } from './move-buffers.ts';
import { moveAnswer } from './thread-pool.ts';

/** How long the servers of remote technologies may take before the thread is ready without them. */
const FIRST_LOOK_MS = 3000;

// The entry of a screening thread. It is not ready before this module has run to its end, so loading and warming up
// stand here, at the top level.
const startedAt = performance.now();
const options: StartedThreadOptions = workerData;
const device = options.providers.some(isGpuProvider) ? askForDevice() : null;
const isEnding = () => isRaised(options.ending);
const { detectors, reports, remotes } = await loadTechnologies(options, {
  isEnding,
  onLoading: sayLoading,
  ...(device && { device: device.runtime }),
});
const technologies = new Map(reports.map((report) => [report.id, report]));
let isReady = false;
const watch = watchRemotes({
  remotes,
  detectors,
  onReport(report) {
    technologies.set(report.id, report);
    if (isReady) sendReport();
  },
});
// A server that is away holds nothing back: it is asked on while scans are screened.
if (!isEnding()) await Promise.race([watch.looked, setTimeout(FIRST_LOOK_MS, undefined, { ref: false })]);
isReady = true;
void device?.lost.then(giveUpDevice);
const startMs = performance.now() - startedAt;
sendReport();

function sayLoading(technology: string | null): void {
  parentPort?.postMessage({ loads: technology } satisfies ModelLoading);
}

function sendReport(): void {
  parentPort?.postMessage(report());
}

function report(): ThreadReport {
  return { technologies: [...technologies.values()], startMs };
}

/** Sends one end of a channel to the main thread, which hands it to the device thread. */
function askForDevice(): DeviceClient {
  const { port1, port2 } = new MessageChannel();
  parentPort?.postMessage({ devicePort: port2 } satisfies DeviceWanted, [port2]);
  return connectDevice(port1);
}

function giveUpDevice(): void {
  for (const [id, { technology }] of detectors) {
    const report = technologies.get(id);
    if (report === undefined || !isGpuProvider(technology.provider)) continue;
    detectors.delete(id);
    technologies.set(id, { ...report, reason: DEVICE_LOST });
  }
  sendReport();
}

/** The other threads of the pool; what is asked goes by way of the main thread, which knows whether a scan waits. */
const helpers: TileHelpers = {
  areFree: () => isAnyIdle(options.idleThreads),
  ask: (helpWanted) => parentPort?.postMessage({ helpWanted } satisfies HelpRequest),
};

/** Screens one scan with the technologies of this thread; the pictures in the reply are moved, not copied. */
export async function screenInThread({ job, callOff, mayAskForHelp }: ScreenTask): Promise<unknown> {
  const isCalledOff = () => isRaised(callOff);
  const reply = await screen(job, detectors, { isCalledOff, helpers: mayAskForHelp ? helpers : noHelpers });
  sayAsked();
  if (!reply.ok) await suspect(reply.failure, callOff);
  return moveAnswer(reply, buffersOfReply(reply));
}

/** Tells what went to other machines and came back, whatever became of the work. */
function sayAsked(): void {
  for (const [technology, { remote }] of detectors) {
    const traffic = remote?.takeTraffic();
    if (traffic === undefined || traffic.sentBytes === 0) continue;
    parentPort?.postMessage({ asked: { technology, ...traffic } } satisfies RemoteAsked);
  }
}

/** A technology failed: its server is asked whether it is there, its session whether it computes. */
async function suspect({ code, technology }: Failure, callOff: CallOffFlag): Promise<void> {
  const detector = detectors.get(technology ?? '');
  if (technology === undefined || detector === undefined) return;
  watch.suspect(technology);
  if (code !== 'runtime-failed') return;
  const message = await whyBroken(detector, () => isRaised(callOff));
  if (message !== null) parentPort?.postMessage({ broken: { technology, message } } satisfies SessionBroken);
}

/** Tries to load models that this thread lacks and others had, each once; gives what the thread has then. */
export async function loadInThread({ job: missing }: ThreadTask<readonly ProvenModel[]>): Promise<ThreadReport> {
  for (const model of missing) {
    if (isEnding()) break;
    sayLoading(model.id);
    const loaded = await loadAgain(model, options);
    technologies.set(model.id, reportOf({ ...model, isOnCpu: true }, loaded));
    if (!loaded.ok) continue;
    await detectors.get(model.id)?.close();
    detectors.set(model.id, loaded.value);
  }
  sayLoading(null);
  return report();
}

/** Takes tiles of a scan that another thread screens; gives how many. */
export async function helpInThread({ job: wanted, callOff }: ThreadTask<HelpWanted>): Promise<number> {
  return (await detectors.get(wanted.technology)?.help(wanted, () => isRaised(callOff))) ?? 0;
}

/** Runs one model on a client's tensors; the answer's bytes are moved, not copied. */
export async function inferInThread({ job, callOff }: ThreadTask<InferJob>): Promise<unknown> {
  const reply = await infer(job, detectors, () => isRaised(callOff));
  if (!reply.ok) await suspect(reply.failure, callOff);
  return moveAnswer(reply, reply.ok ? [reply.value.body.buffer] : []);
}

/** Draws one view; the picture is moved, not copied. */
export async function drawInThread({ job }: ThreadTask<DrawJob>): Promise<unknown> {
  const reply = await draw(job);
  return moveAnswer(reply, reply.ok ? [reply.value.buffer] : []);
}
