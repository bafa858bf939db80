import { describe, expect, it } from 'vitest';
import { groupScanFiles, mediaTypeOf } from '../../src/console/scan-files.ts';

const named = (...names: string[]) => names.map((name) => ({ name }));

describe('groupScanFiles', () => {
  it('sends the two energies of a view as parts of one scan', () => {
    const [upload, ...more] = groupScanFiles(named('side.high.png', 'side.low.png'));
    expect(more).toEqual([]);
    expect(upload).toMatchObject({ kind: 'parts', parts: [{ name: 'side.high' }, { name: 'side.low' }] });
  });

  it('keeps scans apart that carry different names before the view', () => {
    const uploads = groupScanFiles(named('gate-1.side.high.png', 'gate-2.side.high.png', 'gate-1.top.low.tiff'));
    expect(uploads.map(({ name }) => name)).toEqual(['gate-1', 'gate-2']);
    expect(uploads[0]).toMatchObject({ parts: [{ name: 'side.high' }, { name: 'top.low' }] });
  });

  it('takes the energies of a scan that names no view for one scan, as the command line does', () => {
    const uploads = groupScanFiles(named('rifle_4_high.png', 'rifle_4_low.png', 'gun_a-HIGH.tif', 'gun_b-low.tif'));
    expect(uploads).toMatchObject([
      { name: 'rifle_4', parts: [{ name: 'side.high' }, { name: 'side.low' }] },
      { name: 'gun_a', parts: [{ name: 'side.high' }] },
      { name: 'gun_b', parts: [{ name: 'side.low' }] },
    ]);
  });

  it('takes any other file as a scan of its own, as a bare body', () => {
    const uploads = groupScanFiles(named('IMG_0042.JPG', 'scan.png'));
    expect(uploads.map(({ kind, name }) => [kind, name])).toEqual([
      ['body', 'IMG_0042.JPG'],
      ['body', 'scan.png'],
    ]);
  });
});

describe('mediaTypeOf', () => {
  it('believes the browser first and the name second', () => {
    expect(mediaTypeOf({ name: 'a.tif', type: 'image/png' })).toBe('image/png');
    expect(mediaTypeOf({ name: 'A.TIF', type: '' })).toBe('image/tiff');
    expect(mediaTypeOf({ name: 'a.xyz', type: '' })).toBe('application/octet-stream');
  });
});
