import { existsSync } from 'node:fs';
import { InferenceSession } from 'onnxruntime-node';
import './gpu-on-cpu.ts';

// Loaded by `node --import` before the service, in place of `gpu-on-cpu.ts`: the GPU that is none is lost while the file
// that `LOST_WHILE` names is there. Once a process has met that, its sessions fail for as long as it lives, as those on a
// real driver do; a process in which the provider is tried finds it as it is at that moment.

const lostWhile = process.env['LOST_WHILE'] ?? '';
const create = InferenceSession.create.bind(InferenceSession);
let hasMetIt = false;

Object.assign(InferenceSession, {
  async create(model: string | Uint8Array, options: InferenceSession.SessionOptions) {
    const isOnGpu = options.executionProviders?.includes('webgpu') ?? false;
    if (isOnGpu) meetIt();
    const session = await (typeof model === 'string' ? create(model, options) : create(model, options));
    const run = new Proxy(session.run, {
      apply(target, _self, words) {
        if (isOnGpu) meetIt();
        return Reflect.apply(target, session, words);
      },
    });
    return Object.assign(session, { run });
  },
});

function meetIt(): void {
  hasMetIt ||= existsSync(lostWhile);
  if (hasMetIt) throw new Error('CUDA failure 999: device lost');
}
