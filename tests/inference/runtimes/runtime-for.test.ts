import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { runtimeFor } from '../../../src/inference/runtimes/runtime-for.ts';

const loadedModules = () => Object.keys(createRequire(import.meta.url).cache);
const has = (vendor: string) => loadedModules().some((file) => file.includes(`/node_modules/${vendor}`));

// One test, because a library that was loaded stays loaded.
it('loads the library of a runtime when it is asked for, and no other', async () => {
  await runtimeFor('null');
  expect([has('onnxruntime-'), has('@tensorflow/')]).toEqual([false, false]);
  await runtimeFor('onnx');
  expect([has('onnxruntime-'), has('@tensorflow/')]).toEqual([true, false]);
  await runtimeFor('tfjs');
  expect([has('onnxruntime-'), has('@tensorflow/')]).toEqual([true, true]);
});
