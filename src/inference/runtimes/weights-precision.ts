import type { Precision } from '../../domain/technology/technology.ts';
import { type Message, readMessage, readPacked } from './onnx-wire.ts';

/**
 * The precision of weights by ONNX's number for their type. Numbers of 32 and 64 bits without a fraction are shapes, indices
 * and the sums of quantized layers, so they say nothing.
 * Source: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
 */
const PRECISION_OF_TYPE: ReadonlyMap<number, Precision> = new Map([
  [1, 'fp32'],
  [11, 'fp32'],
  [10, 'fp16'],
  [16, 'fp16'],
  [2, 'int8'],
  [3, 'int8'],
  [21, 'int8'],
  [22, 'int8'],
]);

/** Field numbers on the way from a model to the tensors in it. */
const MODEL = { graph: 7 } as const;
const GRAPH = { node: 1, initializer: 5 } as const;
const NODE = { attribute: 5 } as const;
const ATTRIBUTE = { tensor: 5 } as const;
const TENSOR = { dims: 1, dataType: 2 } as const;

/**
 * The precision that most weights of an ONNX file have, those in files beside it and in constants of its graph included; null
 * where it holds none.
 */
export function weightsPrecision(bytes: Uint8Array): Precision | null {
  const counts = new Map<Precision, number>();
  for (const { values, precision } of weightsOf(bytes)) counts.set(precision, (counts.get(precision) ?? 0) + values);
  const [most] = [...counts].toSorted(([, a], [, b]) => b - a);
  return most?.[0] ?? null;
}

function weightsOf(bytes: Uint8Array): readonly { readonly values: number; readonly precision: Precision }[] {
  const graphs = inside(readMessage(bytes), MODEL.graph);
  const initializers = graphs.flatMap((graph) => inside(graph, GRAPH.initializer));
  const constants = graphs
    .flatMap((graph) => inside(graph, GRAPH.node))
    .flatMap((node) => inside(node, NODE.attribute))
    .flatMap((attribute) => inside(attribute, ATTRIBUTE.tensor));
  return [...initializers, ...constants].flatMap((tensor) => {
    const type = tensor.numbers.find(({ number }) => number === TENSOR.dataType)?.value ?? 0;
    const precision = PRECISION_OF_TYPE.get(type);
    return precision === undefined ? [] : [{ values: valuesIn(tensor), precision }];
  });
}

/** How many values a tensor has: the product of its dimensions, which are packed or stand one by one. */
function valuesIn({ contents, numbers }: Message): number {
  const packed = contents.filter(({ number }) => number === TENSOR.dims).flatMap(({ bytes }) => readPacked(bytes));
  const single = numbers.filter(({ number }) => number === TENSOR.dims).map(({ value }) => value);
  return [...packed, ...single].reduce((product, size) => product * size, 1);
}

/** The messages of one field. */
function inside(message: Message | null, wanted: number): readonly Message[] {
  const found = message?.contents.filter(({ number }) => number === wanted) ?? [];
  return found.map(({ bytes }) => readMessage(bytes)).filter((read) => read !== null);
}
