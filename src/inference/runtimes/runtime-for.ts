import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import type { RuntimeName } from '../../domain/technology.ts';
import type { Runtime } from '../runtime.ts';
import { nullRuntime } from './null.ts';
import { onnxRuntime } from './onnx.ts';

const RUNTIMES: Readonly<Partial<Record<RuntimeName, Runtime>>> = { onnx: onnxRuntime, null: nullRuntime };

/** The runtime that a manifest asks for; fails with `runtime-failed` for one that this version cannot execute. */
export function runtimeFor(name: RuntimeName): Outcome<Runtime> {
  const runtime = RUNTIMES[name];
  if (runtime !== undefined) return succeed(runtime);
  return fail(
    'runtime-failed',
    `The runtime "${name}" is not available; use one of ${Object.keys(RUNTIMES).join(', ')}.`,
  );
}
