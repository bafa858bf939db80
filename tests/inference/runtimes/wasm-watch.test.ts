import { describe, expect, it } from 'vitest';
import { createWasmWatch } from '../../../src/inference/runtimes/wasm-watch.ts';

/** A module with so much memory; what it complains of goes to the error output that it found when it came up. */
function fakeModule(memoryBytes: number) {
  const complain = console.warn.bind(console);
  let used = 0;
  const module = {
    _malloc(bytes: number) {
      if (used + bytes > memoryBytes) return 0;
      used += bytes;
      return used;
    },
    _free: (_pointer: number) => {},
  };
  return { module, complain };
}

async function watched(memoryBytes = 1000) {
  const watch = createWasmWatch();
  let complain: (words: string) => void = () => {};
  let allocate: (bytes: number) => number = () => 0;
  await watch.start(async () => {
    const fake = fakeModule(memoryBytes);
    complain = fake.complain;
    allocate = (bytes) => fake.module._malloc(bytes);
    return fake.module;
  });
  return { watch, complain: (words: string) => complain(words), allocate: (bytes: number) => allocate(bytes) };
}

describe('the watch on WebAssembly', () => {
  it('gives what was computed, and leaves the console as it was', async () => {
    const { warn } = console;
    const { watch } = await watched();
    expect(console.warn).toBe(warn);
    expect(watch.run(() => 7)).toBe(7);
  });

  it('fails a run in which a kernel complained, and none after it', async () => {
    const { watch, complain } = await watched();
    const run = () => watch.run(() => complain('XNN status is not successful'));
    expect(run).toThrow('XNN status is not successful');
    expect(watch.run(() => 7)).toBe(7);
  });

  it('fails a run that finds no memory, or asks for more than an address reaches', async () => {
    const { watch, allocate } = await watched();
    expect(() => watch.run(() => allocate(2000))).toThrow('no memory is left for 2000 bytes');
    expect(() => watch.run(() => allocate(2 ** 32))).toThrow('no memory is left for 4294967296 bytes');
    expect(watch.run(() => allocate(10))).toBeGreaterThan(0);
  });

  it('computes no more after a kernel broke off half way', async () => {
    const { watch } = await watched();
    const trap = Object.assign(new Error('memory access out of bounds'), { name: 'RuntimeError' });
    const breakOff = () => {
      throw trap;
    };
    expect(() => watch.run(breakOff)).toThrow('out of bounds');
    expect(() => watch.run(() => 7)).toThrow('computes no more (memory access out of bounds)');
  });

  it('says so where the library has another module than is known', async () => {
    await expect(createWasmWatch().start(async () => ({}))).rejects.toThrow('another module of WebAssembly');
  });
});
