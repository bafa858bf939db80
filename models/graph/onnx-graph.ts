import {
  ATTRIBUTE_TYPES,
  type AttributeMessage,
  ELEMENT_TYPES,
  encodeModel,
  type NodeMessage,
  type TensorMessage,
  type ValueInfoMessage,
} from './onnx-messages.ts';

/** Opset 17 came with IR version 8 (ONNX 1.12): old enough for every runtime in use. */
const OPSET_VERSION = 17;
const IR_VERSION = 8;

export type ElementType = keyof typeof ELEMENT_TYPES;

/** A size in pixels, or the name of a dimension that is free, e.g. `height`. */
export type Dimension = number | string;

export type Attribute =
  | { readonly int: number }
  | { readonly ints: readonly number[] }
  | { readonly float: number }
  | { readonly string: string };

/** A value that flows through the graph, by its name in the file. */
export interface GraphValue {
  readonly name: string;
}

export interface OnnxGraph {
  input(name: string, type: ElementType, dims: readonly Dimension[]): GraphValue;
  /** A float32 constant; a bare number is a scalar. */
  constant(values: number | readonly number[], dims?: readonly number[]): GraphValue;
  /** A one-dimensional int64 constant: axes, pads, starts … */
  indices(values: readonly number[]): GraphValue;
  /** Adds a node with one output. An empty place among the optional inputs is `null`. */
  node(
    opType: string,
    inputs: readonly (GraphValue | null)[],
    attributes?: Readonly<Record<string, Attribute>>,
  ): GraphValue;
  /** Makes `value` an output of the model under `name`. */
  output(value: GraphValue, name: string, type: ElementType, dims: readonly Dimension[]): void;
  /** The model as the bytes of an `.onnx` file; the same calls give the same bytes. */
  encode(): Uint8Array<ArrayBuffer>;
}

/** Starts an empty graph. Nodes are written in the order in which they are added, so each uses only earlier values. */
export function createOnnxGraph(about: { readonly name: string; readonly description: string }): OnnxGraph {
  const nodes: NodeMessage[] = [];
  const constants: TensorMessage[] = [];
  const inputs: ValueInfoMessage[] = [];
  const outputs: ValueInfoMessage[] = [];

  function addConstant(dataType: ElementType, dims: readonly number[], rawData: Uint8Array): GraphValue {
    const name = `constant_${constants.length}`;
    constants.push({ name, dims, dataType: ELEMENT_TYPES[dataType], rawData });
    return { name };
  }

  function addNode(
    opType: string,
    from: readonly (GraphValue | null)[],
    outputName: string,
    attributes: Readonly<Record<string, Attribute>>,
  ): GraphValue {
    nodes.push({
      name: `${opType.toLowerCase()}_${nodes.length}`,
      opType,
      input: from.map((value) => value?.name ?? ''),
      output: [outputName],
      attribute: Object.entries(attributes).map(([name, attribute]) => attributeMessage(name, attribute)),
    });
    return { name: outputName };
  }

  return {
    input(name, type, dims) {
      inputs.push(valueInfo(name, type, dims));
      return { name };
    },
    constant(values, dims) {
      const list = typeof values === 'number' ? [values] : values;
      const shape = dims ?? (typeof values === 'number' ? [] : [values.length]);
      return addConstant('float32', shape, float32Bytes(list));
    },
    indices(values) {
      return addConstant('int64', [values.length], int64Bytes(values));
    },
    node(opType, from, attributes = {}) {
      return addNode(opType, from, `value_${nodes.length}`, attributes);
    },
    output(value, name, type, dims) {
      addNode('Identity', [value], name, {});
      outputs.push(valueInfo(name, type, dims));
    },
    encode() {
      return encodeModel({
        irVersion: IR_VERSION,
        producerName: 'scanbench',
        opsetImport: [{ domain: '', version: OPSET_VERSION }],
        graph: {
          name: about.name,
          docString: about.description,
          node: nodes,
          initializer: constants,
          input: inputs,
          output: outputs,
        },
      });
    },
  };
}

function attributeMessage(name: string, attribute: Attribute): AttributeMessage {
  if ('int' in attribute) return { name, type: ATTRIBUTE_TYPES.int, i: attribute.int };
  if ('ints' in attribute) return { name, type: ATTRIBUTE_TYPES.ints, ints: attribute.ints };
  if ('float' in attribute) return { name, type: ATTRIBUTE_TYPES.float, f: attribute.float };
  return { name, type: ATTRIBUTE_TYPES.string, s: new TextEncoder().encode(attribute.string) };
}

function valueInfo(name: string, type: ElementType, dims: readonly Dimension[]): ValueInfoMessage {
  const dim = dims.map((size) => (typeof size === 'number' ? { dimValue: size } : { dimParam: size }));
  return { name, type: { tensorType: { elemType: ELEMENT_TYPES[type], shape: { dim } } } };
}

// Written through a DataView because ONNX's raw data is little-endian on every machine.
function float32Bytes(values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(4 * values.length);
  const view = new DataView(bytes.buffer);
  values.forEach((value, i) => {
    view.setFloat32(4 * i, value, true);
  });
  return bytes;
}

function int64Bytes(values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(8 * values.length);
  const view = new DataView(bytes.buffer);
  values.forEach((value, i) => {
    view.setBigInt64(8 * i, BigInt(value), true);
  });
  return bytes;
}
