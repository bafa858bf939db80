import { describe, expect, it } from 'vitest';
import type { Tensors } from '../../../src/domain/technology/tensor.ts';
import type { InferRequest } from '../../../src/formats/open-inference/read-infer-request.ts';
import { writeInferResponse } from '../../../src/formats/open-inference/write-infer-response.ts';
import { failureOf, valueFrom } from '../../fixtures/value-from.ts';

const MODEL = { id: 'local-contrast', version: '1.0.0' };
const ALL_AS_JSON: InferRequest = { id: null, inputs: new Map(), outputs: [], isBinary: false };
const TENSORS: Tensors = {
  map: { type: 'float32', dims: [1, 2], data: Float32Array.of(0.5, 0.1) },
  score: { type: 'uint16', dims: [1], data: Uint16Array.of(513) },
};

function answerTo(request: Partial<InferRequest>, tensors = TENSORS) {
  const { body, headerBytes } = valueFrom(writeInferResponse(MODEL, { ...ALL_AS_JSON, ...request }, tensors));
  const json = JSON.parse(new TextDecoder().decode(body.subarray(0, headerBytes ?? body.length)));
  return { json, headerBytes, binary: [...body.subarray(headerBytes ?? body.length)] };
}

describe('writeInferResponse', () => {
  it('gives every output as JSON, exactly, with the id of the request', () => {
    const { json, headerBytes } = answerTo({ id: 'gate-2' });
    expect(headerBytes).toBeNull();
    expect(json).toEqual({
      id: 'gate-2',
      model_name: 'local-contrast',
      model_version: '1.0.0',
      outputs: [
        { name: 'map', datatype: 'FP32', shape: [1, 2], data: [0.5, Math.fround(0.1)] },
        { name: 'score', datatype: 'UINT16', shape: [1], data: [513] },
      ],
    });
  });

  it('puts binary outputs behind the JSON, each where it says so, else as the request says', () => {
    const { json, binary } = answerTo({ outputs: [{ name: 'score', isBinary: null }], isBinary: true });
    expect(json.outputs).toEqual([
      { name: 'score', datatype: 'UINT16', shape: [1], parameters: { binary_data_size: 2 } },
    ]);
    expect(binary).toEqual([1, 2]);
    const mixed = answerTo({
      outputs: [
        { name: 'score', isBinary: true },
        { name: 'map', isBinary: false },
      ],
    });
    expect(mixed.json.outputs.map((output: object) => Object.keys(output).at(-1))).toEqual(['parameters', 'data']);
    expect(mixed.binary).toEqual([1, 2]);
  });

  it.each([
    ['that the model does not give', { outputs: [{ name: 'toString', isBinary: true }] }, TENSORS, 'it has map, score'],
    [
      'whose values JSON cannot hold',
      {},
      { map: { type: 'float32', dims: [1], data: Float32Array.of(Number.NaN) } } satisfies Tensors,
      'NaN',
    ],
  ])('fails for an output %s', (_what, request, tensors, sentence) => {
    const outcome = writeInferResponse(MODEL, { ...ALL_AS_JSON, ...request }, tensors);
    expect(outcome).toMatchObject({ ok: false, failure: { code: 'malformed-request' } });
    expect(failureOf(outcome)).toContain(sentence);
  });

  it('counts the values of all outputs in JSON together, none of which is binary', () => {
    const small: Tensors[string] = { type: 'uint8', dims: [1], data: new Uint8Array(1) };
    const large: Tensors[string] = { type: 'uint8', dims: [8_388_608], data: new Uint8Array(8_388_608) };
    const answer = (isBinary: boolean, a: Tensors[string], b: Tensors[string]) =>
      writeInferResponse(
        MODEL,
        {
          ...ALL_AS_JSON,
          outputs: [
            { name: 'a', isBinary },
            { name: 'b', isBinary: false },
          ],
        },
        { a, b },
      );
    expect(failureOf(answer(false, small, large))).toContain('"b" has 8388608 values, too many');
    expect(answer(true, large, small).ok).toBe(true);
  });
});
