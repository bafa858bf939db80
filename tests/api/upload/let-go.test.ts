import { describe, expect, it } from 'vitest';
import { letGo } from '../../../src/api/upload/let-go.ts';

describe('memory that is let go', () => {
  it('is gone at once, however often that is done', () => {
    for (let turn = 0; turn < 3; turn++) {
      const bytes = new Uint8Array(1_000_000);
      letGo(bytes);
      expect([bytes.byteLength, bytes.buffer.byteLength]).toEqual([0, 0]);
      expect(() => letGo(bytes)).not.toThrow();
    }
  });

  it.each([
    ['a part of other memory', new Uint8Array(100_000).subarray(1)],
    ['a small buffer, which may lie in memory that others use', Buffer.from('a scan')],
    ['memory that threads share', new Uint8Array(new SharedArrayBuffer(100_000))],
  ])('is not %s', (_what, bytes) => {
    const before = bytes.byteLength;
    letGo(bytes);
    expect(bytes.byteLength).toBe(before);
  });
});
