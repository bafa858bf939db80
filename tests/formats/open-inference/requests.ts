/** A request of the Open Inference Protocol without binary data. */
export function jsonRequest(request: unknown): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(new TextEncoder().encode(JSON.stringify(request)));
}

export interface BinaryTensor {
  readonly name: string;
  readonly datatype: string;
  readonly shape: readonly number[];
  readonly data: Float32Array | Uint8Array | Uint16Array;
}

/** A request whose tensors follow its JSON, as a Triton client writes it. */
export function binaryRequest(
  request: object,
  tensors: readonly BinaryTensor[],
): { readonly body: Uint8Array<ArrayBuffer>; readonly headerBytes: number } {
  const inputs = tensors.map(({ data, ...rest }) => ({ ...rest, parameters: { binary_data_size: data.byteLength } }));
  const json = jsonRequest({ ...request, inputs });
  const parts = tensors.map(({ data }) => Buffer.from(data.buffer, data.byteOffset, data.byteLength));
  return { body: Uint8Array.from(Buffer.concat([json, ...parts])), headerBytes: json.length };
}
