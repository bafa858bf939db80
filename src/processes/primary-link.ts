import cluster from 'node:cluster';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TlsCredentials } from '../domain/network/tls-credentials.ts';
import { NO_SIBLINGS, type Siblings } from '../domain/service/siblings.ts';
import type { GpuProvider, ProvenTechnology } from '../domain/technology/technology.ts';
import { type FromPrimary, type FromServing, type Restarts, readFromPrimary, type Setup } from './messages.ts';
import { createQuestions, type Questions } from './questions.ts';
import { createSiblings } from './siblings.ts';

/** A serving process's line to its primary, and by way of it to the other processes. */
export interface PrimaryLink extends Questions {
  readonly setup: Setup;
  /** Resolves when this process is to answer what it let in, and end: the primary says so, or is gone. */
  readonly end: Promise<void>;
  /** Whether that is so already: what has not begun needs not begin. */
  isEnding(): boolean;
  /** Says that this process ends by itself, and hears whether it gives way; asks nothing where the primary knows. */
  reportEnding(): Promise<void>;
  /** Whether this process ends while others serve, which take what comes from now on. */
  isGivingWay(): boolean;
  readonly siblings: Siblings;
  /** How often processes were replaced so far. */
  restarts(): Restarts;
  /** Keeps this process going until some work is done: threads that start do not, nor does a socket before it listens. */
  stayFor<Value>(work: () => Promise<Value>): Promise<Value>;
  /** From now on silence means that the main thread hangs. Each sign says whether this process takes scans. */
  beginSigns(canScreen: () => boolean): void;
  /** The models are warm, or will not be: the primary may start the other processes. */
  reportReady(): void;
  /** A run of a model does not come back: the primary kills this process, and puts another in its place. */
  reportHung(): void;
  /** All is done, but a thread that nothing interrupts keeps this process from ending: the primary kills it, and takes this for its exit code. */
  reportDone(exitCode: number): void;
  /** A GPU provider computes here: where it does not in a replacement, it was lost. */
  noteProvider(provider: GpuProvider): void;
  /** These screen here: where one does not in a replacement, it is tried again. */
  noteModels(models: readonly ProvenTechnology[]): void;
  /** This one does not come back from being loaded: a replacement is to leave it out. */
  noteEndlessModel(technology: string): void;
  /** A GPU that was lost computes again, for another process: this one gives way when it has served its time. */
  reportDeviceBack(): void;
  /** These work: a replacement may use them where the files do not fit any more. */
  noteTls(credentials: TlsCredentials): void;
  /** What queued scans are at work, so that one that ends its process again and again is known. */
  noteQueuedScan(id: string, state: 'begun' | 'ended'): void;
  /** Lets the others have what this process counts, whenever one of them is asked what all of them do. */
  offerMetrics(text: () => Promise<string>): void;
}

const SIGN_EVERY_MS = 1000;
/** A primary that is busy for longer is not waited for. */
const ANSWER_MS = 1000;

export function linkToPrimary(setup: Setup): PrimaryLink {
  let { restarts } = setup;
  let sign = () => {};
  let ownMetrics: (() => Promise<string>) | null = null;
  let isEnding = false;
  let isGivingWay = false;
  let finish: () => void = () => {};
  const end = new Promise<void>((resolve) => {
    finish = () => {
      isEnding = true;
      resolve();
    };
  });
  const questionLine = createQuestions(tell, setup.processes);
  const siblingLine = createSiblings(questionLine.passOn);

  function tell(message: FromServing): void {
    // One that is gone needs no message.
    if (process.connected) process.send?.(message, undefined, {}, () => {});
  }

  /** What asks to be killed needs no primary for it. */
  function tellOrDie(message: FromServing): void {
    if (process.connected) tell(message);
    else process.kill(process.pid, 'SIGKILL');
  }

  async function hear(message: FromPrimary): Promise<void> {
    switch (message.kind) {
      case 'drain':
        isGivingWay = message.givesWay;
        return finish();
      case 'restarts':
        restarts = message.restarts;
        return;
      case 'told':
        siblingLine.receive(message.topic, message.news);
        return tell({ kind: 'heard', from: message.from, id: message.id });
      case 'metrics-asked':
        if (ownMetrics !== null) tell({ kind: 'metrics', gathering: message.gathering, text: await ownMetrics() });
        return;
      default:
        return questionLine.settle(message);
    }
  }

  // Else `node:cluster` would end this process in the moment in which the primary dies, with the scans that it let in.
  if (cluster.worker !== undefined) cluster.worker.exitedAfterDisconnect = true;
  process.on('message', (message) => {
    const known = readFromPrimary(message);
    if (known !== null) void hear(known);
  });
  const leave = () => {
    finish();
    questionLine.giveUp();
  };
  process.once('disconnect', leave);
  if (!process.connected) leave();
  tell({ kind: 'linked' });
  // To listen to it is no reason to go on when everything else has ended.
  process.channel?.unref();

  return {
    ...questionLine.questions,
    setup,
    end,
    isEnding: () => isEnding,
    async reportEnding() {
      if (isEnding) return;
      tell({ kind: 'ending' });
      await Promise.race([end, sleep(ANSWER_MS)]);
    },
    isGivingWay: () => isGivingWay,
    siblings: setup.processes === 1 ? NO_SIBLINGS : siblingLine.siblings,
    restarts: () => restarts,
    async stayFor(work) {
      process.channel?.ref();
      try {
        return await work();
      } finally {
        process.channel?.unref();
      }
    },
    beginSigns(canScreen) {
      sign = () => tell({ kind: 'alive', canScreen: canScreen() });
      sign();
      setInterval(sign, SIGN_EVERY_MS).unref();
    },
    reportReady() {
      // The others, which are started now, ask what this one can.
      sign();
      tell({ kind: 'ready' });
    },
    reportHung: () => tellOrDie({ kind: 'hung' }),
    reportDone: (exitCode) => tellOrDie({ kind: 'done', exitCode }),
    noteProvider: (provider) => tell({ kind: 'provider-found', provider }),
    noteModels: (models) => tell({ kind: 'models-proven', models: [...models] }),
    noteEndlessModel: (technology) => tell({ kind: 'endless-model', technology }),
    reportDeviceBack() {
      const restMs = Math.max(0, setup.deviceRestMs - process.uptime() * 1000);
      setTimeout(() => tell({ kind: 'device-back' }), restMs).unref();
    },
    noteTls: (credentials) => tell({ kind: 'tls-in-use', credentials }),
    noteQueuedScan: (id, state) => tell({ kind: 'queued-scan', id, state }),
    offerMetrics(text) {
      ownMetrics = text;
    },
  };
}
