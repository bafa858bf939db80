import { encodeModel } from '../../../models/graph/onnx-messages.ts';

/** A protobuf field with content: its number, then what is in it. */
function field(number: number, content: Uint8Array | string): Uint8Array {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return Uint8Array.of((number << 3) | 2, bytes.length, ...bytes);
}

/** A model that adds a constant which lies in another file, written byte by byte. */
export function modelWithWeightsIn(location: string): Uint8Array {
  const entry = (key: string, value: string) => field(13, Uint8Array.of(...field(1, key), ...field(2, value)));
  const external = Uint8Array.of(
    ...[0x08, 1], // dims: 1
    ...[0x10, 1], // data_type: float32
    ...field(8, 'bias'),
    ...entry('location', location),
    ...entry('offset', '0'),
    ...entry('length', '4'),
    ...[0x70, 1], // data_location: external
  );
  const dims = [{ dimValue: 1 }, { dimValue: 1 }, { dimParam: 'height' }, { dimParam: 'width' }];
  const value = (name: string) => ({ name, type: { tensorType: { elemType: 1, shape: { dim: dims } } } });
  const whole = encodeModel({
    irVersion: 8,
    producerName: 'a test',
    opsetImport: [{ domain: '', version: 17 }],
    graph: {
      name: 'external',
      docString: '',
      node: [{ name: 'add', opType: 'Add', input: ['input', 'bias'], output: ['map'], attribute: [] }],
      initializer: [],
      input: [value('input')],
      output: [value('map')],
    },
  });
  // A second part of the same message is merged into the first one: here it brings the constant.
  return Uint8Array.of(...whole, ...field(7, field(5, external)));
}
