import { appendFile, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, vi } from 'vitest';
import { writeSample } from '../../../src/commands/samples/write-sample.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { benignSet, newFolder, portFolder, samplesOf, threatFolder, tip } from './run-tip.ts';

vi.mock('../../../src/commands/samples/write-sample.ts', async (original) => {
  const real = await original<typeof import('../../../src/commands/samples/write-sample.ts')>();
  return { ...real, writeSample: vi.fn(real.writeSample) };
});
const { writeSample: reallyWriteSample } = await vi.importActual<
  typeof import('../../../src/commands/samples/write-sample.ts')
>('../../../src/commands/samples/write-sample.ts');

it('counts threats as missing for which no benign scan was left to be read, as where a disk is taken out', async () => {
  const [benign, out] = [await portFolder(), await newFolder()];
  vi.mocked(writeSample).mockImplementationOnce(async (...written) => {
    await rm(path.join(benign, 'gate.jpg'));
    return reallyWriteSample(...written);
  });
  const told = await tip('-b', benign, '-t', 'simulated', '-n', '3', '-s', '2', '-o', out);
  expect(process.exitCode).toBe(1);
  expect(told.error).toContain('2 of 3 threats were not made; 2 were not tried, because no benign scan could be read');
  expect(await samplesOf(out)).toHaveLength(1);
  expect(await readdir(out)).toContain('tip.part');
});

it('leaves a set of what it had written when it is broken off, says so, and goes on with it to the same set', async () => {
  const [benign, whole, out] = [await benignSet(), await newFolder(), await newFolder()];
  const order = ['-b', benign, '-t', 'simulated', '-n', '3', '-s', '7', '--with-benign'];
  const told = await tip(...order, '-o', whole, '--json');
  vi.mocked(writeSample)
    .mockImplementationOnce(reallyWriteSample)
    .mockImplementationOnce(reallyWriteSample)
    .mockRejectedValueOnce(new Error('the disk is full'));
  await expect(tip(...order, '-o', out)).rejects.toThrow('is full');
  expect(await samplesOf(out)).toHaveLength(2);
  expect((await tip(...order, '-o', out)).error).toMatch(/was broken off: go on with it with --resume/);
  expect((await tip(...order, '--obscuration', 'light', '-o', out, '--resume')).error).toMatch(/other options/);
  expect(process.exitCode).toBe(2);
  const lines = path.join(out, 'samples.jsonl');
  await appendFile(lines, '{"id":"tip-0001-');
  process.exitCode = 0;
  vi.mocked(writeSample).mockClear();
  const resumed = await tip(...order, '-o', out, '--resume', '--json');
  expect(process.exitCode).toBe(0);
  expect(writeSample).toHaveBeenCalledTimes(2);
  expect({ ...JSON.parse(resumed.out), out: whole }).toEqual(JSON.parse(told.out));
  const filesOf = async (folder: string) => (await readdir(folder, { recursive: true })).toSorted();
  expect(await filesOf(out)).toEqual(await filesOf(whole));
  for (const file of (await filesOf(whole)).filter((name) => /\.(?:png|jsonl)$/.test(name))) {
    expect(await readFile(path.join(out, file)), file).toEqual(await readFile(path.join(whole, file)));
  }
  expect((await tip(...order, '-o', out, '--resume')).error).toMatch(/holds no set that was broken off/);
});

it('makes a sample again whose files are gone, and puts its line where it belongs', async () => {
  const [benign, whole, out] = [await benignSet(), await newFolder(), await newFolder()];
  const order = ['-b', benign, '-t', 'simulated', '-n', '3', '-s', '7'];
  await tip(...order, '-o', whole);
  vi.mocked(writeSample)
    .mockImplementationOnce(reallyWriteSample)
    .mockImplementationOnce(reallyWriteSample)
    .mockRejectedValueOnce(new Error('the disk is full'));
  await expect(tip(...order, '-o', out)).rejects.toThrow('is full');
  const [first] = await samplesOf(out);
  await rm(path.join(out, first?.views['side']?.high ?? ''));
  await tip(...order, '-o', out, '--resume');
  expect(await readFile(path.join(out, 'samples.jsonl'), 'utf8')).toBe(
    await readFile(path.join(whole, 'samples.jsonl'), 'utf8'),
  );
});

it('leaves nothing behind where no set could be made', async () => {
  const [folder, out] = [await temporaryFolder(), await newFolder()];
  await writeFile(path.join(folder, 'gate.png'), 'no picture');
  await tip('-b', folder, '-t', 'simulated', '-n', '1', '-s', '3', '-o', out);
  expect(process.exitCode).toBe(1);
  expect(await readdir(path.dirname(out))).toEqual([]);
  const wide = await threatFolder({ pixelPitchMm: 900 });
  const told = await tip('-b', await benignSet(), '-t', wide, '-n', '1', '-s', '3', '-o', out);
  expect(told.out).toContain('no set was written');
  expect(await readdir(path.dirname(out))).toEqual([]);
});
