/** The name under which a value is known in the graph. */
export interface TfValue {
  readonly name: string;
}

/** An attribute of a node as TensorFlow writes it in JSON, where strings are base64 and whole numbers are text. */
export type TfAttribute =
  | { readonly type: 'DT_FLOAT' | 'DT_INT32' }
  | { readonly s: string }
  | { readonly b: boolean }
  | { readonly i: string }
  | { readonly list: { readonly i: readonly string[] } | { readonly s: readonly string[] } }
  | { readonly shape: TfShape };

interface TfShape {
  readonly dim: readonly { readonly size: string }[];
}

interface WeightSpec {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32';
}

/** The two files of a graph model of TensorFlow.js. */
export type GraphModelBytes = Readonly<Record<'model.json' | 'weights.bin', Uint8Array<ArrayBuffer>>>;

/** Collects the nodes and weights of a graph model; sizes that are free are −1. */
export interface TfGraph {
  /** The one input. */
  input(name: string, shape: readonly number[]): TfValue;
  constant(dtype: WeightSpec['dtype'], shape: readonly number[], values: ArrayLike<number>): TfValue;
  /** Adds a node with one output. */
  node(op: string, inputs: readonly TfValue[], attributes: Readonly<Record<string, TfAttribute>>): TfValue;
  /** Makes `value` an output of the model under `name`. */
  output(value: TfValue, name: string): void;
  encode(): GraphModelBytes;
}

export const FLOAT = { type: 'DT_FLOAT' } as const;
export const INT32 = { type: 'DT_INT32' } as const;

export function text(value: string): { readonly s: string } {
  return { s: btoa(value) };
}

export function texts(values: readonly string[]): TfAttribute {
  return { list: { s: values.map(btoa) } };
}

export function integers(values: readonly number[]): TfAttribute {
  return { list: { i: values.map(String) } };
}

/**
 * Starts an empty graph. It is written as `tensorflowjs_converter` writes one: a TensorFlow `GraphDef` in JSON, whose
 * constants lie in the weights, and a signature that names inputs and outputs. The same calls give the same bytes.
 * Source: https://github.com/tensorflow/tfjs/blob/tfjs-v4.22.0/tfjs-converter/src/data/compiled_api.ts
 */
export function createTfGraph(): TfGraph {
  const nodes: Readonly<Record<string, unknown>>[] = [];
  const weights: WeightSpec[] = [];
  const values: number[][] = [];
  const inputs: Record<string, unknown> = {};
  const outputs: Record<string, unknown> = {};

  return {
    input(name, sizes) {
      const shape = shapeOf(sizes);
      nodes.push({ name: 'input', op: 'Placeholder', attr: { dtype: FLOAT, shape: { shape } } });
      inputs[name] = { name: 'input:0', dtype: FLOAT.type, tensorShape: shape };
      return { name: 'input' };
    },
    constant(dtype, shape, list) {
      const name = `constant_${weights.length}`;
      nodes.push({ name, op: 'Const', attr: { dtype: dtype === 'float32' ? FLOAT : INT32 } });
      weights.push({ name, shape, dtype });
      values.push(Array.from(list));
      return { name };
    },
    node(op, from, attr) {
      const name = `${op.toLowerCase().replace('_', '')}_${nodes.length}`;
      nodes.push({ name, op, input: from.map((value) => value.name), attr });
      return { name };
    },
    output(value, name) {
      // A node of its own name, because the output's may be a node's already; the signature joins the two.
      const node = `output_${Object.keys(outputs).length}`;
      nodes.push({ name: node, op: 'Identity', input: [value.name], attr: { T: FLOAT } });
      outputs[name] = { name: `${node}:0`, dtype: FLOAT.type };
    },
    encode() {
      const model = {
        format: 'graph-model',
        generatedBy: 'scanbench',
        convertedBy: null,
        signature: { inputs, outputs },
        modelTopology: { node: nodes, versions: { producer: 987 } },
        weightsManifest: [{ paths: ['weights.bin'], weights }],
      };
      return {
        'model.json': new TextEncoder().encode(`${JSON.stringify(model)}\n`),
        'weights.bin': encodeWeights(weights, values),
      };
    },
  };
}

function shapeOf(sizes: readonly number[]): TfShape {
  return { dim: sizes.map((size) => ({ size: String(size) })) };
}

/** One after the other, 4 bytes a value. TensorFlow.js reads them in the machine's order, which is little-endian. */
function encodeWeights(
  weights: readonly WeightSpec[],
  values: readonly (readonly number[])[],
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(4 * values.reduce((count, list) => count + list.length, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const [index, { dtype }] of weights.entries()) {
    for (const value of values[index] ?? []) {
      if (dtype === 'float32') view.setFloat32(at, value, true);
      else view.setInt32(at, value, true);
      at += 4;
    }
  }
  return bytes;
}
