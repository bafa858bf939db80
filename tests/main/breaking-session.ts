import { unlinkSync } from 'node:fs';
import { InferenceSession } from 'onnxruntime-node';

// Loaded by `node --import` before the service: a thread that finds the file which `BREAK_SESSION` names takes it away, and
// its sessions of ONNX Runtime fail from then on, until it ends. So does a thread whose WebAssembly ran out of memory.

const order = process.env['BREAK_SESSION'] ?? '';
const create = InferenceSession.create.bind(InferenceSession);
let isBroken = false;

Object.assign(InferenceSession, {
  async create(model: string | Uint8Array, options: InferenceSession.SessionOptions) {
    const session = await (typeof model === 'string' ? create(model, options) : create(model, options));
    const run = new Proxy(session.run, {
      apply(target, _self, words) {
        isBroken ||= takesAway(order);
        if (isBroken) throw new Error('memory access out of bounds');
        return Reflect.apply(target, session, words);
      },
    });
    return Object.assign(session, { run });
  },
});

/** Of several threads that find the file at once, one has it. */
function takesAway(file: string): boolean {
  try {
    unlinkSync(file);
    return true;
  } catch {
    return false;
  }
}
