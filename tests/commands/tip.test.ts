import { appendFile, cp, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { CommanderError } from 'commander';
import { expect, it } from 'vitest';
import { verifySamples } from '../../src/commands/synth/verify-samples.ts';
import type { Box } from '../../src/domain/scan/box.ts';
import type { Plane } from '../../src/domain/scan/plane.ts';
import { encodeGreyPng } from '../../src/formats/encode-png.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { valueFrom } from '../fixtures/value-from.ts';
import { writeSampleLines } from '../fixtures/write-sample-lines.ts';
import { benignSet, newFolder, portFolder, SCAN, samplesOf, threatFolder, threatOf, tip } from './tip/run-tip.ts';

it('writes threats into both energies of a simulated set, exactly, with masks, and keeps what is known', async () => {
  const [benign, out] = [await benignSet(), await newFolder()];
  const told = await tip(
    '-b',
    benign,
    '-t',
    'simulated',
    '-n',
    '2',
    '-s',
    '1',
    '-o',
    out,
    '--category',
    'cocaine',
    '--mass',
    '10-20',
  );
  expect(told.out).toContain('2 scans with a threat and 0 benign');
  expect(told.out).not.toContain('approximate');
  for (const sample of await samplesOf(out)) {
    expect(sample).toMatchObject({ cargo: 'empty', scanner: 'gate-6-4-compact', split: 'calibration' });
    expect(sample.views).toEqual({ side: { high: `${sample.id}/side.high.png`, low: `${sample.id}/side.low.png` } });
    expect(sample.provenance).toMatchObject({ benign: 'empty', approximate: [], pitchFrom: 'scanner', pitchMm: 10 });
    const threat = threatOf(sample);
    expect(threat).toMatchObject({ category: 'cocaine', belowPenetration: false });
    expect(threat.massKg).toBeGreaterThan(7);
    expect(threat.massKg).toBeLessThan(27);
    expect(threat.masks).toEqual({ side: `masks/${sample.id}.side.png` });
  }
});

it('makes the same set again from the same seed, and both classes when asked', async () => {
  const benign = await benignSet();
  const lines: string[] = [];
  for (const out of [await newFolder(), await newFolder()]) {
    await tip('-b', benign, '-t', 'simulated', '-n', '1', '-s', '7', '-o', out, '--with-benign');
    lines.push(await readFile(path.join(out, 'samples.jsonl'), 'utf8'));
    expect((await samplesOf(out)).map(({ truth }) => truth === 'benign')).toEqual([true, false]);
  }
  expect(lines[1]).toBe(lines[0]);
});

it('marks what it does to 8-bit scans of nobody knows where as approximate, and writes JPEG again', async () => {
  const out = await newFolder();
  const told = await tip('-b', await portFolder(), '-t', 'simulated', '-n', '1', '-s', '2', '-o', out, '--json');
  expect(JSON.parse(told.out)).toMatchObject({
    threats: 1,
    approximate: { 'display-curve-unknown': 1, 'benign-energies-unknown': 1, 'benign-pitch-estimated': 1 },
  });
  const [sample] = await samplesOf(out);
  expect(sample?.views['side']?.high).toMatch(/\.jpg$/);
  expect(sample?.provenance['approximate']).toEqual([
    'display-curve-unknown',
    'benign-energies-unknown',
    'benign-pitch-estimated',
  ]);
  // Simulated at 10 mm a pixel in the container's middle; its near side, which is located, is larger.
  expect(sample?.provenance['pitchMm']).toBeGreaterThan(6);
  expect(sample?.provenance['pitchMm']).toBeLessThan(11);
});

it('leaves out scans in which no container was found, and says so when none is left', async () => {
  const folder = await temporaryFolder();
  const noise = Uint8Array.from({ length: 300 * 200 }, (_, i) => (i * 7919) % 251);
  const plane: Plane = { widthPx: 300, heightPx: 200, bitDepth: 8, samples: noise };
  await writeFile(path.join(folder, 'noise.png'), await encodeGreyPng(plane));
  const told = await tip('-b', folder, '-t', 'simulated', '-n', '1', '-s', '3', '-o', await newFolder());
  expect(process.exitCode).toBe(1);
  expect(told.error).toContain('noise');
});

it('uses a picture once that is there under two names, and says so', async () => {
  const folder = await portFolder();
  const copy = path.join(folder, 'Tor 2 – Kopie.jpg');
  await cp(path.join(folder, 'gate.jpg'), copy);
  // As a program that saves it again without loss: other bytes, the same pixels.
  await appendFile(copy, '\0');
  const told = await tip(
    ...['-b', folder, '-t', 'simulated', '-n', '2', '-s', '2', '-o', await newFolder(), '--with-benign', '--json'],
  );
  const { threats, benigns, unusable } = JSON.parse(told.out);
  expect([threats, benigns, unusable.length]).toEqual([2, 1, 1]);
  expect(unusable[0].reason).toMatch(/the same pixels as .*under another name/);
});

it('makes a set of JPEGs that is said to be beyond verifying, with the cure', async () => {
  const out = await newFolder();
  await tip('-b', await portFolder(), '-t', 'simulated', '-n', '1', '-s', '2', '-o', out);
  const { samples, faults } = valueFrom(await verifySamples(out));
  expect(samples).toBe(1);
  expect(faults).toEqual([expect.stringMatching(/^1 of 1 scan is a JPEG, .*not verified.*PNG or TIFF/)]);
});

it('leaves a category out that cannot weigh so much, and refuses one that was asked for', async () => {
  const [benign, out] = [await benignSet(), await newFolder()];
  await tip('-b', benign, '-t', 'simulated', '-n', '4', '-s', '1', '-o', out, '--mass', '160-170');
  for (const sample of await samplesOf(out)) {
    // Density is varied by 0.75 to 1.3.
    expect(threatOf(sample).massKg).toBeGreaterThan(119);
    expect(threatOf(sample).massKg).toBeLessThan(222);
  }
  for (const more of [
    ['--category', 'pistols', 'cocaine', '--mass', '100-150'],
    ['--mass', '500'],
  ]) {
    const told = await tip('-b', benign, '-t', 'simulated', '-n', '1', '-s', '1', '-o', await newFolder(), ...more);
    expect(process.exitCode).toBe(2);
    expect(told.error).toContain('pistols 1 to 60 kg');
  }
});

it('refuses pitches that make no container and no threat, as centimetres do', async () => {
  const benign = await portFolder();
  for (const pitchMm of ['100', '1']) {
    const told = await tip(
      ...['-b', benign, '-t', 'simulated', '-n', '1', '-s', '1', '-o', await newFolder(), '--pitch-mm', pitchMm],
    );
    expect(process.exitCode).toBe(1);
    expect(told.error).toContain('check --pitch-mm');
  }
  const threats = await threatFolder({ pixelPitchMm: 0.12 });
  const told = await tip('-b', benign, '-t', threats, '-n', '1', '-s', '1', '-o', await newFolder());
  expect(process.exitCode).toBe(2);
  expect(told.error).toContain('brick_1 would be 7.2 mm long');
});

it('keeps threats in the picture where a set lists a container in parts of pixels, or one that reaches beyond it', async () => {
  const benign = await benignSet();
  const [sample] = await samplesOf(benign);
  const [box] = sample?.containers?.['side'] ?? [];
  if (sample === undefined || box === undefined) throw new Error('the scan has no container');
  const { widthPx, heightPx } = SCAN.planes.high;
  const listing = (...boxes: readonly Box[]) => writeSampleLines(benign, [{ ...sample, containers: { side: boxes } }]);
  await listing({ x: box.x + 0.5, y: box.y + 0.5, width: widthPx, height: box.height - 1 });
  const out = await newFolder();
  await tip('-b', benign, '-t', 'simulated', '-n', '4', '-s', '1', '-o', out);
  expect(process.exitCode).toBe(0);
  for (const made of await samplesOf(out)) {
    const drawn = threatOf(made).boxes?.['side'];
    expect(drawn).toBeDefined();
    for (const { x, y, width, height } of [...(made.containers?.['side'] ?? []), ...(drawn ? [drawn] : [])]) {
      expect([x, y, width, height].every(Number.isInteger)).toBe(true);
      expect(x + width).toBeLessThanOrEqual(widthPx);
      expect(y + height).toBeLessThanOrEqual(heightPx);
    }
  }
  expect(valueFrom(await verifySamples(out))).toMatchObject({ samples: 4 });
  await listing({ ...box, x: widthPx });
  expect((await tip('-b', benign, '-t', 'simulated', '-n', '1', '-s', '1', '-o', await newFolder())).error).toContain(
    'lie beyond its picture',
  );
});

it('refuses a place that it cannot write to before it simulates', async () => {
  const file = path.join(await temporaryFolder(), 'file');
  await writeFile(file, '');
  for (const out of [file, path.join(file, 'below')]) {
    process.exitCode = 0;
    const told = await tip('-b', await benignSet(), '-t', 'simulated', '-n', '1', '-s', '3', '-o', out);
    expect(process.exitCode).toBe(2);
    expect(told.error).toMatch(/cannot be written to .*--out/);
  }
});

it.each([
  ['--count', '0'],
  ['--mass', '20-10'],
  ['--mass', '10-Infinity'],
  ['--split', ''],
  ['--energies', '4,6'],
  ['--gamma', '-1'],
  ['--category', 'gold'],
  ['--min-quality', '2'],
])('refuses %s %s', async (...options) => {
  const rest = ['-b', 'x', '-t', 'simulated', '-n', '1', '-s', '1', '-o', 'y'];
  await expect(tip(...rest, ...options)).rejects.toThrow(CommanderError);
});
