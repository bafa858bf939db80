import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Tensor } from '../../../src/domain/technology/tensor.ts';
import { readInferRequest } from '../../../src/formats/open-inference/read-infer-request.ts';
import { readInferResponse } from '../../../src/formats/open-inference/read-infer-response.ts';
import { writeInferRequest } from '../../../src/formats/open-inference/write-infer-request.ts';
import { writeInferResponse } from '../../../src/formats/open-inference/write-infer-response.ts';
import { failureOf, valueFrom } from '../../fixtures/value-from.ts';

// JSON has no −0, so neither have these.
const float = fc.float({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
const sizes = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 7 }));
const tensors: fc.Arbitrary<Tensor> = sizes.chain(([height, width]) =>
  fc.oneof(
    fc
      .array(float, { minLength: height * width, maxLength: height * width })
      .map((values): Tensor => ({ type: 'float32', dims: [1, height, width], data: Float32Array.from(values) })),
    fc
      .uint8Array({ minLength: height * width, maxLength: height * width })
      .map((data): Tensor => ({ type: 'uint8', dims: [height, width], data: Uint8Array.from(data) })),
  ),
);
const named = fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), tensors, { minKeys: 1, maxKeys: 4 });

describe('what one end writes', () => {
  it('of a request is what the other end reads, in binary and in JSON', () => {
    fc.assert(
      fc.property(named, fc.boolean(), (inputs, isBinary) => {
        const written = valueFrom(writeInferRequest({ id: '7', inputs, outputs: ['map'], isBinary }));
        const read = valueFrom(readInferRequest(written.body, written.headerBytes));
        expect(Object.fromEntries(read.inputs)).toEqual({ ...inputs });
        expect(read.id).toBe('7');
        expect(read.outputs).toEqual([{ name: 'map', isBinary: isBinary ? true : null }]);
      }),
    );
  });

  it('of an answer is what the other end reads, whatever else is in it', () => {
    fc.assert(
      fc.property(named, fc.boolean(), (outputs, isBinary) => {
        const request = { id: '7', inputs: new Map(), outputs: [], isBinary };
        const written = valueFrom(writeInferResponse({ id: 'm', version: '1' }, request, outputs));
        const [wanted = ''] = Object.keys(outputs);
        const read = valueFrom(readInferResponse(written.body, written.headerBytes, [wanted]));
        expect(read).toEqual({ id: '7', modelName: 'm', modelVersion: '1', outputs: { [wanted]: outputs[wanted] } });
      }),
    );
  });
});

it('reads no answer that is cut off anywhere', () => {
  const map: Tensor = { type: 'float32', dims: [2, 2], data: Float32Array.of(1, 2, 3, 4) };
  const request = { id: null, inputs: new Map(), outputs: [], isBinary: true };
  const { body, headerBytes } = valueFrom(writeInferResponse({ id: 'm', version: '1' }, request, { map }));
  for (let length = 0; length < body.length; length++) {
    expect(readInferResponse(body.slice(0, length), headerBytes, ['map']).ok, `${length} bytes`).toBe(false);
  }
});

it('reads no answer of more tensors or dimensions than any has, and looks at none of them', () => {
  const ones = `${'1,'.repeat(2_000_000)}1`;
  for (const json of [`{"outputs":[${ones}]}`, `{"outputs":[{"name":"map","shape":[${ones}]}]}`]) {
    const body = Uint8Array.from(new TextEncoder().encode(json));
    expect(failureOf(readInferResponse(body, null, ['map']))).toContain('more than 64 tensors, or one of more than 8');
  }
});

it('writes no request in JSON that holds what JSON cannot', () => {
  const input: Tensor = { type: 'float32', dims: [1], data: Float32Array.of(Number.NaN) };
  const written = writeInferRequest({ id: '1', inputs: { input }, outputs: ['map'], isBinary: false });
  expect(failureOf(written)).toContain('NaN or infinity');
});
