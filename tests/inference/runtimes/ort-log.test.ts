import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { encodeModel } from '../../../models/graph/onnx-messages.ts';
import { shipped } from '../../../src/installation.ts';
import { isBuilt } from '../../main/built-service.ts';

it.skipIf(!isBuilt)('ONNX Runtime writes nothing by itself where a model does not load', () => {
  const bytes = encodeModel({
    irVersion: 8,
    producerName: 'a test',
    opsetImport: [{ domain: '', version: 17 }],
    graph: { name: 'empty', docString: '', node: [], initializer: [], input: [], output: [] },
  });
  const library = shipped('dist', 'src', 'inference', 'runtimes', 'onnx.js');
  const script = `
    const { openSession } = await import(${JSON.stringify(library)});
    const bytes = Buffer.from('${Buffer.from(bytes).toString('base64')}', 'base64');
    console.log((await openSession(bytes, { provider: 'cpu', intraOpThreads: 1 })).ok);`;
  const ran = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  expect({ said: ran.stdout, beside: ran.stderr }).toEqual({ said: 'false\n', beside: '' });
});
