import { expect, it, onTestFinished } from 'vitest';
import { screenByService } from '../../../../src/commands/bench/service/screen-by-service.ts';
import { serviceClient } from '../../../../src/commands/bench/service/service-client.ts';
import type { ScreenedScan } from '../../../../src/commands/sample-screening/screen-source.ts';
import { shipped } from '../../../../src/installation.ts';
import { failureOf, valueFrom } from '../../../fixtures/value-from.ts';
import { startFakeService } from './fake-service.ts';

/** What a fake service said of the shipped threats, each time the box of the API's example. */
async function threatsTouched({ tellsPlaces }: { readonly tellsPlaces: boolean }) {
  const fake = await startFakeService();
  fake.tellsPlaces = tellsPlaces;
  const client = serviceClient(fake.url);
  onTestFinished(client.close);
  const touched: (boolean | null | undefined)[] = [];
  valueFrom(
    await screenByService(client, {
      scans: { folders: [shipped('samples/smoke')] },
      technologies: ['fake@onnx-cpu'],
      jobs: 4,
      onScreened: (source, { verdicts }: ScreenedScan) => {
        if (source.sample !== null && source.sample.truth !== 'benign') touched.push(verdicts[0]?.touchesThreat);
      },
    }),
  );
  return touched;
}

it('asks a technology of a service what it touched only where it tells places', async () => {
  const told = await threatsTouched({ tellsPlaces: true });
  expect(told.length).toBeGreaterThan(0);
  expect(told.every((touches) => typeof touches === 'boolean')).toBe(true);
  expect(await threatsTouched({ tellsPlaces: false })).toEqual(told.map(() => null));
});

it('ends where the service swaps a model in the middle: what was heard is of two technologies', async () => {
  const fake = await startFakeService();
  const client = serviceClient(fake.url);
  onTestFinished(client.close);
  const swapped = await screenByService(client, {
    scans: { folders: [shipped('samples/smoke')], limit: 2 },
    technologies: ['fake@onnx-cpu'],
    jobs: 1,
    onScreened: () => {
      fake.sha256 = 'b'.repeat(64);
    },
  });
  expect(failureOf(swapped)).toMatch(
    /another model or threshold for fake@onnx-cpu at the end .* run the benchmark anew/,
  );
});
