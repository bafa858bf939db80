import { setTimeout as sleep } from 'node:timers/promises';
import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import type { Tensors } from '../../domain/technology/tensor.ts';
import type { LoadedModel } from '../../inference/runtime.ts';
import { onnxRuntime } from '../../inference/runtimes/onnx.ts';
import { type Batcher, createBatcher } from './batcher.ts';
import type { BatchedAnswer, DeviceRequest, DeviceSetup, LoadedSession } from './messages.ts';

type LoadRequest = Extract<DeviceRequest, { kind: 'load' }>;
type RunRequest = Extract<DeviceRequest, { kind: 'run' }>;

/** One model on one provider, shared by all who loaded it. */
interface Session {
  readonly number: number;
  readonly opening: Promise<Outcome<{ readonly model: LoadedModel; readonly batcher: Batcher }>>;
  users: number;
  /** What it ran first, a tile of the scan that warmed it up; null until then. */
  proven: Tensors | null;
  isDoubted: boolean;
}

export interface SessionsOptions extends DeviceSetup {
  /** A session fails at what it has run before: its device is lost. */
  readonly onLost: (message: string) => void;
}

/** One failure may be that of a moment, such as memory that another program had; a second one so long after is not. */
const SECOND_LOOK_MS = 1000;

/** The sessions of this thread: the same weights on the same provider are loaded once, whoever asks. */
export function createSessions({ refusals, onLost, ...limits }: SessionsOptions) {
  const sessions = new Map<string, Session>();

  async function open({ model, provider, intraOpThreads }: LoadRequest): ReturnType<() => Session['opening']> {
    const refusal = refusals[provider];
    if (refusal !== undefined) return fail('runtime-failed', refusal);
    const loaded = await onnxRuntime.load(model, { provider, intraOpThreads });
    return loaded.ok ? succeed({ model: loaded.value, batcher: createBatcher(loaded.value, limits) }) : loaded;
  }

  /** Whether what failed was the run, or the device: that is asked what it could answer before. */
  async function doubt(session: Session, model: LoadedModel): Promise<void> {
    const { proven } = session;
    if (proven === null || session.isDoubted) return;
    session.isDoubted = true;
    const first = await model.run(proven);
    if (!first.ok) {
      await sleep(SECOND_LOOK_MS);
      const second = await model.run(proven);
      if (!second.ok && session.users > 0) onLost(second.failure.message);
    }
    session.isDoubted = false;
  }

  let opened = 0;
  return {
    async load(request: LoadRequest): Promise<Outcome<LoadedSession>> {
      // The path, too: of two models with the same weights one may be told from the other by its name in messages.
      const key = `${request.provider} ${request.model.sha256} ${request.model.weightsPath}`;
      const session = sessions.get(key) ?? {
        number: ++opened,
        opening: open(request),
        users: 0,
        proven: null,
        isDoubted: false,
      };
      sessions.set(key, session);
      session.users += 1;
      const outcome = await session.opening;
      if (outcome.ok) return succeed({ session: session.number, signature: outcome.value.model.signature });
      sessions.delete(key);
      return outcome;
    },
    async run({ session: number, inputs }: RunRequest): Promise<BatchedAnswer> {
      const session = [...sessions.values()].find((candidate) => candidate.number === number);
      const outcome = await session?.opening;
      if (session === undefined || outcome?.ok !== true)
        throw new RangeError(`a run was asked of session ${number}, which is not open`);
      const answer = await outcome.value.batcher.run(inputs);
      if (answer.outcome.ok) session.proven ??= inputs;
      else void doubt(session, outcome.value.model);
      return answer;
    },
    /** Ends it when nobody is left who loaded it. */
    async close(number: number): Promise<void> {
      const entry = [...sessions].find(([, candidate]) => candidate.number === number);
      if (entry === undefined) return;
      const [key, session] = entry;
      session.users -= 1;
      if (session.users > 0) return;
      sessions.delete(key);
      const outcome = await session.opening;
      if (outcome.ok) await outcome.value.model.close();
    },
  };
}
