import { expect, it } from 'vitest';
import { openRecords } from '../../../src/records/open-records.ts';
import { smallDisk } from '../../fixtures/small-disk.ts';
import { valueFrom } from '../../fixtures/value-from.ts';

it('says of a disk without a byte left that it is full, where records are opened on it, and opens them when there is room', async ({
  skip,
}) => {
  const disk = await smallDisk(4);
  if (disk === null) return skip('this user may not mount a small disk');
  const options = { databaseUrl: 'sqlite:', dataDir: disk.folder, serves: false } as const;
  await valueFrom(await openRecords(options)).close();
  disk.fill();
  expect(await openRecords(options)).toEqual({
    ok: false,
    failure: {
      code: 'records-unavailable',
      message: expect.stringContaining('the disk is full: free some space'),
    },
  });
  disk.free();
  await valueFrom(await openRecords(options)).close();
});
