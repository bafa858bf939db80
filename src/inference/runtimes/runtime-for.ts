import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import { errorMessage } from '../../domain/language/error-message.ts';
import type { RuntimeName } from '../../domain/technology/technology.ts';
import type { Runtime } from '../runtime.ts';

/** Each is imported when its first model is: a host pays in time and memory for the libraries that its models need. */
const RUNTIMES = {
  onnx: async () => (await import('./onnx.ts')).onnxRuntime,
  tfjs: async () => (await import('./tfjs.ts')).tfjsRuntime,
  remote: async () => (await import('./remote.ts')).remoteRuntime,
  null: async () => (await import('./null.ts')).nullRuntime,
} as const satisfies Readonly<Record<RuntimeName, () => Promise<Runtime>>>;

/** The runtime that a manifest asks for; fails with `runtime-failed` where this host cannot load its library. */
export async function runtimeFor(name: RuntimeName): Promise<Outcome<Runtime>> {
  try {
    return succeed(await RUNTIMES[name]());
  } catch (error) {
    const message = errorMessage(error);
    return fail('runtime-failed', `The library of the runtime "${name}" does not load; install it anew: ${message}`);
  }
}
