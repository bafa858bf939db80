import type { MessagePort, Worker } from 'node:worker_threads';
import { errorCode } from '../../domain/language/error-code.ts';
import { errorMessage } from '../../domain/language/error-message.ts';
import type { HelpWanted } from '../../inference/spread/tile-helpers.ts';
import type { DeviceWanted } from '../device/messages.ts';
import type { HelpRequest, ModelLoading, RemoteAsked, SessionBroken, ThreadReport } from '../messages.ts';
import type { RestartReason } from '../worker-event.ts';

/** Who is told what a thread says unasked, and that it ended. */
export interface ThreadEars {
  readonly onReport: (report: ThreadReport) => void;
  readonly onDeviceWanted: (client: MessagePort) => void;
  readonly onHelpWanted: (wanted: HelpWanted) => void;
  readonly onLoading: (technology: string | null) => void;
  readonly onRemoteAsked: (asked: RemoteAsked['asked']) => void;
  readonly onSessionBroken: (broken: SessionBroken['broken']) => void;
  /** May be called twice, when an error ends it: with the error, then with the exit. */
  readonly onEnd: (reason: RestartReason, message: string) => void;
}

/** Listens to a thread, beside the answers to its jobs, which the pool takes. */
export function hearThread(worker: Worker, ears: ThreadEars): void {
  const { onReport, onDeviceWanted, onHelpWanted, onLoading, onRemoteAsked, onSessionBroken, onEnd } = ears;
  worker.on('message', (message: unknown) => {
    if (isDeviceWanted(message)) onDeviceWanted(message.devicePort);
    else if (isHelpRequest(message)) onHelpWanted(message.helpWanted);
    else if (isModelLoading(message)) onLoading(message.loads);
    else if (isRemoteAsked(message)) onRemoteAsked(message.asked);
    else if (isSessionBroken(message)) onSessionBroken(message.broken);
    else if (isThreadReport(message)) onReport(message);
  });
  worker.on('error', (error: unknown) => onEnd(reasonOf(error), errorMessage(error)));
  worker.on('exit', (code) => onEnd('exit', `The thread ended with exit code ${code}.`));
}

function isThreadReport(message: unknown): message is ThreadReport {
  return typeof message === 'object' && message !== null && 'technologies' in message && 'startMs' in message;
}

function isDeviceWanted(message: unknown): message is DeviceWanted {
  return typeof message === 'object' && message !== null && 'devicePort' in message;
}

function isHelpRequest(message: unknown): message is HelpRequest {
  return typeof message === 'object' && message !== null && 'helpWanted' in message;
}

function isModelLoading(message: unknown): message is ModelLoading {
  return typeof message === 'object' && message !== null && 'loads' in message;
}

function isRemoteAsked(message: unknown): message is RemoteAsked {
  return typeof message === 'object' && message !== null && 'asked' in message;
}

function isSessionBroken(message: unknown): message is SessionBroken {
  return typeof message === 'object' && message !== null && 'broken' in message;
}

function reasonOf(error: unknown): RestartReason {
  return errorCode(error) === 'ERR_WORKER_OUT_OF_MEMORY' ? 'out-of-memory' : 'uncaught-error';
}
