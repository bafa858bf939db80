import { fail, type Outcome, succeed } from '../../src/domain/failure.ts';
import { readOnnx } from '../graph/read-onnx.ts';
import { foldRelus } from './fold-relus.ts';
import { OPERATORS, type Operands } from './operators.ts';
import { createTfGraph, type GraphModelBytes, type TfValue } from './tf-graph.ts';

/**
 * Writes the network of an `.onnx` file ([n, channels, height, width] in, the same order out) as a graph model of
 * TensorFlow.js with the same weights and the same names, channels last. Fails with `runtime-failed`, naming the
 * operator, where one is not among `OPERATORS` or is used in a way that TensorFlow.js computes differently.
 */
export function convertOnnx(bytes: Uint8Array): Outcome<GraphModelBytes> {
  const read = readOnnx(bytes);
  if (!read.ok) return read;
  const { input, outputs, constants } = read.value;
  const [, channels, , width] = input.dims;
  if (typeof channels !== 'number' || width === undefined || input.dims.length !== 4) {
    return fail('runtime-failed', `"${input.name}" is [${input.dims}]; [n, channels, height, width] is converted.`);
  }
  const graph = createTfGraph();
  const values = new Map<string, TfValue>([[input.name, graph.input(input.name, [-1, -1, -1, channels])]]);
  for (const node of foldRelus(read.value)) {
    const refuse = (reason: string) => fail('runtime-failed', `${node.opType} "${node.name}": ${reason}.`);
    const convert = OPERATORS[node.opType];
    if (convert === undefined) return refuse(`no such operator is converted; ${Object.keys(OPERATORS).join(', ')} are`);
    const operands: Operands = {
      flowing: (place) => values.get(node.inputs[place] ?? '') ?? null,
      constant: (place) => constants.get(node.inputs[place] ?? '') ?? null,
    };
    const converted = convert(node, operands, graph);
    if ('refusal' in converted) return refuse(converted.refusal);
    values.set(node.output, converted);
  }
  for (const name of outputs) {
    const value = values.get(name);
    if (value === undefined) return fail('runtime-failed', `The output "${name}" is not computed from the input.`);
    graph.output(value, name);
  }
  return succeed(graph.encode());
}
