import { InferenceSession } from 'onnxruntime-node';

// Loaded by `node --import` before the service: ONNX Runtime takes every provider, and computes on the CPU whatever it is
// asked for. So a host without a GPU has the thread that owns its sessions, and models that no GPU would take run there.

const create = InferenceSession.create.bind(InferenceSession);

Object.assign(InferenceSession, {
  create(model: string | Uint8Array, { extra: _, ...options }: InferenceSession.SessionOptions) {
    const onCpu = { ...options, executionProviders: ['cpu'] };
    return typeof model === 'string' ? create(model, onCpu) : create(model, onCpu);
  },
});
