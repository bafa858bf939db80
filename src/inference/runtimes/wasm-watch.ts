/** What of a module of WebAssembly is watched: where its kernels and TensorFlow.js get their memory. */
interface WasmModule {
  _malloc(bytes: number): number;
  _free(pointer: number): void;
}

/** So many bytes have addresses of 32 bits. */
const LONGEST_BYTES = 2 ** 32;

/** Notices where a module of WebAssembly did not compute what it was asked, and says nothing of it by itself. */
export interface WasmWatch {
  /** Brings the module up; what it complains of from then on is heard. */
  start(bringUp: () => Promise<object>): Promise<void>;
  /** Gives what `compute` gives. Throws where memory ran out, where a kernel complained, and for ever once one broke off. */
  run<Result>(compute: () => Result): Result;
}

/** When memory runs out, TensorFlow.js answers with what happens to lie there. Here that is an error. */
export function createWasmWatch(): WasmWatch {
  const complaints: string[] = [];
  let brokenBy: string | null = null;

  return {
    async start(bringUp) {
      const { warn } = console;
      let isUp = false;
      // The module's loader takes this function for its error output, once and for good, and has no other door for it.
      console.warn = (...words: unknown[]) => (isUp ? void complaints.push(words.join(' ')) : warn(...words));
      try {
        refuseNothing(await bringUp());
      } finally {
        console.warn = warn;
        isUp = true;
      }
    },
    run(compute) {
      if (brokenBy !== null) throw new Error(`WebAssembly broke off in this thread and computes no more (${brokenBy})`);
      complaints.length = 0;
      try {
        const result = compute();
        const [complaint] = complaints;
        if (complaint !== undefined) throw new Error(complaint);
        return result;
      } catch (error) {
        // An error of WebAssembly's own. What a kernel had half done stays so: nothing that this module answers can be trusted any more.
        if (error instanceof Error && error.name === 'RuntimeError') brokenBy = error.message;
        throw error;
      }
    },
  };
}

/**
 * TensorFlow.js takes the 0 of a full memory for a place, and writes over what lies there; of more bytes than an address
 * reaches the module sees the last 32 bits alone, and gives less than was asked for.
 */
function refuseNothing(module: object): void {
  if (!hasMemory(module)) throw new Error('TensorFlow.js has another module of WebAssembly than the one known here');
  // The loader puts the function itself in place of its stand-in at the first call.
  module._free(module._malloc(1));
  const allocate = module._malloc;
  module._malloc = (bytes) => {
    const pointer = bytes < LONGEST_BYTES ? allocate(bytes) : 0;
    if (pointer === 0) throw new Error(`no memory is left for ${bytes} bytes, of the 4 GB that WebAssembly may have`);
    return pointer;
  };
}

function hasMemory(module: object): module is WasmModule {
  const has = (name: string) => typeof Reflect.get(module, name) === 'function';
  return has('_malloc') && has('_free');
}
