import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import type { RuntimeName } from '../../domain/technology.ts';
import type { Runtime } from '../runtime.ts';

/** Each is imported when its first model is: a host pays in time and memory for the libraries that its models need. */
const RUNTIMES: Readonly<Partial<Record<RuntimeName, () => Promise<Runtime>>>> = {
  onnx: async () => (await import('./onnx.ts')).onnxRuntime,
  tfjs: async () => (await import('./tfjs.ts')).tfjsRuntime,
  null: async () => (await import('./null.ts')).nullRuntime,
};

/**
 * The runtime that a manifest asks for; fails with `runtime-failed` for one that this version cannot execute, or whose
 * library this host cannot load.
 */
export async function runtimeFor(name: RuntimeName): Promise<Outcome<Runtime>> {
  const importRuntime = RUNTIMES[name];
  if (importRuntime === undefined) {
    return fail(
      'runtime-failed',
      `The runtime "${name}" is not available; use one of ${Object.keys(RUNTIMES).join(', ')}.`,
    );
  }
  try {
    return succeed(await importRuntime());
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return fail('runtime-failed', `The library of the runtime "${name}" does not load; install it anew: ${message}`);
  }
}
