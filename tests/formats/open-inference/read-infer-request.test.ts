import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readInferRequest } from '../../../src/formats/open-inference/read-infer-request.ts';
import { failureOf, valueFrom } from '../../fixtures/value-from.ts';
import { binaryRequest, jsonRequest } from './requests.ts';

const FLOATS = { name: 'x', datatype: 'FP32', shape: [1, 2], data: [0.5, -2] };

describe('readInferRequest', () => {
  it('reads tensors of each type from JSON, flat or nested', () => {
    const { inputs, id, outputs, isBinary } = valueFrom(
      readInferRequest(
        jsonRequest({
          id: 'gate-2',
          inputs: [
            FLOATS,
            {
              name: 'bytes',
              datatype: 'UINT8',
              shape: [2, 2],
              data: [
                [0, 255],
                [3, 4],
              ],
            },
            { name: 'words', datatype: 'UINT16', shape: [1], data: [65_535] },
          ],
        }),
        null,
      ),
    );
    expect([...inputs]).toEqual([
      ['x', { type: 'float32', dims: [1, 2], data: Float32Array.of(0.5, -2) }],
      ['bytes', { type: 'uint8', dims: [2, 2], data: Uint8Array.of(0, 255, 3, 4) }],
      ['words', { type: 'uint16', dims: [1], data: Uint16Array.of(65_535) }],
    ]);
    expect({ id, outputs, isBinary }).toEqual({ id: 'gate-2', outputs: [], isBinary: false });
  });

  it('reads binary tensors in their order behind the JSON, wherever it ends', () => {
    for (const id of ['', 'a', 'ab', 'abc']) {
      const { body, headerBytes } = binaryRequest({ id }, [
        { name: 'bytes', datatype: 'UINT8', shape: [3], data: Uint8Array.of(1, 2, 3) },
        { name: 'x', datatype: 'FP32', shape: [2, 1], data: Float32Array.of(0.25, Number.NaN) },
        { name: 'words', datatype: 'UINT16', shape: [2], data: Uint16Array.of(258, 65_535) },
      ]);
      const { inputs } = valueFrom(readInferRequest(body, headerBytes));
      expect(inputs.get('x')).toEqual({ type: 'float32', dims: [2, 1], data: Float32Array.of(0.25, Number.NaN) });
      expect([...(inputs.get('bytes')?.data ?? [])]).toEqual([1, 2, 3]);
      expect([...(inputs.get('words')?.data ?? [])]).toEqual([258, 65_535]);
    }
  });

  it('reads which outputs are wanted and in which form', () => {
    const outputs = [{ name: 'map', parameters: { binary_data: true } }, { name: 'score' }];
    const request = jsonRequest({ inputs: [FLOATS], outputs, parameters: { binary_data_output: true, priority: 1 } });
    expect(valueFrom(readInferRequest(request, null))).toMatchObject({
      outputs: [
        { name: 'map', isBinary: true },
        { name: 'score', isBinary: null },
      ],
      isBinary: true,
    });
  });

  it.each([
    ['data that are too few', { ...FLOATS, shape: [3] }, 'do not fill [3] with 3 numbers'],
    ['data that are too many', { ...FLOATS, shape: [1] }, 'do not fill [1]'],
    ['no data', { ...FLOATS, data: undefined }, 'neither data nor binary_data_size'],
    ['text among the numbers', { ...FLOATS, data: [0.5, '1'] }, 'do not fill'],
    ['lists nested deeper than the shape', { ...FLOATS, data: [[[0.5]], 1] }, 'do not fill'],
    ['a number that FP32 cannot hold', { ...FLOATS, data: [0.5, 1e39] }, '1e+39'],
    ['a part where UINT8 is whole', { ...FLOATS, datatype: 'UINT8' }, '0.5, which UINT8 cannot hold'],
    ['a number beyond UINT8', { ...FLOATS, datatype: 'UINT8', data: [1, 256] }, '256'],
    ['a datatype that is not read', { ...FLOATS, datatype: 'BYTES' }, 'send FP32, UINT8, UINT16'],
    ['a shape below nothing', { ...FLOATS, shape: [-1, 2] }, 'inputs.0.shape.0: it must be at least 0.'],
    ['a name that is no text', { ...FLOATS, name: 7 }, 'inputs.0.name: it must be a text.'],
    [
      'shared memory',
      { ...FLOATS, parameters: { shared_memory_region: 'r' } },
      'shared_memory_region is not available',
    ],
  ])('refuses %s, and says which', (_what, input, sentence) => {
    const outcome = readInferRequest(jsonRequest({ inputs: [input] }), null);
    expect(outcome).toMatchObject({ ok: false, failure: { code: 'malformed-request' } });
    expect(failureOf(outcome)).toContain(sentence);
  });

  it.each([
    ['an input that comes twice', { inputs: [FLOATS, FLOATS] }, '"x" comes twice'],
    ['no input', { inputs: [] }, 'inputs: it must have at least 1 value.'],
    ['no word of inputs', {}, 'wrong form: it lacks inputs.'],
    ['a list', [FLOATS], 'wrong form: it must be an object.'],
    [
      'an output that is asked for twice',
      { inputs: [FLOATS], outputs: [{ name: 'y' }, { name: 'y' }] },
      '"y" is asked for twice',
    ],
    ['classification', { inputs: [FLOATS], outputs: [{ name: 'y', parameters: { classification: 3 } }] }, 'classif'],
  ])('refuses %s', (_what, request, sentence) => {
    expect(failureOf(readInferRequest(jsonRequest(request), null))).toContain(sentence);
  });

  it('refuses binary data that do not fit the shape, the announcement or the body', () => {
    const tensor = { name: 'x', datatype: 'FP32', shape: [2], data: Float32Array.of(1, 2) };
    const { body, headerBytes } = binaryRequest({}, [tensor]);
    const wrong = binaryRequest({}, [{ ...tensor, shape: [3] }]);
    expect(failureOf(readInferRequest(wrong.body, wrong.headerBytes))).toContain('takes 12');
    expect(failureOf(readInferRequest(body.subarray(0, -1), headerBytes))).toContain(
      '"x" announces 8 bytes, but the body holds only 7 for it',
    );
    const longer = Uint8Array.from([...body, 0]);
    expect(failureOf(readInferRequest(longer, headerBytes))).toContain('9 follow the JSON');
    expect(failureOf(readInferRequest(body, null))).toContain('not JSON');
    expect(failureOf(readInferRequest(body, body.length + 1))).toContain('has only');
  });

  it.each([
    ['keys', `{"parameters":{${'"k":1,'.repeat(40_000)}"k":1},"inputs":[]}`, 'too many names or texts'],
    ['texts', `{"inputs":[${'"",'.repeat(40_000)}""]}`, 'too many names or texts'],
    ['numbers', `{"inputs":[${'1,'.repeat(9_000_000)}1]}`, 'too many values'],
  ])('counts %s before it makes them', (_what, json, sentence) => {
    expect(failureOf(readInferRequest(Uint8Array.from(Buffer.from(json)), null))).toContain(sentence);
  });

  it.each([
    ['inputs', `{"inputs":[${'1,'.repeat(2_000_000)}1]}`],
    ['outputs', `{"inputs":[],"outputs":[${'1,'.repeat(2_000_000)}1]}`],
    ['dimensions', `{"inputs":[{"shape":[${'1,'.repeat(2_000_000)}1]}]}`],
  ])('counts %s before it looks at each', (_what, json) => {
    const startedAt = performance.now();
    expect(failureOf(readInferRequest(Uint8Array.from(Buffer.from(json)), null))).toContain('send fewer');
    // It takes a quarter of a second; each looked at, half a minute.
    expect(performance.now() - startedAt).toBeLessThan(5000);
  });

  it('counts objects and lists before it makes them', () => {
    const bomb = new TextEncoder().encode(`{"inputs":[${'{},'.repeat(5000)}{}]}`);
    expect(failureOf(readInferRequest(bomb, null))).toContain('too many objects or lists');
    const deep = new TextEncoder().encode('['.repeat(100_000));
    expect(failureOf(readInferRequest(deep, null))).toContain('not JSON');
  });

  it('answers any bytes with a tensor or a failure', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), fc.option(fc.nat(80)), (noise, headerBytes) => {
        expect(readInferRequest(Uint8Array.from(noise), headerBytes).ok).toBe(false);
      }),
      { numRuns: 200 },
    );
    fc.assert(
      fc.property(fc.json(), (json) => {
        expect(readInferRequest(new TextEncoder().encode(json), null).ok).toBe(false);
      }),
      { numRuns: 200 },
    );
  });
});
