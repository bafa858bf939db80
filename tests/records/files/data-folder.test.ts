import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openRecords, type Records } from '../../../src/records/open-records.ts';
import { createRecordsGate } from '../../../src/records/records-gate.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { valueFrom } from '../../fixtures/value-from.ts';
import { createPostgresDatabase, hasPostgres } from '../databases.ts';

const open = (dataDir: string, databaseUrl = 'sqlite:') => openRecords({ databaseUrl, dataDir, serves: true });
const refusal = (message: RegExp, code = 'records-unavailable') => ({
  ok: false,
  failure: { code, message: expect.stringMatching(message) },
});

it('has its rows where no other user can read them, whoever made the folder', async () => {
  const folder = await temporaryFolder();
  await chmod(folder, 0o755);
  const mask = process.umask(0o022);
  onTestFinished(() => {
    process.umask(mask);
  });
  const records = valueFrom(await open(folder));
  onTestFinished(() => records.close());
  for (const end of ['', '-wal', '-shm']) {
    expect((await stat(join(folder, `scanbench.sqlite${end}`))).mode & 0o077).toBe(0);
  }
});

describe('a data folder that cannot work', () => {
  it.skipIf(!existsSync('/proc/self'))('is refused at once where a file system lets nobody make it', async () => {
    for (const folder of ['/proc/scanbench', '/proc/scanbench/data']) {
      const sentence = /^The data folder \/proc\/.*ENOENT.*SCANBENCH_DATA_DIR\.$/;
      expect(await open(folder)).toMatchObject(refusal(sentence, 'not-found'));
    }
  });

  it.each(['file', 'file/below'])('is refused with its name where there is a %s', async (name) => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'file'), '');
    const opened = await open(join(folder, name));
    const sentence = /^The data folder .*file.*(EEXIST|ENOTDIR).*SCANBENCH_DATA_DIR\.$/;
    expect(opened).toMatchObject(refusal(sentence, 'not-found'));
  });

  it.skipIf(process.getuid?.() === 0)('is refused where this user may not write', async () => {
    const folder = await temporaryFolder();
    await chmod(folder, 0o500);
    expect(await open(folder)).toMatchObject(refusal(/EACCES.*SCANBENCH_DATA_DIR/));
  });

  it.each(['pictures', 'reports'])('is refused where %s is a file', async (name) => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, name), '');
    const sentence = new RegExp(`a file lies where a folder .*move it away .*${name}.*Then run it again`);
    expect(await open(folder)).toMatchObject(refusal(sentence));
  });

  it('is refused where the file of the records would lie in a folder that is not there', async () => {
    const folder = await temporaryFolder();
    const databaseUrl = `sqlite:${join(folder, 'absent', 'records.sqlite')}`;
    const message = /There is no folder for .*records\.sqlite.*mount the disk.*SCANBENCH_DATABASE_URL/;
    const asCommand = await openRecords({ databaseUrl, dataDir: folder, serves: false });
    expect(asCommand).toMatchObject(refusal(message, 'not-found'));
    expect(await open(folder, databaseUrl)).toMatchObject(refusal(message, 'records-unavailable'));
  });

  it.each(['ESTALE', 'ENOTCONN'])(
    'on a file system that went away (%s) is told as away, not as a bug',
    async (code) => {
      const gate = createRecordsGate(() => null);
      const asked = await gate.attempt(() => Promise.reject(Object.assign(new Error(code), { code })));
      expect(asked).toMatchObject(refusal(/file system that holds the data folder.*mount it anew/));
    },
  );

  it('makes no folder in the place of one that is gone, and says so to who wants a picture kept', async () => {
    const folder = await temporaryFolder();
    // The database lies elsewhere: where it is gone, too, that is told.
    const records = valueFrom(await open(join(folder, 'disk'), `sqlite:${join(folder, 'scans.sqlite')}`));
    await rm(join(folder, 'disk'), { recursive: true });
    const kept = await records.gate.attempt(() => records.pictureStore.put('0'.repeat(64), new Uint8Array(1)));
    expect(kept).toMatchObject(refusal(/a folder of the records is gone.*Then send the request again\.$/));
    expect(JSON.stringify(kept)).not.toContain(folder);
    expect(existsSync(join(folder, 'disk'))).toBe(false);
    await records.close();
  });

  it('says to whoever runs a command on it to run that again: there is no request', async () => {
    const records = valueFrom(
      await openRecords({ databaseUrl: 'sqlite:', dataDir: await temporaryFolder(), serves: false }),
    );
    const full = Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
    const written = await records.commit.write(() => Promise.reject(full));
    expect(written).toMatchObject(
      refusal(/^The records cannot .*the disk is full: free some space.*Then run it again\.$/),
    );
    await records.close();
  });
});

it('makes a data folder, with those above it, for its user alone', async () => {
  const folder = join(await temporaryFolder(), 'a', 'b');
  await valueFrom(await open(folder)).close();
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
  expect((await stat(join(folder, '..'))).mode & 0o777).toBe(0o700);
});

const SHA256 = 'ab'.repeat(32);
const keepPicture = ({ pictureStore }: Records) => pictureStore.put(SHA256, new Uint8Array(9));

describe('the pictures of one database', () => {
  it('are refused to another one, which would remove them, and stay for their own', async () => {
    const folder = await temporaryFolder();
    const own = valueFrom(await open(folder));
    await keepPicture(own);
    await own.close();
    const other = `sqlite:${join(folder, 'other.sqlite')}`;
    expect(await open(folder, other)).toMatchObject(refusal(/holds the pictures and reports of another database/));
    expect(await openRecords({ databaseUrl: other, dataDir: folder, serves: false })).toMatchObject({ ok: false });
    await valueFrom(await open(folder)).close();
    expect(existsSync(join(folder, 'pictures', 'ab', SHA256))).toBe(true);
  });

  it.skipIf(!hasPostgres)('are refused to a PostgreSQL that is named in its place', async () => {
    const folder = await temporaryFolder();
    const own = valueFrom(await open(folder));
    await keepPicture(own);
    await own.close();
    expect(await open(folder, await createPostgresDatabase())).toMatchObject(refusal(/of another database/));
  });

  it('go with a copy of it', async () => {
    const folder = await temporaryFolder();
    const own = valueFrom(await open(folder));
    await keepPicture(own);
    await own.close();
    const copy = join(folder, 'copy.sqlite');
    await writeFile(copy, await readFile(join(folder, 'scanbench.sqlite')));
    await valueFrom(await open(folder, `sqlite:${copy}`)).close();
  });

  it('are refused to one in memory, which marks nothing as its own', async () => {
    const folder = await temporaryFolder();
    const passing = valueFrom(await open(folder, 'sqlite::memory:'));
    await keepPicture(passing);
    await passing.close();
    const own = valueFrom(await open(folder));
    await own.close();
    expect(await open(folder, 'sqlite::memory:')).toMatchObject(refusal(/of another database/));
    await valueFrom(await open(folder)).close();
  });

  it('hold up no other one once they are gone', async () => {
    const folder = await temporaryFolder();
    await valueFrom(await open(folder)).close();
    await mkdir(join(folder, 'pictures', 'ab'));
    await valueFrom(await open(folder, `sqlite:${join(folder, 'other.sqlite')}`)).close();
    await valueFrom(await open(folder)).close();
  });
});

const KINDS = [
  {
    kind: 'SQLite',
    isThere: true,
    async create() {
      const file = join(await temporaryFolder(), 'own.sqlite');
      const copyOf = async () => {
        await copyFile(file, `${file}.copy`);
        return `sqlite:${file}.copy`;
      };
      return { own: `sqlite:${file}`, copyOf };
    },
  },
  {
    kind: 'PostgreSQL',
    isThere: hasPostgres,
    async create() {
      const own = await createPostgresDatabase();
      return { own, copyOf: () => createPostgresDatabase(own) };
    },
  },
];

describe.each(KINDS)('a data folder in which the service of a $kind database works', ({ isThere, create }) => {
  async function openBesideCopy() {
    const folder = await temporaryFolder();
    const { own, copyOf } = await create();
    await valueFrom(await open(folder, own)).close();
    const copy = await copyOf();
    const records = valueFrom(await open(folder, own));
    onTestFinished(() => records.close());
    await keepPicture(records);
    return { folder, own, copy, records };
  }
  const IN_USE = /another database, which may be a copy of this one, works in the data folder .*SCANBENCH_DATA_DIR/;

  it.skipIf(!isThere)('is refused to a copy of it, served or for a command, until the service ends', async () => {
    const { folder, copy, records } = await openBesideCopy();
    for (const serves of [true, false]) {
      expect(await openRecords({ databaseUrl: copy, dataDir: folder, serves })).toMatchObject(refusal(IN_USE));
    }
    await records.close();
    await valueFrom(await open(folder, copy)).close();
  });

  it.skipIf(!isThere)('is open to commands on its own database', async () => {
    const { folder, own } = await openBesideCopy();
    await valueFrom(await openRecords({ databaseUrl: own, dataDir: folder, serves: false })).close();
    expect(await open(folder, own)).toMatchObject(refusal(/^Another Scanbench serves these records already/));
  });
});
