import { describe, expect, it } from 'vitest';
import { succeed } from '../../../src/domain/failure.ts';
import type { ScanJob } from '../../../src/domain/screening/scan-job.ts';
import { buffersOfJob, buffersOfReply, ownBytes } from '../../../src/workers/threads/move-buffers.ts';

function jobOf(...parts: Uint8Array<ArrayBuffer>[]): ScanJob {
  const files = parts.map((bytes) => ({ view: 'side', energy: null, declaredType: null, bytes }));
  return { files, technologies: [], maps: 'none', images: 'none' };
}

describe('ownBytes', () => {
  it('keeps bytes that fill their own buffer, and large ones, as they are', () => {
    const whole = new Uint8Array(100);
    const part = new Uint8Array(new ArrayBuffer(1_000_000), 10, 900_000);
    const owned = ownBytes(jobOf(whole, part));
    expect(owned.files[0]?.bytes).toBe(whole);
    expect(owned.files[1]?.bytes).toBe(part);
  });

  it('copies bytes that share a slab', () => {
    const small = new Uint8Array(new ArrayBuffer(Buffer.poolSize), 16, 3);
    small.set([1, 2, 3]);
    const bytes = ownBytes(jobOf(small)).files[0]?.bytes;
    expect(bytes?.buffer).not.toBe(small.buffer);
    expect([...(bytes ?? [])]).toEqual([1, 2, 3]);
  });

  it('takes an empty file, and throws for one whose bytes were moved away', () => {
    expect(ownBytes(jobOf(new Uint8Array(0))).files[0]?.bytes.byteLength).toBe(0);
    const moved = new Uint8Array(8);
    structuredClone(moved, { transfer: [moved.buffer] });
    expect(() => ownBytes(jobOf(moved))).toThrow(TypeError);
  });
});

describe('buffersOfJob', () => {
  it('names a buffer once where several files lie in it', () => {
    const body = new ArrayBuffer(100_000);
    const other = new Uint8Array(5);
    const buffers = buffersOfJob(jobOf(new Uint8Array(body, 0, 10), new Uint8Array(body, 50, 10), other));
    expect(buffers).toEqual([body, other.buffer]);
  });
});

describe('buffersOfReply', () => {
  it('names the buffers of all pictures, and none for a failure', () => {
    const image = new Uint8Array(3);
    const map = new Uint8Array(4);
    const reply = succeed({
      views: [],
      files: [],
      viewPngs: [{ view: 'side', png: image }],
      results: [
        {
          technology: 'quiet@null-cpu',
          operatingPoint: { name: 'default', threshold: 0.5, pfaLimit: 0.01, benignCount: 0, pfaBounds: [0, 1] },
          decision: 'clear',
          reason: null,
          score: 0,
          detections: [],
          anomalyMapPngs: [{ view: 'side', png: map }],
          timings: { decodeMs: 0, prepareMs: 0, inferMs: 0, interpretMs: 0 },
          ownMs: 0,
        },
      ],
    } as const);
    expect(buffersOfReply(reply)).toEqual([image.buffer, map.buffer]);
    expect(buffersOfReply({ ok: false, failure: { code: 'unreadable-scan', message: 'Empty.' } })).toEqual([]);
  });
});
