import { fork } from 'node:child_process';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import type { Provider } from '../../domain/technology/technology.ts';
import { compiledEntry } from '../compiled-entry.ts';
import { endOfProcess } from '../end-of-process.ts';

/** A cold driver compiles its first shaders or engines in this time; one that hangs is not waited for. */
const PROBE_LIMIT_MS = 30_000;

const Reply = Type.Union([
  Type.Object({ ok: Type.Literal(true) }),
  Type.Object({ ok: Type.Literal(false), failure: Type.Object({ message: Type.String() }) }),
]);

export interface ProbeOptions {
  readonly limitMs?: number;
  /** The compiled module that the process runs; the project's own by default. */
  readonly entry?: URL;
  /** In place of this process's environment. */
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * Computes a few values on a provider in a process of its own, because a broken driver or library ends the process that
 * touches it. Fails with `runtime-failed`: what is missing, that the process ended and how, or that it took too long.
 */
export async function probeProvider(provider: Provider, options: ProbeOptions = {}): Promise<Outcome<null>> {
  const { limitMs = PROBE_LIMIT_MS, entry = compiledEntry('device/provider-trial.js'), env } = options;
  // What native code prints is dropped: it is coloured, speaks of its own sources, and the reply says what matters.
  const child = fork(entry, [provider], {
    ...(env && { env }),
    execArgv: [],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    child.kill('SIGKILL');
  }, limitMs);
  const { said, end } = await endOfProcess<unknown>(child);
  clearTimeout(timer);
  const reply = Value.Check(Reply, said) ? said : null;
  if (reply?.ok === false) return fail('runtime-failed', reply.failure.message);
  if (isLate) {
    return fail(
      'runtime-failed',
      `${provider} did not compute four values within ${limitMs / 1000} s: its driver hangs; restart or update it, or take ${provider} out of SCANBENCH_PROVIDERS.`,
    );
  }
  if (reply?.ok === true) return succeed(null);
  return fail(
    'runtime-failed',
    `Trying ${provider} ended its process (${end}): its driver or libraries are broken or do not fit each other; install them anew, or take ${provider} out of SCANBENCH_PROVIDERS.`,
  );
}
