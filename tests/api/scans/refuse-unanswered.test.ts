import { describe, expect, it, vi } from 'vitest';
import { fail } from '../../../src/domain/failure.ts';
import { startTestApp, type TestApp } from '../test-app.ts';

const FULL = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
const AWAY = fail('records-unavailable', 'The database is away.');

const fillDisk = ({ records }: TestApp) => vi.spyOn(records.pictureStore, 'put').mockRejectedValue(FULL);
const hideQueue = ({ records }: TestApp) => vi.spyOn(records.queue, 'length').mockResolvedValue(AWAY);
const hideFirstAnswers = ({ records }: TestApp) => vi.spyOn(records, 'whenOnDisk').mockRejectedValue(FULL);

const LATER = { prefer: 'respond-async' };
const NAMED = { 'idempotency-key': 'a-name' };

function post({ app }: TestApp, headers: Record<string, string>, payload = 'a picture') {
  return app.inject({
    method: 'POST',
    url: '/v1/scans',
    headers: { 'content-type': 'image/png', ...headers },
    payload,
  });
}

async function failuresOf({ app }: TestApp): Promise<string | undefined> {
  const { body } = await app.inject('/metrics');
  return /screening_failures_total\{technology="first@onnx-cpu",code="records-unavailable"\} (\d+)/.exec(body)?.[1];
}

describe('scans that are refused because the records are away', () => {
  it.each([
    ['a scan cannot be kept', {}, fillDisk],
    ['one for later cannot be kept', LATER, fillDisk],
    ['nobody knows how many wait', LATER, hideQueue],
    ['the first answer of a name cannot be given', NAMED, hideFirstAnswers],
    ['that of one for later cannot', { ...NAMED, ...LATER }, hideFirstAnswers],
  ])('are counted where %s', async (_, headers, breakRecords) => {
    const test = await startTestApp();
    expect((await post(test, headers)).statusCode).toBeLessThan(300);
    expect(await failuresOf(test)).toBe('0');
    const broken = breakRecords(test);
    expect((await post(test, headers)).json()).toMatchObject({ status: 503, code: 'records-unavailable' });
    broken.mockRestore();
    expect(await failuresOf(test)).toBe('1');
  });

  it('are not taken for those whose name stands for another scan', async () => {
    const test = await startTestApp();
    expect((await post(test, NAMED)).statusCode).toBe(201);
    expect((await post(test, NAMED, 'another picture')).statusCode).toBe(409);
    expect((await test.app.inject('/metrics')).body).not.toMatch(/screening_failures_total\{.*\} [1-9]/);
  });
});
