import protobuf from 'protobufjs';

/**
 * The part of ONNX's wire format that these models need, by field number.
 * Source: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto (proto2, so repeated numbers are not packed).
 */
const MESSAGES = {
  nested: {
    ModelProto: {
      fields: {
        irVersion: { id: 1, type: 'int64' },
        producerName: { id: 2, type: 'string' },
        graph: { id: 7, type: 'GraphProto' },
        opsetImport: { id: 8, type: 'OperatorSetIdProto', rule: 'repeated' },
      },
    },
    OperatorSetIdProto: {
      fields: { domain: { id: 1, type: 'string' }, version: { id: 2, type: 'int64' } },
    },
    GraphProto: {
      fields: {
        node: { id: 1, type: 'NodeProto', rule: 'repeated' },
        name: { id: 2, type: 'string' },
        initializer: { id: 5, type: 'TensorProto', rule: 'repeated' },
        docString: { id: 10, type: 'string' },
        input: { id: 11, type: 'ValueInfoProto', rule: 'repeated' },
        output: { id: 12, type: 'ValueInfoProto', rule: 'repeated' },
      },
    },
    NodeProto: {
      fields: {
        input: { id: 1, type: 'string', rule: 'repeated' },
        output: { id: 2, type: 'string', rule: 'repeated' },
        name: { id: 3, type: 'string' },
        opType: { id: 4, type: 'string' },
        attribute: { id: 5, type: 'AttributeProto', rule: 'repeated' },
      },
    },
    AttributeProto: {
      fields: {
        name: { id: 1, type: 'string' },
        f: { id: 2, type: 'float' },
        i: { id: 3, type: 'int64' },
        s: { id: 4, type: 'bytes' },
        t: { id: 5, type: 'TensorProto' },
        g: { id: 6, type: 'GraphProto' },
        ints: { id: 8, type: 'int64', rule: 'repeated', options: { packed: false } },
        type: { id: 20, type: 'int32' },
      },
    },
    TensorProto: {
      fields: {
        dims: { id: 1, type: 'int64', rule: 'repeated', options: { packed: false } },
        dataType: { id: 2, type: 'int32' },
        floatData: { id: 4, type: 'float', rule: 'repeated' },
        int64Data: { id: 7, type: 'int64', rule: 'repeated' },
        name: { id: 8, type: 'string' },
        rawData: { id: 9, type: 'bytes' },
        dataLocation: { id: 14, type: 'int32' },
      },
    },
    ValueInfoProto: {
      fields: { name: { id: 1, type: 'string' }, type: { id: 2, type: 'TypeProto' } },
    },
    TypeProto: { fields: { tensorType: { id: 1, type: 'TensorTypeProto' } } },
    TensorTypeProto: {
      fields: { elemType: { id: 1, type: 'int32' }, shape: { id: 2, type: 'TensorShapeProto' } },
    },
    TensorShapeProto: { fields: { dim: { id: 1, type: 'DimensionProto', rule: 'repeated' } } },
    DimensionProto: { fields: { dimValue: { id: 1, type: 'int64' }, dimParam: { id: 2, type: 'string' } } },
  },
} as const satisfies protobuf.INamespace;

/** `TensorProto.DataType` */
export const ELEMENT_TYPES = { float32: 1, uint8: 2, int64: 7, bool: 9, float16: 10 } as const;

/** `AttributeProto.AttributeType` */
export const ATTRIBUTE_TYPES = { float: 1, int: 2, string: 3, tensor: 4, graph: 5, ints: 7 } as const;

export interface AttributeMessage {
  readonly name: string;
  readonly type: number;
  readonly f?: number;
  readonly i?: number;
  readonly s?: Uint8Array;
  readonly ints?: readonly number[];
  /** The body of a loop or a branch. */
  readonly g?: GraphMessage;
}

export interface NodeMessage {
  readonly input: readonly string[];
  readonly output: readonly string[];
  readonly name: string;
  readonly opType: string;
  readonly attribute: readonly AttributeMessage[];
}

export interface TensorMessage {
  readonly dims: readonly number[];
  readonly dataType: number;
  readonly name: string;
  /** Little-endian, row-major. */
  readonly rawData: Uint8Array;
}

export interface ValueInfoMessage {
  readonly name: string;
  readonly type: {
    readonly tensorType: {
      readonly elemType: number;
      readonly shape: { readonly dim: readonly ({ readonly dimValue: number } | { readonly dimParam: string })[] };
    };
  };
}

export interface ModelMessage {
  readonly irVersion: number;
  readonly producerName: string;
  readonly opsetImport: readonly { readonly domain: string; readonly version: number }[];
  readonly graph: GraphMessage;
}

export interface GraphMessage {
  readonly name: string;
  readonly docString: string;
  readonly node: readonly NodeMessage[];
  readonly initializer: readonly TensorMessage[];
  readonly input: readonly ValueInfoMessage[];
  readonly output: readonly ValueInfoMessage[];
}

const modelType = protobuf.Root.fromJSON(MESSAGES).lookupType('ModelProto');

/** The bytes of an `.onnx` file; the same message gives the same bytes, since fields are written in order of their number. */
export function encodeModel(model: ModelMessage): Uint8Array<ArrayBuffer> {
  const problem = modelType.verify(model);
  if (problem !== null) throw new Error(`not an ONNX model: ${problem}`);
  return Uint8Array.from(modelType.encode(model).finish());
}

/** The message of an `.onnx` file with every field there, 0 or empty where the file leaves it out; null for other bytes. */
export function decodeModel(bytes: Uint8Array): unknown {
  try {
    return modelType.toObject(modelType.decode(bytes), { longs: Number, defaults: true });
  } catch {
    return null;
  }
}
