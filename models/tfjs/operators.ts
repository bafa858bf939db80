import type { OnnxConstant, OnnxNode } from '../graph/read-onnx.ts';
import { FLOAT, INT32, integers, type TfAttribute, type TfGraph, type TfValue, text, texts } from './tf-graph.ts';

/** What an operator is computed from, by the place of each of its inputs. */
export interface Operands {
  /** A value that flows through the network, [n, height, width, channels]; null for a constant or nothing. */
  flowing(place: number): TfValue | null;
  constant(place: number): OnnxConstant | null;
}

/** Adds one operator to the graph, or says why it cannot. */
type ConvertOperator = (node: OnnxNode, operands: Operands, graph: TfGraph) => TfValue | { readonly refusal: string };

/**
 * The operators of ONNX that are converted, from channels before rows and columns (NCHW) to channels last (NHWC), which
 * is the only layout that TensorFlow.js knows on a CPU.
 * Sources: https://onnx.ai/onnx/operators and https://www.tensorflow.org/api_docs/python/tf/raw_ops
 */
export const OPERATORS: Readonly<Record<string, ConvertOperator>> = {
  Add: convertAdd,
  AveragePool: (node, operands, graph) => convertPool('AvgPool', node, operands, graph),
  Clip: convertClip,
  Concat: convertConcat,
  Conv: convertConv,
  Identity: (_node, operands, graph) => convertPlain('Identity', operands, graph),
  MaxPool: (node, operands, graph) => convertPool('MaxPool', node, operands, graph),
  Relu: (_node, operands, graph) => convertPlain('Relu', operands, graph),
  Resize: convertResize,
  Sigmoid: (_node, operands, graph) => convertPlain('Sigmoid', operands, graph),
};

const NOTHING_FLOWS = { refusal: 'it computes a constant' } as const;
const NHWC = text('NHWC');
const LOWEST_FLOAT32 = -3.4028234663852886e38;

function convertPlain(op: string, operands: Operands, graph: TfGraph): TfValue | { readonly refusal: string } {
  const x = operands.flowing(0);
  return x === null ? NOTHING_FLOWS : graph.node(op, [x], { T: FLOAT });
}

/** `node.attributes.activation` is "Relu" where one was folded into the convolution. */
function convertConv(node: OnnxNode, operands: Operands, graph: TfGraph): TfValue | { readonly refusal: string } {
  const x = operands.flowing(0);
  const kernel = operands.constant(1);
  const bias = operands.constant(2);
  const [outputs, inputs, height, width] = kernel?.dims ?? [];
  if (x === null || kernel === null || width === undefined)
    return { refusal: 'its weights are no 4-dimensional constant' };
  if (outputs === undefined || inputs === undefined || height === undefined) return NOTHING_FLOWS;
  if ((node.attributes['group'] ?? 1) !== 1)
    return { refusal: `it has group ${node.attributes['group']}; 1 is converted` };
  const problem = findWindowProblem(node);
  if (problem !== null) return { refusal: problem };

  const filter = graph.constant('float32', [height, width, inputs, outputs], toHwio(kernel));
  const shared = { T: FLOAT, data_format: NHWC, dilations: integers([1, 1, 1, 1]), ...windowAttributes(node) };
  if (bias === null && node.attributes['activation'] === undefined) return graph.node('Conv2D', [x, filter], shared);
  const sums = graph.constant('float32', [outputs], bias?.values ?? new Float32Array(outputs));
  const fusedOps = node.attributes['activation'] === undefined ? ['BiasAdd'] : ['BiasAdd', 'Relu'];
  return graph.node('_FusedConv2D', [x, filter, sums], { ...shared, fused_ops: texts(fusedOps), num_args: { i: '1' } });
}

/** From [outputs, inputs, height, width] to [height, width, inputs, outputs]. */
function toHwio({ dims: [outputs = 0, inputs = 0, height = 0, width = 0], values }: OnnxConstant): Float32Array {
  const reordered = new Float32Array(values.length);
  const cells = height * width;
  for (let cell = 0; cell < cells; cell++) {
    for (let input = 0; input < inputs; input++) {
      for (let output = 0; output < outputs; output++) {
        reordered[(cell * inputs + input) * outputs + output] = values[(output * inputs + input) * cells + cell] ?? 0;
      }
    }
  }
  return reordered;
}

function convertPool(
  op: 'AvgPool' | 'MaxPool',
  node: OnnxNode,
  operands: Operands,
  graph: TfGraph,
): TfValue | { readonly refusal: string } {
  const x = operands.flowing(0);
  const problem = findWindowProblem(node);
  const [height, width] = numbers(node, 'kernel_shape', []);
  if (x === null || height === undefined || width === undefined) return NOTHING_FLOWS;
  if (problem !== null) return { refusal: problem };
  // Padding would count in the mean of one framework and not in that of the other.
  if (padsOf(node).some((pad) => pad !== 0)) return { refusal: 'it pads; unpadded pooling is converted' };
  if ((node.attributes['ceil_mode'] ?? 0) !== 0) return { refusal: 'it has ceil_mode 1; 0 is converted' };
  return graph.node(op, [x], {
    T: FLOAT,
    data_format: NHWC,
    ksize: integers([1, height, width, 1]),
    ...windowAttributes(node),
  });
}

function findWindowProblem(node: OnnxNode): string | null {
  const automatic = node.attributes['auto_pad'] ?? 'NOTSET';
  if (automatic !== 'NOTSET') return `it has auto_pad ${automatic}; pads are converted`;
  const dilations = numbers(node, 'dilations', [1, 1]);
  return dilations.some((dilation) => dilation !== 1) ? `it has dilations ${dilations}; 1 is converted` : null;
}

/** PyTorch pads all sides alike; TensorFlow's SAME would shift a stride of 2 by a pixel, so pads are always spelt out. */
function windowAttributes(node: OnnxNode): Readonly<Record<string, TfAttribute>> {
  const [down = 1, along = 1] = numbers(node, 'strides', [1, 1]);
  const strides = integers([1, down, along, 1]);
  const [top = 0, left = 0, bottom = 0, right = 0] = padsOf(node);
  if (top + left + bottom + right === 0) return { strides, padding: text('VALID') };
  const explicit = integers([0, 0, top, bottom, left, right, 0, 0]);
  return { strides, padding: text('EXPLICIT'), explicit_paddings: explicit };
}

function padsOf(node: OnnxNode): readonly number[] {
  return numbers(node, 'pads', [0, 0, 0, 0]);
}

function numbers({ attributes }: OnnxNode, name: string, otherwise: readonly number[]): readonly number[] {
  const value = attributes[name];
  return typeof value === 'object' ? value : otherwise;
}

function convertAdd(_node: OnnxNode, operands: Operands, graph: TfGraph): TfValue | { readonly refusal: string } {
  const summands: TfValue[] = [];
  for (const place of [0, 1]) {
    const flowing = operands.flowing(place);
    const constant = operands.constant(place);
    if (flowing !== null) summands.push(flowing);
    else if (constant !== null && isPerChannel(constant)) {
      summands.push(graph.constant('float32', [1, 1, 1, constant.values.length], constant.values));
    } else return { refusal: `it adds a constant of [${constant?.dims}]; one value, or one a channel, is converted` };
  }
  return graph.node('AddV2', summands, { T: FLOAT });
}

/** One value for all, or [channels, 1, 1], with or without a batch of 1 before it. */
function isPerChannel({ dims, values }: OnnxConstant): boolean {
  return values.length === 1 || (dims.length >= 3 && dims.at(-3) === values.length);
}

function convertConcat(node: OnnxNode, operands: Operands, graph: TfGraph): TfValue | { readonly refusal: string } {
  const parts = node.inputs.map((_, place) => operands.flowing(place)).filter((part) => part !== null);
  if (parts.length !== node.inputs.length) return { refusal: 'one of its parts is a constant' };
  const axis = node.attributes['axis'];
  if (axis !== 1 && axis !== -3) return { refusal: `it joins along axis ${axis}; channels (1) are converted` };
  const channels = graph.constant('int32', [], [3]);
  return graph.node('ConcatV2', [...parts, channels], { T: FLOAT, Tidx: INT32, N: { i: String(parts.length) } });
}

function convertClip(node: OnnxNode, operands: Operands, graph: TfGraph): TfValue | { readonly refusal: string } {
  const x = operands.flowing(0);
  if (x === null) return NOTHING_FLOWS;
  const limits = [];
  for (const [place, otherwise] of [
    [1, LOWEST_FLOAT32],
    [2, -LOWEST_FLOAT32],
  ] as const) {
    const isLeftOut = (node.inputs[place] ?? '') === '';
    const limit = isLeftOut ? otherwise : operands.constant(place)?.values[0];
    if (limit === undefined) return { refusal: 'its limits are computed' };
    limits.push(graph.constant('float32', [], [limit]));
  }
  return graph.node('ClipByValue', [x, ...limits], { T: FLOAT });
}

/** Rules that name the same nearest pixel where an enlargement is a whole number. */
const NEAREST_RULES: readonly string[] = ['asymmetric floor', 'half_pixel round_prefer_floor'];

function convertResize(node: OnnxNode, operands: Operands, graph: TfGraph): TfValue | { readonly refusal: string } {
  const x = operands.flowing(0);
  const [batch, channels, down, along] = operands.constant(2)?.values ?? [];
  if (x === null || down === undefined || along === undefined) return { refusal: 'its scales are no constant' };
  const {
    mode = 'nearest',
    coordinate_transformation_mode: where = 'half_pixel',
    nearest_mode: rule = 'round_prefer_floor',
  } = node.attributes;
  if (mode !== 'nearest') return { refusal: `its mode is ${mode}; nearest is converted` };
  if (!NEAREST_RULES.includes(`${where} ${rule}`))
    return { refusal: `it rounds by ${where} ${rule}; ${NEAREST_RULES.join(' or ')} is converted` };
  if (batch !== 1 || channels !== 1 || ![down, along].every((scale) => Number.isInteger(scale) && scale > 0)) {
    return { refusal: `it scales by [${operands.constant(2)?.values}]; whole numbers down and along are converted` };
  }
  const shape = graph.node('Shape', [x], { T: FLOAT, out_type: INT32 });
  const begin = graph.constant('int32', [1], [1]);
  const count = graph.constant('int32', [1], [2]);
  const size = graph.node('Slice', [shape, begin, count], { T: INT32, Index: INT32 });
  const enlarged = graph.node('Mul', [size, graph.constant('int32', [2], [down, along])], { T: INT32 });
  const plain = { align_corners: { b: false }, half_pixel_centers: { b: false } };
  return graph.node('ResizeNearestNeighbor', [x, enlarged], { T: FLOAT, ...plain });
}
