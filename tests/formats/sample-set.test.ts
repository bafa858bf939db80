import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Sample } from '../../src/domain/scan/sample.ts';
import { loadMask, loadSampleFiles, readSampleSet, SAMPLE_LINES_FILE } from '../../src/formats/sample-set.ts';
import { writeSampleLines } from '../fixtures/write-sample-lines.ts';
import { expectFailure, expectValue } from './scan-file.ts';

const benign: Sample = {
  id: 'empty-01',
  views: { side: { high: 'empty-01.high.png', low: 'empty-01.low.png' } },
  truth: 'benign',
  containers: { side: [{ x: 4, y: 2, width: 90, height: 40 }] },
  cargo: 'empty',
  scanner: 'generic',
  provenance: { seed: 7 },
  split: 'test',
};
const threat: Sample = {
  ...benign,
  id: 'bag-02',
  views: { side: { high: 'bag-02.png' } },
  truth: {
    threat: {
      category: 'bag',
      massKg: 12,
      place: 'behind-doors',
      boxes: { side: { x: 1, y: 2, width: 3, height: 4 } },
      masks: { side: 'bag-02.mask.png' },
    },
  },
};

describe('a sample set', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'scanbench-samples-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const write = (...lines: readonly unknown[]) =>
    writeFile(
      path.join(folder, SAMPLE_LINES_FILE),
      lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'),
    );
  const refusal = async (...lines: readonly unknown[]) => {
    await write(...lines);
    return expectFailure(await readSampleSet(folder));
  };

  it('says of lines that are there and cannot be read why, not that there are none', async () => {
    await mkdir(path.join(folder, 'other', SAMPLE_LINES_FILE), { recursive: true });
    const refused = expectFailure(await readSampleSet(path.join(folder, 'other')));
    expect(refused).toMatch(/^not-found: .*samples\.jsonl cannot be read: it is a folder/);
  });

  it('is read as it was written', async () => {
    await writeSampleLines(folder, [benign, threat]);
    expect(expectValue(await readSampleSet(folder))).toEqual({ folder, samples: [benign, threat] });
  });

  it('says which file, line and field is wrong', async () => {
    const file = path.join(folder, SAMPLE_LINES_FILE);
    expect(await refusal(benign, '', '{"id": ')).toContain(`malformed-request: ${file}, line 3: not valid JSON`);
    expect(await refusal(benign, { ...threat, split: 3 })).toMatch(/line 2: split: must be a text/);
    expect(await refusal({ ...benign, cargoo: 'x' })).toMatch(/line 1: cargoo: is not a field here/);
    const misspelt = { threat: { category: 'bag', plce: 'roof' } };
    expect(await refusal({ ...benign, truth: misspelt })).toMatch(/line 1: truth.threat.plce: is not a field here/);
    expect(await refusal({ ...benign, views: { Side: { high: 'a' } } })).toMatch(/line 1: views/);
    expect(await refusal({ ...benign, views: { side: {} } })).toMatch(/line 1: views.side/);
    for (const truth of ['threat', 3, {}, null]) {
      expect(await refusal({ ...benign, truth })).toMatch(
        /line 1: truth: must be benign, or an object with the threat\.$/,
      );
    }
    expect(await refusal({ ...benign, truth: { threat: {} } })).toMatch(/line 1: truth.threat: lacks category/);
    const masks = { threat: { category: 'bag', masks: { top: 'bag-02.mask.png' } } };
    expect(await refusal({ ...threat, truth: masks })).toMatch(
      /line 1: truth.threat.masks.top: the sample has no view of that name; its views are side/,
    );
    const boxes = { threat: { category: 'bag', boxes: { top: { x: 1, y: 2, width: 3, height: 4 } } } };
    expect(await refusal({ ...threat, truth: boxes })).toMatch(/line 1: truth.threat.boxes.top: the sample has no/);
    expect(await refusal(benign, benign)).toMatch(/line 2: id: empty-01 is there twice/);
  });

  it.each(['../secret.png', '/etc/passwd', 'a/../../b.png', 'a\\..\\b.png'])('refuses the path %s', async (outside) => {
    expect(await refusal({ ...benign, views: { side: { high: outside } } })).toMatch(/leaves the set's folder/);
    const masks = { side: outside };
    expect(await refusal({ ...benign, truth: { threat: { category: 'bag', masks } } })).toMatch(
      /leaves the set's folder/,
    );
  });

  it('refuses a link that leads out of its folder', async () => {
    const inner = path.join(folder, 'set');
    await mkdir(inner);
    await writeFile(path.join(folder, 'secret.png'), 'S');
    await symlink('../secret.png', path.join(inner, 'bag-02.png'));
    const set = { folder: inner, samples: [threat] };
    expect(expectFailure(await loadSampleFiles(set, threat))).toMatch(
      /^malformed-request: Sample bag-02, side.high: .*link out/,
    );
  });

  it('waits for no pipe that lies where a picture should', async () => {
    expect(spawnSync('mkfifo', [path.join(folder, 'bag-02.png')]).status).toBe(0);
    expect(expectFailure(await loadSampleFiles({ folder, samples: [threat] }, threat))).toMatch(
      /^not-found: Sample bag-02, side.high: bag-02.png is no file, but a pipe/,
    );
  });

  it('hands out its files by view and energy, and names one that is missing', async () => {
    await writeFile(path.join(folder, 'empty-01.high.png'), 'H');
    const set = { folder, samples: [benign] };
    expect(expectFailure(await loadSampleFiles(set, benign))).toMatch(
      /^not-found: Sample empty-01, side.low: .*empty-01.low.png/,
    );
    expect(expectFailure(await loadSampleFiles(set, benign))).toBe(
      'not-found: Sample empty-01, side.low: empty-01.low.png cannot be read: there is no such file; check the name.',
    );
    expect(expectFailure(await loadMask(set, threat, 'side'))).toBe(
      'not-found: Sample bag-02, mask of side: bag-02.mask.png cannot be read: there is no such file; check the name.',
    );
    await mkdir(path.join(folder, 'empty-01.low.png', 'x'), { recursive: true });
    expect(expectFailure(await loadSampleFiles(set, benign))).toMatch(
      /it is a folder; put the picture itself there\.$/,
    );
    await rm(path.join(folder, 'empty-01.low.png'), { recursive: true });
    await writeFile(path.join(folder, 'empty-01.low.png'), 'L');
    expect(expectValue(await loadSampleFiles(set, benign))).toEqual([
      { view: 'side', energy: 'high', declaredType: null, bytes: Uint8Array.from([72]) },
      { view: 'side', energy: 'low', declaredType: null, bytes: Uint8Array.from([76]) },
    ]);
  });

  it('that is not there is said to be not there', async () => {
    expect(expectFailure(await readSampleSet(path.join(folder, 'nowhere')))).toMatch(/^not-found: .*samples.jsonl/);
  });
});
