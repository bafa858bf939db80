import { mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { findScans } from '../../../src/commands/samples/find-scans.ts';
import { shipped } from '../../../src/installation.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { failureOf, valueFrom } from '../../fixtures/value-from.ts';

describe('findScans', () => {
  it('counts no scan twice: a folder under two names is refused', async () => {
    const smoke = shipped('samples', 'smoke');
    expect(valueFrom(await findScans({ folders: [smoke] }))).toHaveLength(17);
    const link = path.join(await temporaryFolder(), 'link');
    await symlink(smoke, link);
    for (const again of [smoke, `${smoke}/`, path.join(smoke, '..', 'smoke'), link]) {
      expect(failureOf(await findScans({ folders: [smoke, again] }))).toContain(`${again} is named twice`);
    }
  });

  it('tells a folder that is not there from a file, and from one that holds no scan', async () => {
    const folder = await temporaryFolder();
    const gone = path.join(folder, 'gone');
    expect(failureOf(await findScans({ folders: [gone] }))).toBe(`There is no folder ${gone}: check the name.`);
    const lines = shipped('samples', 'smoke', 'samples.jsonl');
    expect(failureOf(await findScans({ folders: [lines] }))).toBe(
      `${lines} is a file: name the folder that it lies in, ${path.dirname(lines)}.`,
    );
    expect(failureOf(await findScans({ folders: ['package.json'] }))).toContain(`that it lies in, ${process.cwd()}.`);
    expect(failureOf(await findScans({ folders: [folder] }))).toMatch(/holds no PNG, TIFF or JPEG file\.$/);
  });

  it('says of a recipe without its set how to make that', async () => {
    const folder = shipped('samples', 'test');
    expect(failureOf(await findScans({ folders: [folder] }))).toContain(
      `: scanbench synth --recipe ${path.join(folder, 'recipe.json')} --out <folder>, and name that folder.`,
    );
  });

  it('takes no picture for one of a scanner that is asked for', async () => {
    const folder = await temporaryFolder();
    await writeFile(path.join(folder, 'a.png'), '');
    const message = failureOf(await findScans({ folders: [folder], scanners: ['gate-6-4'] }));
    expect(message).toBe(
      `${folder} is a folder of pictures, which say of no scanner that it made them: leave --scanner out, or name a sample set.`,
    );
  });

  it('passes over no scanner that was asked for: one of several that no set knows is refused', async () => {
    const smoke = shipped('samples', 'smoke');
    const both = await findScans({ folders: [smoke], scanners: ['rail-9', 'gate-6-4'] });
    expect(new Set(valueFrom(both).map(({ sample }) => sample?.scanner))).toEqual(new Set(['rail-9', 'gate-6-4']));
    expect(failureOf(await findScans({ folders: [smoke], scanners: ['rail-9', 'gate-64', 'x'] }))).toBe(
      'There is no sample of gate-64 or x in any set: check the name, or leave it out.',
    );
  });

  it('takes no hidden file for a scan, as macOS leaves one beside each on foreign disks, and no folder', async () => {
    const folder = await temporaryFolder();
    await mkdir(path.join(folder, 'night.png'));
    for (const name of ['gate_high.png', 'gate_low.png', '._gate_high.png', '._gate_low.png']) {
      await writeFile(path.join(folder, name), name);
    }
    const scans = valueFrom(await findScans({ folders: [folder] }));
    expect(scans.map(({ name }) => name)).toEqual([path.join(folder, 'gate')]);
  });
});
