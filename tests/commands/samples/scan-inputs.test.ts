import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { groupScanInputs, outputNames, readScanInput } from '../../../src/commands/samples/scan-inputs.ts';
import { failureOf } from '../../fixtures/value-from.ts';

const folder = mkdtempSync(join(tmpdir(), 'scan-inputs-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('groupScanInputs', () => {
  it('takes the high and the low file of a view for one scan', () => {
    const inputs = groupScanInputs(['a/side.high.png', 'a/side.low.png', 'a/Result_4_high.png', 'a/Result_4_low.png']);
    expect(inputs.map(({ paths }) => paths.length)).toEqual([2, 2]);
  });

  it('keeps files of the same name in different folders apart', () => {
    expect(groupScanInputs(['a/side.high.png', 'b/side.high.png'])).toHaveLength(2);
  });

  it('keeps notes that lie beside a picture out of its scan', () => {
    expect(groupScanInputs(['a/x_high.png', 'a/x_low.png', 'a/x_high.txt']).map(({ paths }) => paths.length)).toEqual([
      2, 1,
    ]);
  });

  it('takes a file without an energy in its name for a scan of its own', () => {
    expect(groupScanInputs(['a.jpg', 'b.jpg']).map(({ name }) => name)).toEqual(['a', 'b']);
  });
});

describe('outputNames', () => {
  it('gives files of the same name different outputs', () => {
    const inputs = groupScanInputs(['set/one/side.high.png', 'set/two/side.high.png']);
    expect([...outputNames(inputs).values()]).toEqual(['one-side', 'two-side']);
  });

  it('gives each scan an output of its own, also where hyphens for separators would make one name of two', () => {
    const inputs = groupScanInputs(['pics/a.png', 'pics-a.png', 'pics-a-2.png', 'x/pics-a.png']);
    expect([...outputNames(inputs).values()]).toEqual(['pics-a', 'pics-a-3', 'pics-a-2', 'x-pics-a']);
  });

  it('gives paths that are longer than a file may be called the end of them, each its own', () => {
    const folders = ['コンテナ', 'scans'].map((word) => `2026/${word.repeat(30)}/${word.repeat(30)}`);
    const inputs = groupScanInputs(['a', 'b'].flatMap((port) => folders.map((each) => `${port}/${each}/gate 1.png`)));
    const names = [...outputNames(inputs).values()];
    expect(new Set(names).size).toBe(4);
    for (const name of names) {
      expect(name).toMatch(/^[^\ufffd]+-gate 1(-2)?$/);
      expect(Buffer.byteLength(`${name}.tip-unet-single@onnx-cpu.png`)).toBeLessThan(256);
    }
  });

  it('names a lone file after itself', () => {
    expect([...outputNames(groupScanInputs(['deep/down/scan.jpg'])).values()]).toEqual(['scan']);
  });
});

describe('readScanInput', () => {
  it('says which energy each file of a pair is, and what its name declares', async () => {
    for (const name of ['x.high.png', 'x.low.png']) writeFileSync(join(folder, name), name);
    const [input] = groupScanInputs([join(folder, 'x.low.png'), join(folder, 'x.high.png')]);
    if (input === undefined) throw new Error('no input');
    const files = await readScanInput(input);
    expect(files.ok && files.value.map(({ energy, declaredType }) => [energy, declaredType])).toEqual([
      ['low', 'image/png'],
      ['high', 'image/png'],
    ]);
  });

  it('believes the name of a picture that is alone: low is the low energy, and high may be a TIFF of both', async () => {
    const energies = ['lone-low.png', 'lone_HIGH.tif', 'lone.png'].map(async (name) => {
      writeFileSync(join(folder, name), name);
      const [input] = groupScanInputs([join(folder, name)]);
      const files = input && (await readScanInput(input));
      return files?.ok && files.value[0]?.energy;
    });
    expect(await Promise.all(energies)).toEqual(['low', null, null]);
  });

  it('names the files that would be one plane of one scan, as a picture saved as PNG and as TIFF beside each other', async () => {
    const [input] = groupScanInputs(['gate.png', 'gate.tiff'].map((name) => join(folder, name)));
    if (input === undefined) throw new Error('no input');
    expect(failureOf(await readScanInput(input))).toMatch(
      /^gate\.png and gate\.tiff have one name, .*rename all but one/,
    );
  });

  it('names the file that is not there', async () => {
    const gone = join(folder, 'gone.png');
    const said = failureOf(await readScanInput({ name: 'gone', paths: [gone] }));
    expect(said).toBe(`${gone} cannot be read: there is no such file; check the name.`);
  });

  it('says of a folder how the pictures in it are named', async () => {
    const said = failureOf(await readScanInput({ name: 'set', paths: [folder] }));
    expect(said).toBe(
      `${folder} cannot be read: it is a folder; name the pictures in it, e.g. ${join(folder, '*.png')}.`,
    );
  });
});
