import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { convertOnnx } from '../../../models/tfjs/convert-onnx.ts';
import { channelsOf } from '../../../src/inference/model/channels.ts';
import { readModel } from '../../../src/inference/model/model-folder.ts';
import type { ModelPackage } from '../../../src/inference/model/model-package.ts';
import { providerFor } from '../../../src/inference/runtimes/provider-for.ts';
import { runtimeFor } from '../../../src/inference/runtimes/runtime-for.ts';
import { shipped } from '../../../src/installation.ts';
import { valueFrom } from '../../fixtures/value-from.ts';

const [HEIGHT_PX, WIDTH_PX] = [96, 160];

/** What the two runtimes may be apart, on any value. */
const PARITY = 1e-3;

const SUFFIX = '-tfjs';
const ids = readdirSync(shipped('models')).filter(
  (id) => id.endsWith(SUFFIX) && existsSync(shipped('models', id, 'manifest.json')),
);

/** One run on values spread evenly over −1…1, given channels last and answered as the model answers. */
async function run({
  manifest,
  ...model
}: ModelPackage): Promise<{ dims: readonly number[]; data: ArrayLike<number> }> {
  const runtime = valueFrom(await runtimeFor(manifest.runtime));
  const provider = providerFor(manifest.runtime, 'cpu');
  const loaded = valueFrom(await runtime.load({ manifest, ...model }, { provider, intraOpThreads: 1 }));
  const channels = channelsOf(manifest.input).length;
  const cells = HEIGHT_PX * WIDTH_PX;
  const isChannelFirst = manifest.input.layout === 'NCHW';
  const data = Float32Array.from({ length: channels * cells }, (_, i) => {
    const place = isChannelFirst ? (i % cells) * channels + Math.floor(i / cells) : i;
    return 2 * (((place + 1) * 0.754877666) % 1) - 1;
  });
  const dims = isChannelFirst ? [1, channels, HEIGHT_PX, WIDTH_PX] : [1, HEIGHT_PX, WIDTH_PX, channels];
  const outputs = Object.values(
    valueFrom(await loaded.run({ [manifest.input.name]: { type: 'float32', dims, data } })),
  );
  await loaded.close();
  const [output] = outputs;
  if (output === undefined) throw new Error(`${manifest.id} gives no answer`);
  const [, first = 1, second = 1, third = 1] = output.dims;
  if (!isChannelFirst) return output;
  const outputCells = second * third;
  const last = Float32Array.from(
    output.data,
    (_, i) => output.data[(i % first) * outputCells + Math.floor(i / first)] ?? 0,
  );
  return { dims: [1, second, third, first], data: last };
}

it.skipIf(ids.length === 0)(
  'each model for TensorFlow.js has the bytes and the answers of the one it was made of',
  async () => {
    for (const id of ids) {
      const converted = valueFrom(await readModel(shipped('models', id)));
      const source = valueFrom(await readModel(shipped('models', id.slice(0, -SUFFIX.length))));
      for (const [name, bytes] of Object.entries(valueFrom(convertOnnx(await readFile(source.weightsPath))))) {
        expect(Buffer.from(bytes).equals(await readFile(path.join(converted.folder, name))), `${id}/${name}`).toBe(
          true,
        );
      }
      expect(converted.manifest.training).toMatchObject({ convertedFrom: { sha256: source.sha256 } });
      expect(converted.manifest.operatingPoints).toEqual(source.manifest.operatingPoints);

      const [expected, actual] = [await run(source), await run(converted)];
      expect(actual.dims).toEqual(expected.dims);
      const differences = Array.from(actual.data, (value, i) => Math.abs(value - (expected.data[i] ?? Number.NaN)));
      expect(Math.max(...differences), id).toBeLessThanOrEqual(PARITY);
    }
  },
);
