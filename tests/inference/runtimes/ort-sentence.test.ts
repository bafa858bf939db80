import { describe, expect, it } from 'vitest';
import { encodeModel, type ModelMessage } from '../../../models/graph/onnx-messages.ts';
import { openSession } from '../../../src/inference/runtimes/onnx.ts';
import { ortSentence } from '../../../src/inference/runtimes/ort-sentence.ts';
import { failureOf } from '../../fixtures/value-from.ts';

const FLOAT32 = 1;
const COMPLEX64 = 14;
const BFLOAT16 = 16;

function value(name: string, elemType: number) {
  return { name, type: { tensorType: { elemType, shape: { dim: [{ dimValue: 1 }] } } } };
}

const EMPTY = { name: 'empty', docString: '', node: [], initializer: [], input: [], output: [] };

interface Oddity extends Partial<ModelMessage> {
  readonly operator?: string;
  readonly elemType?: number;
}

/** A model that gives its input back, or what an operator of a vendor's own makes of it. */
function identity({ operator = 'Identity', elemType = FLOAT32, ...changes }: Oddity) {
  return encodeModel({
    irVersion: 8,
    producerName: 'scanbench',
    opsetImport: [{ domain: '', version: 17 }],
    graph: {
      name: 'identity',
      docString: 'A model for tests.',
      node: [{ input: ['input'], output: ['map'], name: 'map', opType: operator, attribute: [] }],
      initializer: [],
      input: [value('input', elemType)],
      output: [value('map', elemType)],
    },
    ...changes,
  });
}

describe('what is said of a graph that does not load', () => {
  it.each([
    [
      'of an opset to come',
      { opsetImport: [{ domain: '', version: 99 }] },
      /it is written for opset 99, and this ONNX Runtime reads up to opset \d+: export it for an older one/,
    ],
    [
      'of a file format to come',
      { irVersion: 99 },
      /it has the file format \(ir_version\) 99 of ONNX, and this ONNX Runtime reads up to \d+: write it with an older/,
    ],
    [
      'with bfloat16',
      { elemType: BFLOAT16 },
      /its input or an output is bfloat16: export inputs and outputs as float32/,
    ],
    [
      'with complex numbers',
      { elemType: COMPLEX64 },
      /its input or an output is complex64: export inputs and outputs as/,
    ],
    [
      'with an operator that is not known',
      { operator: 'Vendors' },
      /a model whose operators ONNX Runtime knows .*Vendors/,
    ],
    ['without a node', { graph: EMPTY }, /\(ONNX Runtime: Exception during initialization: ort_value_name_idx_map/],
  ])('%s names cause and cure, and no place in sources', async (_what, model, sentence) => {
    const said = failureOf(await openSession(identity(model), { provider: 'cpu', intraOpThreads: 1 }));
    expect(said).toMatch(sentence);
    expect(said).not.toMatch(/onnxruntime_src|std::/);
  });

  it('leaves out where the file lies', () => {
    const error =
      'Load model from /srv/my models/a/model.onnx failed:This is an invalid model. Error: Duplicate definition';
    expect(ortSentence(new Error(error))).toBe('This is an invalid model. Error: Duplicate definition');
    const other = 'Load model from /srv/a/model.onnx This is an invalid model. Graph output (map) does not exist.';
    expect(ortSentence(new Error(other))).toBe('This is an invalid model. Graph output (map) does not exist.');
  });

  it.each([
    [
      'with a function among its parameters',
      'void onnxruntime::Run(std::function<void (int)>, bool) const tensor.',
      'tensor.',
    ],
    ['of a call', 'int onnxruntime::Foo::operator()(int) const Tensor (a) is [1].', 'Tensor (a) is [1].'],
    ['of a template', 'Status onnxruntime::Foo(T) [with T = float] size is wrong.', 'size is wrong.'],
    ['of a lambda', 'Status Foo(int)::<lambda(bool)> size (2) is wrong.', 'size (2) is wrong.'],
  ])('leaves out the signature of a function %s', (_what, words, sentence) => {
    expect(ortSentence(new Error(`Failed: /onnxruntime_src/onnxruntime/core/a.cc:12 ${words}`))).toBe(
      `Failed: ${sentence}`,
    );
  });
});
