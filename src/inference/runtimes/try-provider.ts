import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import type { Provider } from '../../domain/technology/technology.ts';
import { openSession, runSession } from './onnx.ts';

/** An ONNX model of two nodes, y = 2x + 1 of four values; a test holds it against the graph that it is written from. */
export const TRIAL_MODEL = Uint8Array.from(
  Buffer.from(
    'CAgSCXNjYW5iZW5jaDroAQokCgF4Cgpjb25zdGFudF8wEgd2YWx1ZV8wGgVtdWxfMCIDTXVsCioKB3ZhbHVlXzAKCmNvbnN0YW50XzES' +
      'B3ZhbHVlXzEaBWFkZF8xIgNBZGQKIgoHdmFsdWVfMRIBeRoKaWRlbnRpdHlfMiIISWRlbnRpdHkSDnByb3ZpZGVyLXRyaWFsKhQQAUIK' +
      'Y29uc3RhbnRfMEoEAAAAQCoUEAFCCmNvbnN0YW50XzFKBAAAgD9SCnkgPSAyeCArIDFaEwoBeBIOCgwIARIICgIIAQoCCARiEwoBeRIO' +
      'CgwIARIICgIIAQoCCARCAhAR',
    'base64',
  ),
);
const GIVEN = [0, 1, -1, 0.25] as const;
const EXPECTED = [1, 3, -1, 1.5] as const;

/**
 * Computes four values on a provider of ONNX Runtime, in this process: where driver or library is broken, that may end it.
 * Fails with `runtime-failed` and what is missing, or that the answer is wrong.
 */
export async function tryProvider(provider: Provider): Promise<Outcome<null>> {
  const opened = await openSession(TRIAL_MODEL, { provider, intraOpThreads: 1 });
  if (!opened.ok) return fail('runtime-failed', `ONNX Runtime does not start ${opened.failure.message}`);
  const session = opened.value;
  try {
    const x = { type: 'float32', dims: [1, GIVEN.length], data: Float32Array.from(GIVEN) } as const;
    const answer = await runSession(session, { x }, ['y']);
    if (!answer.ok)
      return fail('runtime-failed', `${provider} does not compute on this host: ${answer.failure.message}`);
    const values = answer.value['y']?.data ?? [];
    // Exact in any floating point that deserves the name: small whole numbers and quarters.
    if (EXPECTED.every((value, index) => values[index] === value)) return succeed(null);
    return fail(
      'runtime-failed',
      `${provider} computes wrongly on this host, ${[...values].join(', ')} in place of ${EXPECTED.join(', ')}: update its driver.`,
    );
  } finally {
    await session.release();
  }
}
