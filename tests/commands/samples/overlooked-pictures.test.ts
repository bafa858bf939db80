import { mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { overlookedPictures } from '../../../src/commands/samples/overlooked-pictures.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

async function folderWith(...files: readonly string[]): Promise<string> {
  const folder = await temporaryFolder();
  for (const file of files) {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await writeFile(path.join(folder, file), '');
  }
  return folder;
}

describe('overlookedPictures', () => {
  it('names each folder below a folder of scans that holds pictures, unless that was named, too', async () => {
    const folder = await folderWith(
      'a.png',
      'march/b.tif',
      'march/c.jpg',
      'notes/read.txt',
      '.thumbnails/a.png',
      'x/y/d.PNG',
    );
    const march = path.join(folder, 'march');
    const said = await overlookedPictures([folder]);
    expect(said).toHaveLength(2);
    expect(said[0]).toContain(`${march}: 2 pictures take no part`);
    expect(said[1]).toContain(`${path.join(folder, 'x/y')}: 1 picture takes no part`);
    expect(await overlookedPictures([folder, march, path.join(folder, 'x/y')])).toEqual([]);
  });

  it('names what the layout of MVTec AD has no place for, and no mask', async () => {
    const folder = await folderWith(
      'good/a.png',
      'gun/b_low.png',
      'gun/more/c.png',
      'ground_truth/gun/b_low_mask.png',
      'd.png',
    );
    const said = await overlookedPictures([folder]);
    expect(said.map((sentence) => sentence.split(':')[0])).toEqual([folder, path.join(folder, 'gun/more')]);
  });

  it('names masks that no scan of the layout of MVTec AD has', async () => {
    const folder = await folderWith(
      ...['good/a.png', 'gun/b_high.png', 'gun/b_low.png', 'gun/c.png', 'ground_truth/gun/c.png'],
      ...['ground_truth/gun/b_mask.png', 'ground_truth/gun/b_high_mask.png', 'ground_truth/gun/d_mask.png'],
      'ground_truth/good/a_mask.png',
    );
    const masks = path.join(folder, 'ground_truth');
    const said = await overlookedPictures([folder]);
    expect(said).toHaveLength(2);
    expect(said[0]).toContain(`${path.join(masks, 'good')}: 1 mask takes no part, a_mask.png: no scan with a threat`);
    expect(said[1]).toContain(`${path.join(masks, 'gun')}: 2 masks take no part, such as b_high_mask.png: no scan`);
  });

  it('names a folder once, whatever links lead to it, and none whose scans take part by one', async () => {
    const folder = await folderWith('test/good/a.png', 'test/good/more/b.png', 'all/guns/c.png');
    await symlink('../all/guns', path.join(folder, 'test/guns'));
    await symlink('..', path.join(folder, 'test/good/back'));
    await symlink('.', path.join(folder, 'test/same'));
    const said = await overlookedPictures([folder]);
    expect(said.map((sentence) => sentence.split(':')[0])).toEqual([path.join(folder, 'test/good/more')]);
  });

  it('says nothing of a set that lists its samples, nor of a folder that is not there', async () => {
    const folder = await folderWith('samples.jsonl', 'more/a.png');
    expect(await overlookedPictures([folder, path.join(folder, 'gone')])).toEqual([]);
  });
});
