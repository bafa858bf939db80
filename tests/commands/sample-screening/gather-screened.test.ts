import { describe, expect, it } from 'vitest';
import { gatherScreened } from '../../../src/commands/sample-screening/gather-screened.ts';
import type { ScreenedScan, Verdict } from '../../../src/commands/sample-screening/screen-source.ts';
import type { ScanSource } from '../../../src/commands/samples/find-scans.ts';
import { type FailureCode, fail, succeed } from '../../../src/domain/failure.ts';
import { screenedTechnology } from '../../fixtures/scored-scan.ts';
import { failureOf, valueFrom } from '../../fixtures/value-from.ts';

const { operatingPoint } = screenedTechnology('any');
const answered: Verdict = {
  ...{ decision: 'clear', reason: null, score: 0.2, operatingPoint, touchesThreat: null, pixels: null },
};

function failed(message: string, reason: FailureCode = 'runtime-failed'): Verdict {
  return { decision: 'failed', reason, message, score: null, operatingPoint, touchesThreat: null, pixels: null };
}

function scan(...verdicts: readonly Verdict[]) {
  return succeed<ScreenedScan>({ key: 'k', bitDepth: 16, energies: ['high'], verdicts });
}

function source(name: string): ScanSource {
  return {
    name,
    folder: 'set',
    sample: null,
    files: [],
    load: async () => succeed([]),
    loadMask: async () => succeed(null),
  };
}

function gather() {
  const screened: string[] = [];
  const gathering = gatherScreened(['good@onnx-cpu', 'bad@onnx-cpu'], ({ name }) => screened.push(name));
  return { screened, gathering };
}

describe('gatherScreened', () => {
  it('goes on where a technology fails now and then, and names the scans that cannot be read', () => {
    const { screened, gathering } = gather();
    valueFrom(gathering.take(source('a'), scan(answered, failed('It broke.'))));
    valueFrom(gathering.take(source('b'), fail('unreadable-scan', 'It is empty.')));
    valueFrom(gathering.take(source('c'), scan(answered, answered)));
    for (let more = 0; more < 20; more++) valueFrom(gathering.take(source('d'), scan(answered, failed('It broke.'))));
    expect(screened.slice(0, 3)).toEqual(['a', 'c', 'd']);
    expect(valueFrom(gathering.end())).toEqual([{ name: 'b', folder: 'set', reason: 'It is empty.' }]);
  });

  it('names the picture of a scan whose id cannot spell it, and of no other', () => {
    const { gathering } = gather();
    const take = (id: string, file: string) => {
      const facts = { truth: 'benign', cargo: 'drums', scanner: 'gate-6-4', provenance: {}, split: 'test' } as const;
      const sample = { id, views: { side: { high: file } }, ...facts };
      valueFrom(gathering.take({ ...source(id), sample }, fail('unreadable-scan', 'It is empty.')));
    };
    take('test-good-K-hl-1-a78a8c73', 'test/good/Kühl 1_high.png');
    take('test-good-2', 'test/good/2_high.png');
    take('001-drums', '001-drums/side.high.png');
    valueFrom(gathering.take(source('d'), scan(answered, answered)));
    expect(valueFrom(gathering.end()).map(({ reason }) => reason)).toEqual([
      'It is empty. Its picture is test/good/Kühl 1_high.png.',
      'It is empty.',
      'It is empty.',
    ]);
  });

  it('ends at the tenth scan where a technology has answered none of the ten, with its name and the first cause', () => {
    const { gathering } = gather();
    const take = (message: string) => gathering.take(source('a'), scan(answered, failed(message)));
    valueFrom(take('The server is gone.'));
    for (let more = 0; more < 8; more++) valueFrom(take('Still gone.'));
    expect(failureOf(take('Still gone.'))).toBe(
      'bad@onnx-cpu failed on all of the first 10 scans. The server is gone. Mend that, or leave the technology out.',
    );
  });

  it('fails at the end where fewer scans than that were all that there were', () => {
    const { gathering } = gather();
    for (let more = 0; more < 3; more++) valueFrom(gathering.take(source('a'), scan(answered, failed('Gone.'))));
    expect(failureOf(gathering.end())).toContain('bad@onnx-cpu failed on all of the first 3 scans. Gone.');
  });

  it('fails at once where the service does not let its caller ask, and at the end where no scan can be read', () => {
    const refused = gather().gathering;
    expect(failureOf(refused.take(source('a'), scan(failed('Give a key.', 'unauthenticated'), answered)))).toBe(
      'a: Give a key.',
    );
    const { gathering } = gather();
    for (const name of ['a', 'b']) valueFrom(gathering.take(source(name), fail('unreadable-scan', 'It is empty.')));
    expect(failureOf(gathering.end())).toBe('None of the scans can be read, all 2: a: It is empty.');
  });
});
