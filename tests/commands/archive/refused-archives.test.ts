import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { importPilot } from '../../../src/commands/archive/import-pilot.ts';
import { keepTestScan } from '../../records/kept-scans.ts';
import { openTestRecords } from '../../records/test-records.ts';
import { exported, type Forged, filesIn, forge, saved, sha256Of } from './forged-archives.ts';
import { count, metadata } from './pilot-scans.ts';

describe('an import refuses', () => {
  /** An archive with one change, and what is said of it; nothing of it is on record afterwards. */
  async function refused(change: (files: Forged[]) => Forged[] | Promise<Forged[]>, isSigned = true): Promise<string> {
    const from = await openTestRecords();
    for (let n = 0; n < 2; n++) await keepTestScan(from, { metadata: metadata(n) });
    const files = [...(await filesIn(await exported(from)))].map(([name, content]) => ({ name, content }));
    return refusalOf(await forge(await change(files), isSigned));
  }
  async function refusalOf(path: string): Promise<string> {
    const to = await openTestRecords();
    const outcome = await importPilot(to, { path, isDryRun: false });
    expect(outcome).toMatchObject({ ok: false, failure: { code: 'malformed-request' } });
    expect([await count(to, 'scans'), await count(to, 'pictures')]).toEqual([0, 0]);
    return outcome.ok ? '' : outcome.failure.message;
  }
  const edit = (part: string, edited: (text: string) => string) => (files: Forged[]) =>
    files.map((file) =>
      file.name === part ? { ...file, content: Buffer.from(edited(file.content.toString())) } : file,
    );
  const insertAfter = (name: string, file: Forged) => (files: Forged[]) =>
    files.flatMap((one) => (one.name === name ? [one, file] : [one]));
  const stray = (name: string, type: Forged['type'] = 'file') => ({ name, content: Buffer.from('x'), type });

  it('forged archives, of which the unchanged one is taken', async () => {
    const from = await openTestRecords();
    await keepTestScan(from, { metadata: metadata(0) });
    const files = [...(await filesIn(await exported(from)))].map(([name, content]) => ({ name, content }));
    const to = await openTestRecords();
    expect((await importPilot(to, { path: await forge(files), isDryRun: false })).ok).toBe(true);
  });

  it.each([
    ['a path that leaves the folder', insertAfter('reports.jsonl', stray('../../etc/cron.d/x'))],
    ['an absolute path', insertAfter('reports.jsonl', stray('/etc/cron.d/x'))],
    ['a path that leaves the images', insertAfter('reports.jsonl', stray(`images/../${'a'.repeat(64)}`))],
    ['a file that is none of its own', insertAfter('scans.jsonl', stray('notes.txt'))],
    ['a link', insertAfter('reports.jsonl', stray(`images/${'a'.repeat(64)}`, 'symlink'))],
    ['a folder', insertAfter('reports.jsonl', stray('images', 'directory'))],
    ['an image before its place', insertAfter('manifest.json', stray(`images/${sha256Of(Buffer.from('x'))}`))],
    ['an image that is not what its name says', insertAfter('reports.jsonl', stray(`images/${'a'.repeat(64)}`))],
    ['an image that no scan names', insertAfter('reports.jsonl', stray(`images/${sha256Of(Buffer.from('x'))}`))],
    ['a file that is missing', (files: Forged[]) => files.filter(({ name }) => name !== 'screenings.jsonl')],
    ['files in another order', (files: Forged[]) => [...files.slice(0, 1), ...files.slice(1).reverse()]],
    ['a line that is no JSON', edit('scans.jsonl', (text) => `{"id":\n${text}`)],
    ['a last line that is cut off', edit('scans.jsonl', (text) => text.slice(0, -10))],
    ['a field that is not known', edit('scans.jsonl', (text) => text.replace('"port"', '"isAdmin":true,"port"'))],
    ['a port that is none', edit('scans.jsonl', (text) => text.replace('"NLRTM","state"', '"Rotterdam","state"'))],
    ['a state that waits', edit('scans.jsonl', (text) => text.replace('"screened"', '"queued"'))],
    [
      'a container number with a wrong digit',
      edit('scans.jsonl', (text) => text.replace('CSQU3054383', 'CSQU3054384')),
    ],
    [
      'an id from the end of time',
      edit('scans.jsonl', (text) => text.replace(/"id":"[^"]{8}-[^"]{4}/g, '"id":"ffffffff-ffff')),
    ],
    ['an id that is none', edit('scans.jsonl', (text) => text.replace(/"id":"[^"]*"/, '"id":"1; DROP TABLE scans"'))],
    [
      'a moment that is none',
      edit('scans.jsonl', (text) => text.replace(/"receivedAt":"[^"]*"/, '"receivedAt":"2026-13-45T99:00:00.000Z"')),
    ],
    ['two lines of one scan', edit('scans.jsonl', (text) => `${text.split('\n')[0]}\n${text}`)],
    ['a screening of no scan', edit('scans.jsonl', (text) => `${text.split('\n')[0]}\n`)],
    ['two screenings by one technology', edit('screenings.jsonl', (text) => `${text.split('\n')[0]}\n${text}`)],
    ['a decision that is none', edit('screenings.jsonl', (text) => text.replace('"alarm"', '"maybe"'))],
    ['a score out of range', edit('screenings.jsonl', (text) => text.replace('"score":0.9', '"score":9'))],
    [
      'a picture that is not in it',
      edit('pictures.jsonl', (text) => text.replace(/"sha256":"[^"]*"/, `"sha256":"${'b'.repeat(64)}"`)),
    ],
    ['a name that PostgreSQL takes not', edit('pictures.jsonl', (text) => text.replace('"side"', '"side\\u0000"'))],
    [
      'a technology that PostgreSQL takes not',
      edit('screenings.jsonl', (text) => text.replace(/"technology":"/, '"technology":"\\u0000')),
    ],
    [
      'a place that PostgreSQL takes not',
      edit('screenings.jsonl', (text) => text.replace(/"position":\d+/, '"position":3000000000')),
    ],
    ['technologies that are none', edit('technologies.jsonl', () => '{}\n')],
  ])('%s', async (_what, change) => {
    expect(await refused(change)).toMatch(/cannot be imported: .{10}/);
  });

  it.each([
    ['a file that was changed', edit('screenings.jsonl', (text) => text.replace('0.9', '0.8'))],
    ['a manifest that is none', edit('manifest.json', () => '{"format":"scanbench-pilot","version":1}')],
    ['no manifest', (files: Forged[]) => files.slice(1)],
    ['a newer format', edit('manifest.json', (text) => text.replace('"version": 2', '"version": 3'))],
  ])('%s', async (_what, change) => {
    expect(await refused(change, false)).toMatch(/cannot be imported: .{10}/);
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['rubbish', randomBytes(10_000)],
    ['text', Buffer.from('hello '.repeat(1000))],
    ['zeros without end, packed', gzipSync(Buffer.alloc(50_000_000))],
    ['a header without end, packed', gzipSync(Buffer.concat([paxHeader(60_000_000), Buffer.alloc(60_000_000, 'x')]))],
  ])('%s', async (_what, bytes) => {
    const before = process.memoryUsage().arrayBuffers;
    await refusalOf(await saved(bytes));
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(40_000_000);
  });

  it.each([
    ['an empty file', Buffer.alloc(0), 'nothing is in it'],
    ['a short text', Buffer.from('hello\n'), 'it is no tar archive'],
    ['a short text, packed', gzipSync(Buffer.from('hello\n')), 'it is no tar archive'],
    ['a long text', Buffer.from('hello '.repeat(1000)), 'it is no tar archive, or damaged'],
    [
      'half a packed file',
      gzipSync(Buffer.from('hello\n')).subarray(0, 15),
      'it is gzipped, and damaged or cut off (Z_BUF_ERROR)',
    ],
  ])('%s, and says what it is and what to name instead', async (_what, bytes, why) => {
    const path = await saved(bytes);
    expect(await refusalOf(path)).toBe(
      `${path} cannot be imported: ${why}; name the archive that scanbench export wrote.`,
    );
  });

  it('an archive of which a part is missing as one that is cut off', async () => {
    const from = await openTestRecords();
    await keepTestScan(from, { metadata: metadata(0) });
    const whole = await readFile(await exported(from, { name: 'pilot.tar' }));
    const path = await saved(whole.subarray(0, whole.length - 3000));
    expect(await refusalOf(path)).toContain('it is cut off; name the archive');
  });

  it('an archive that is cut off anywhere, or has another bit, and then has written nothing', async () => {
    const from = await openTestRecords();
    await keepTestScan(from, { metadata: metadata(0) });
    for (const name of ['pilot.tar', 'pilot.tar.gz']) {
      const whole = await readFile(await exported(from, { name }));
      for (let n = 0; n < 30; n++) {
        const at = Math.floor((whole.length * n) / 31);
        const flipped = Buffer.from(whole);
        flipped[at] = (flipped[at] ?? 0) ^ 0x10;
        for (const bytes of [whole.subarray(0, at), flipped]) {
          const to = await openTestRecords();
          const outcome = await importPilot(to, { path: await saved(bytes), isDryRun: false });
          // A bit of a tar header that nobody reads, such as the owner, makes no difference.
          expect(await count(to, 'scans')).toBe(outcome.ok ? 1 : 0);
        }
      }
    }
  });
});

/** The header of an extended header that claims so many bytes. */
function paxHeader(bytes: number): Buffer {
  const header = Buffer.alloc(512);
  header.write('pax', 0);
  header.write('0000644\0', 100);
  header.write('0000000\0', 108);
  header.write('0000000\0', 116);
  header.write(`${bytes.toString(8).padStart(11, '0')}\0`, 124);
  header.write('00000000000\0', 136);
  header.write('x', 156);
  header.write('ustar\x0000', 257);
  header.write('        ', 148);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}
