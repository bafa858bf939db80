import { describe, expect, it } from 'vitest';
import { infer } from '../../src/inference/infer.ts';
import { loadDetector } from '../../src/inference/load-detector.ts';
import { modelManifest } from '../fixtures/model-manifest.ts';
import { nullDetector } from '../fixtures/null-detector.ts';
import { doublingModel } from '../fixtures/onnx-models.ts';
import { failureOf, valueFrom } from '../fixtures/value-from.ts';
import { packModel } from '../fixtures/write-model.ts';
import { binaryRequest, jsonRequest } from '../formats/open-inference/requests.ts';

const ID = 'fixture@onnx-cpu';
const JOB = { technology: ID, maxTensorBytes: 1000 };
const INPUT = { name: 'input', datatype: 'FP32', shape: [1, 1, 1, 3], data: Float32Array.of(1, -2, 0.5) };

async function doublingDetector(multipleOfPx = 1) {
  const model = await packModel(
    modelManifest({ runtime: 'onnx', input: { dynamic: { multipleOfPx } } }),
    doublingModel,
  );
  return valueFrom(await loadDetector(model, { provider: 'cpu', intraOpThreads: 1 }));
}

describe('infer', () => {
  it('runs no tensor that is larger than the longest scan that the model would be shown', async () => {
    const detector = await nullDetector({ input: { dynamic: { multipleOfPx: 1, heightPx: 1 } } });
    const infers = (widthPx: number) => {
      const data = new Float32Array(widthPx);
      const request = binaryRequest({}, [{ name: 'input', datatype: 'FP32', shape: [1, 1, 1, widthPx], data }]);
      return infer({ ...JOB, technology: 'a', ...request }, new Map([['a', detector]]));
    };
    expect(await infers(25)).toMatchObject({ ok: false, failure: { code: 'scan-too-large' } });
    expect((await infers(24)).ok).toBe(true);
  });

  it('runs the graph on the very tensors of the request, binary in and out', async () => {
    const detectors = new Map([[ID, await doublingDetector()]]);
    const request = binaryRequest({ parameters: { binary_data_output: true } }, [INPUT]);
    const { body, headerBytes, timings } = valueFrom(await infer({ ...JOB, ...request }, detectors));
    expect(JSON.parse(new TextDecoder().decode(body.subarray(0, headerBytes ?? 0)))).toEqual({
      model_name: 'fixture',
      model_version: '1.0.0',
      outputs: [{ name: 'map', datatype: 'FP32', shape: [1, 1, 1, 3], parameters: { binary_data_size: 12 } }],
    });
    expect(new Float32Array(body.slice(headerBytes ?? 0).buffer)).toEqual(Float32Array.of(2, -4, 1));
    expect(Object.keys(timings)).toEqual(['decodeMs', 'inferMs', 'encodeMs']);
  });

  it('takes whole numbers for a model of floats, and answers in JSON', async () => {
    const detectors = new Map([[ID, await doublingDetector()]]);
    const body = jsonRequest({ inputs: [{ ...INPUT, datatype: 'UINT16', data: [0, 7, 65_535] }] });
    const answer = valueFrom(await infer({ ...JOB, body, headerBytes: null }, detectors));
    expect(JSON.parse(new TextDecoder().decode(answer.body)).outputs[0].data).toEqual([0, 14, 131_070]);
  });

  it('describes the graph, and in which steps its sizes go', async () => {
    const { signature } = await doublingDetector(32);
    const batchAndChannel = [{ size: 1 }, { size: 1 }];
    expect(signature.inputs).toEqual([
      { name: 'input', type: 'float32', dims: [...batchAndChannel, { multipleOf: 32 }, { multipleOf: 32 }] },
    ]);
    expect(signature.outputs).toEqual([
      { name: 'map', type: 'float32', dims: [...batchAndChannel, { multipleOf: 1 }, { multipleOf: 1 }] },
    ]);
  });

  it('names cause and cure where the thread lacks the technology', async () => {
    const lacking = await infer({ ...JOB, ...binaryRequest({}, [INPUT]) }, new Map());
    expect(lacking).toMatchObject({ ok: false, failure: { code: 'unknown-model' } });
    expect(failureOf(lacking)).toContain(
      `${ID} is not loaded in the thread that took this request: GET /v1/technologies`,
    );
  });

  it.each([
    [1, 'decode'],
    [2, 'infer'],
  ])('ends at question %i where the work is called off, after its stage %s', async (question, stage) => {
    const detectors = new Map([[ID, await doublingDetector()]]);
    let asked = 0;
    const ended = await infer({ ...JOB, ...binaryRequest({}, [INPUT]) }, detectors, () => ++asked === question);
    expect(ended).toMatchObject({ ok: false, failure: { code: 'deadline-passed' } });
    expect(failureOf(ended)).toContain(`after its stage ${stage}`);
  });

  it('fails with malformed-request for tensors that do not fit, and names the technology where the model breaks', async () => {
    const detectors = new Map([[ID, await doublingDetector(32)]]);
    const off = await infer({ ...JOB, ...binaryRequest({}, [INPUT]) }, detectors);
    expect(off).toMatchObject({ ok: false, failure: { code: 'malformed-request' } });
    expect(failureOf(off)).toContain('a multiple of 32');
    const broken = new Map([['b', await nullDetector({}, { fails: true })]]);
    expect(await infer({ ...JOB, technology: 'b', ...binaryRequest({}, [INPUT]) }, broken)).toMatchObject({
      failure: { code: 'runtime-failed', technology: 'fixture@null-cpu' },
    });
    expect(await infer({ ...JOB, technology: 'none', ...binaryRequest({}, [INPUT]) }, broken)).toMatchObject({
      failure: { code: 'unknown-model' },
    });
  });
});
