import { beforeAll, describe, expect, it } from 'vitest';
import { NO_REMOTE_ACCESS } from '../../../src/domain/network/remote-access.ts';
import { networkMsOf } from '../../../src/domain/network/remote-time.ts';
import type { Manifest } from '../../../src/inference/model/manifest.ts';
import { recordServer } from '../../../src/inference/runtimes/remote/compare-server.ts';
import { openServer } from '../../../src/inference/runtimes/remote/open-server.ts';
import { remoteRuntime } from '../../../src/inference/runtimes/remote.ts';
import { describeRuntimeContract } from '../../contracts/runtime.ts';
import { modelManifest } from '../../fixtures/model-manifest.ts';
import { startScanbench } from '../../fixtures/scanbench-server.ts';
import { valueFrom } from '../../fixtures/value-from.ts';
import { packModel } from '../../fixtures/write-model.ts';
import { createNullModels, writeNullModel } from '../../workers/null-models.ts';

const KINDS = { identity: 'anomaly-map', mean: 'score' } as const;
const options = {
  provider: 'http',
  intraOpThreads: 1,
  remoteAccess: { ...NO_REMOTE_ACCESS, hosts: ['127.0.0.1'] },
} as const;

let address: string;

// Another Scanbench is the server: what it offers under /v2 is held to Triton's client in tests/peers.
beforeAll(async () => {
  const modelsDir = await createNullModels([]);
  for (const [id, kind] of Object.entries(KINDS)) {
    await writeNullModel(modelsDir, id, { output: modelManifest({ output: { kind } }).output });
  }
  address = await startScanbench(modelsDir);
});

async function pack(model: keyof typeof KINDS) {
  const served = { address, model, version: '1.0.0' };
  const server = valueFrom(openServer(served, options.remoteAccess));
  const recorded = recordServer(valueFrom(await server.describe()));
  server.close();
  const output: Partial<Manifest['output']> = { kind: KINDS[model] };
  return packModel(modelManifest({ runtime: 'remote', output, remote: { ...served, recorded } }), {});
}

describe('the remote runtime, with another Scanbench as the server', () => {
  describeRuntimeContract(remoteRuntime, {
    identity: () => pack('identity'),
    mean: () => pack('mean'),
    options: () => options,
  });

  it('tells the way there and back from what the server worked', async () => {
    const model = valueFrom(await remoteRuntime.load(await pack('identity'), options));
    const input = { type: 'float32', dims: [1, 1, 256, 512], data: new Float32Array(256 * 512) } as const;
    valueFrom(await model.run({ input }));
    const spent = model.remote?.takeSpent();
    await model.close();
    if (spent === undefined) throw new Error('a remote model has a link');
    expect(spent.sentBytes).toBeGreaterThan(4 * 256 * 512);
    expect(spent.serverMs).toBeGreaterThan(0);
    expect(networkMsOf(spent)).toBeGreaterThan(0);
    expect(networkMsOf(spent)).toBeLessThan(spent.roundTripMs);
  });
});
