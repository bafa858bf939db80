import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Provider, RuntimeName } from '../../domain/technology/technology.ts';

/** The providers in effect where a host is asked for several: each once, because a remote model has one whatever is asked. */
export function providersFor(runtime: RuntimeName, wanted: readonly Provider[]): readonly Provider[] {
  return [...new Set(wanted.map((provider) => providerFor(runtime, provider)))];
}

/**
 * The provider in effect where a host is asked for `wanted`. A model on another server runs on what that has, so it is
 * reached by `http` however this host computes. TensorFlow.js computes on the CPU with TensorFlow's C
 * library where somebody installed it (`node`), else in WebAssembly (`wasm`). What is chosen here is loaded exactly: a
 * C library that is there and does not load makes the technology unavailable, it does not fall back.
 */
export function providerFor(runtime: RuntimeName, wanted: Provider): Provider {
  if (runtime === 'remote') return 'http';
  if (runtime !== 'tfjs' || wanted !== 'cpu') return wanted;
  return hasNativeTensorFlow() ? 'node' : 'wasm';
}

/** Whether @tensorflow/tfjs-node is installed together with its native binding, which its install script fetches. */
function hasNativeTensorFlow(): boolean {
  try {
    const manifest = createRequire(import.meta.url).resolve('@tensorflow/tfjs-node/package.json');
    const bindings = path.join(path.dirname(manifest), 'lib');
    return readdirSync(bindings).some((api) => existsSync(path.join(bindings, api, 'tfjs_binding.node')));
  } catch {
    return false;
  }
}
