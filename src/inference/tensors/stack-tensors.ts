import { elementCount, type ModelSignature, type Tensor, type Tensors } from '../../domain/technology/tensor.ts';
import { fitsDims } from './fit-dims.ts';

/** Whether a graph leaves the number of items open, in everything that it takes and gives. */
export function takesBatches({ inputs, outputs }: ModelSignature): boolean {
  const isOpen = ({ dims: [first] }: ModelSignature['inputs'][number]) => first !== undefined && 'multipleOf' in first;
  return inputs.length > 0 && inputs.every(isOpen) && outputs.every(isOpen);
}

/** How many items these inputs are, or null where they do not fit the model: such are run alone, to be refused alone. */
export function itemCount(tensors: Tensors, { inputs }: ModelSignature): number | null {
  if (Object.keys(tensors).length !== inputs.length) return null;
  const counts = new Set<number>();
  for (const { name, type, dims } of inputs) {
    const tensor = tensors[name];
    if (tensor === undefined || tensor.type !== type || !fitsDims(tensor.dims, dims)) return null;
    if (elementCount(tensor.dims) !== tensor.data.length) return null;
    counts.add(tensor.dims[0] ?? 0);
  }
  const [count = 0, ...others] = counts;
  return others.length > 0 ? null : count;
}

/** Equal for inputs that can lie in one tensor: all but the number of items is the same. */
export function shapeOf(tensors: Tensors): string {
  const shapes = Object.entries(tensors).map(([name, { type, dims }]) => `${name} ${type} ${dims.slice(1).join('×')}`);
  return shapes.sort().join(', ');
}

/** The items of several inputs of one shape, one behind the other. */
export function stackTensors(all: readonly Tensors[]): Tensors {
  const [first = {}] = all;
  return Object.fromEntries(
    Object.keys(first).map((name) => [name, stack(all.flatMap((tensors) => tensors[name] ?? []))]),
  );
}

function stack(parts: readonly Tensor[]): Tensor {
  const [first] = parts;
  if (first === undefined) throw new RangeError('nothing to stack');
  const dims = [parts.reduce((items, part) => items + (part.dims[0] ?? 0), 0), ...first.dims.slice(1)];
  const whole = emptyTensor(first.type, dims);
  let at = 0;
  for (const { data } of parts) {
    whole.data.set(data, at);
    at += data.length;
  }
  return whole;
}

/** Takes an answer apart again, in memory of its own; null where it has not as many items as were asked for. */
export function splitTensors(whole: Tensors, counts: readonly number[]): readonly Tensors[] | null {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (Object.values(whole).some(({ dims }) => dims[0] !== total)) return null;
  let at = 0;
  return counts.map((count) => {
    const start = at;
    at += count;
    return Object.fromEntries(Object.entries(whole).map(([name, tensor]) => [name, cut(tensor, start, count)]));
  });
}

/** The same values in memory of its own, which can be moved to another thread. */
export function ownTensors(tensors: Tensors): Tensors {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, { type, dims, data }]) => {
      const copy = emptyTensor(type, [...dims], data.length);
      copy.data.set(data);
      return [name, copy];
    }),
  );
}

/** The memory of tensors that own theirs, to be moved. */
export function buffersOf(tensors: Tensors): ArrayBuffer[] {
  return Object.values(tensors).flatMap(({ data }) => (data.buffer instanceof ArrayBuffer ? [data.buffer] : []));
}

function cut({ type, dims, data }: Tensor, start: number, count: number): Tensor {
  const itemLength = elementCount(dims.slice(1));
  const part = emptyTensor(type, [count, ...dims.slice(1)]);
  part.data.set(data.subarray(start * itemLength, (start + count) * itemLength));
  return part;
}

function emptyTensor(type: Tensor['type'], dims: readonly number[], length = elementCount(dims)): Tensor {
  switch (type) {
    case 'float32':
      return { type, dims, data: new Float32Array(length) };
    case 'uint8':
      return { type, dims, data: new Uint8Array(length) };
    case 'uint16':
      return { type, dims, data: new Uint16Array(length) };
  }
}
