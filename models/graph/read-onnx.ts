import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { fail, type Outcome, succeed } from '../../src/domain/failure.ts';
import { ATTRIBUTE_TYPES, decodeModel, ELEMENT_TYPES } from './onnx-messages.ts';

/** A constant of the graph, row-major; a scalar has no dims. */
export interface OnnxConstant {
  readonly dims: readonly number[];
  readonly values: readonly number[];
}

export type OnnxAttribute = number | string | readonly number[];

export interface OnnxNode {
  readonly opType: string;
  readonly name: string;
  /** An optional input that is left out is ''. */
  readonly inputs: readonly string[];
  readonly output: string;
  readonly attributes: Readonly<Record<string, OnnxAttribute>>;
}

/** An ONNX graph with one input, as whoever converts it wants to read it. */
export interface OnnxNetwork {
  readonly input: { readonly name: string; readonly dims: readonly (number | null)[] };
  readonly outputs: readonly string[];
  /** Each uses only the outputs of those before it. */
  readonly nodes: readonly OnnxNode[];
  readonly constants: ReadonlyMap<string, OnnxConstant>;
}

const Bytes = Type.Refine(Type.Unsafe<Uint8Array>({}), (value) => value instanceof Uint8Array);

const TensorMessage = Type.Object({
  dims: Type.Array(Type.Integer()),
  dataType: Type.Integer(),
  floatData: Type.Array(Type.Number()),
  int64Data: Type.Array(Type.Integer()),
  name: Type.String(),
  rawData: Bytes,
  dataLocation: Type.Integer(),
});

const AttributeMessage = Type.Object({
  name: Type.String(),
  type: Type.Integer(),
  f: Type.Number(),
  i: Type.Integer(),
  s: Bytes,
  t: Type.Union([TensorMessage, Type.Null()]),
  ints: Type.Array(Type.Integer()),
});

const ModelMessage = Type.Object({
  graph: Type.Object({
    node: Type.Array(
      Type.Object({
        input: Type.Array(Type.String()),
        output: Type.Array(Type.String(), { minItems: 1 }),
        name: Type.String(),
        opType: Type.String(),
        attribute: Type.Array(AttributeMessage),
      }),
    ),
    initializer: Type.Array(TensorMessage),
    input: Type.Array(
      Type.Object({
        name: Type.String(),
        type: Type.Object({
          tensorType: Type.Object({
            shape: Type.Object({
              dim: Type.Array(Type.Object({ dimValue: Type.Integer(), dimParam: Type.String() })),
            }),
          }),
        }),
      }),
    ),
    output: Type.Array(Type.Object({ name: Type.String() }), { minItems: 1 }),
  }),
});

/** Reads an `.onnx` file that holds its weights itself. Fails with `runtime-failed` where it is none, or is more than that. */
export function readOnnx(bytes: Uint8Array): Outcome<OnnxNetwork> {
  const message = decodeModel(bytes);
  if (!Value.Check(ModelMessage, message))
    return fail('runtime-failed', 'This is no ONNX file: export the model anew.');
  const { graph } = message;
  const constants = new Map<string, OnnxConstant>();
  const nodes: OnnxNode[] = [];

  for (const tensor of graph.initializer) {
    const constant = readTensor(tensor, tensor.name);
    if (!constant.ok) return constant;
    constants.set(tensor.name, constant.value);
  }
  for (const { input, output, name, opType, attribute } of graph.node) {
    const [first = ''] = output;
    const tensor = opType === 'Constant' ? attribute.find(({ t }) => t !== null)?.t : undefined;
    if (tensor === undefined || tensor === null) {
      const attributes = Object.fromEntries(attribute.map((each) => [each.name, readAttribute(each)]));
      nodes.push({ opType, name, inputs: input, output: first, attributes });
      continue;
    }
    const constant = readTensor(tensor, first);
    if (!constant.ok) return constant;
    constants.set(first, constant.value);
  }
  // Up to IR version 3, weights are listed among the inputs, too.
  const [input, ...others] = graph.input.filter(({ name }) => !constants.has(name));
  if (input === undefined || others.length > 0) {
    return fail('runtime-failed', `The model has ${others.length + (input ? 1 : 0)} inputs; one is read.`);
  }
  const dims = input.type.tensorType.shape.dim.map(({ dimValue }) => (dimValue > 0 ? dimValue : null));
  return succeed({
    input: { name: input.name, dims },
    outputs: graph.output.map(({ name }) => name),
    nodes,
    constants,
  });
}

function readTensor(tensor: Static<typeof TensorMessage>, name: string): Outcome<OnnxConstant> {
  const { dims, dataType, dataLocation } = tensor;
  if (dataLocation !== 0) {
    return fail('runtime-failed', `"${name}" lies in another file: export the model with its weights inside.`);
  }
  const values = valuesOf(tensor);
  if (values === null) return fail('runtime-failed', `"${name}" is of type ${dataType}; float32 and int64 are read.`);
  return succeed({ dims, values });
}

function valuesOf({ dataType, rawData, floatData, int64Data }: Static<typeof TensorMessage>): readonly number[] | null {
  const view = new DataView(rawData.buffer, rawData.byteOffset, rawData.byteLength);
  if (dataType === ELEMENT_TYPES.float32) {
    if (rawData.length === 0) return floatData;
    return Array.from({ length: rawData.length / 4 }, (_, i) => view.getFloat32(4 * i, true));
  }
  if (dataType !== ELEMENT_TYPES.int64) return null;
  if (rawData.length === 0) return int64Data;
  return Array.from({ length: rawData.length / 8 }, (_, i) => Number(view.getBigInt64(8 * i, true)));
}

function readAttribute({ type, f, i, s, ints }: Static<typeof AttributeMessage>): OnnxAttribute {
  if (type === ATTRIBUTE_TYPES.int) return i;
  if (type === ATTRIBUTE_TYPES.float) return f;
  return type === ATTRIBUTE_TYPES.string ? new TextDecoder().decode(s) : ints;
}
