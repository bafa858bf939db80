import type { ServerResponse } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { networkMsOf } from '../../../src/domain/network/remote-time.ts';
import { startInferenceServer } from '../../fixtures/inference-server.ts';
import { remoteAt } from '../../fixtures/model-manifest.ts';
import { answerInference, INPUT, loadFrom, loadRemote } from '../../fixtures/remote-model.ts';
import { failureOf, valueFrom } from '../../fixtures/value-from.ts';

describe('work that is called off', () => {
  it.each([
    ['before the server answers', () => true],
    ['while an answer drips in', (response: ServerResponse) => response.write('{"outputs":')],
  ])('breaks the request off %s, and goes on with the next', async (_what, begin) => {
    let isBroken = true;
    const calledOff = new AbortController();
    const model = await loadFrom(
      answerInference((_request, response) => {
        if (!isBroken) return false;
        begin(response);
        response.on('close', () => {
          isBroken = false;
        });
        setTimeout(() => calledOff.abort(), 100);
        return true;
      }),
      { deadlineMs: 60_000 },
    );
    expect(failureOf(await model.run({ input: INPUT }, calledOff.signal))).toContain('the work was called off');
    await expect.poll(() => isBroken).toBe(false);
    expect(valueFrom(await model.run({ input: INPUT }))).toEqual({ map: INPUT });
  });
});

describe('what it tells of the network', () => {
  it('counts bytes and time, and takes what the server says it worked', async () => {
    const model = await loadFrom(
      answerInference((_request, response) => {
        response.setHeader('server-timing', 'queue;dur=0, infer;dur=0.01, total;dur=0.02');
        return false;
      }),
    );
    valueFrom(await model.run({ input: INPUT }));
    const spent = model.remote?.takeSpent();
    if (spent === undefined) throw new Error('a remote model has a link');
    expect(spent).toMatchObject({ requests: 1, serverMs: 0.02 });
    expect(spent.roundTripMs).toBeGreaterThanOrEqual(spent.waitMs);
    expect(networkMsOf(spent)).toBeCloseTo(spent.roundTripMs - 0.02, 6);
    expect(spent.sentBytes).toBeGreaterThan(16);
  });

  it.each([undefined, 'infer;dur=3', 'total;dur=9999999', 'total'])(
    'knows no network time where the server says %s',
    async (header) => {
      const model = await loadFrom(
        answerInference((_request, response) => {
          if (header !== undefined) response.setHeader('server-timing', header);
          return false;
        }),
      );
      valueFrom(await model.run({ input: INPUT }));
      const spent = model.remote?.takeSpent();
      expect(spent && networkMsOf(spent)).toBeNull();
    },
  );
});

describe('whether it is still there', () => {
  it('is, until the server is gone or says something else', async () => {
    let version = '1.0';
    const server = await startInferenceServer({
      intercept(request, response) {
        if (request.url !== '/v2') return false;
        response.end(JSON.stringify({ name: 'fake', version, extensions: ['binary_tensor_data'] }));
        return true;
      },
    });
    const model = valueFrom(await loadRemote(remoteAt(server.url)));
    onTestFinished(() => model.close());
    expect(await model.remote?.probe()).toMatchObject({ ok: true });
    version = '1.1';
    expect(await model.remote?.probe()).toMatchObject({ ok: false });
    version = '1.0';
    await server.close();
    expect(await model.remote?.probe()).toMatchObject({ ok: false });
  });
});
