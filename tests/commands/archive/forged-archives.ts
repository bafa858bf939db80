import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { extract, pack } from 'tar-stream';
import { type ExportOptions, exportPilot } from '../../../src/commands/archive/export-pilot.ts';
import type { ArchiveFilter } from '../../../src/records/archive/archived-rows.ts';
import type { Records } from '../../../src/records/open-records.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

const EVERYTHING: ArchiveFilter = { port: null, from: null, to: null };
export const ALL = { filter: EVERYTHING, withImages: true, withContainerNumbers: true };

/** Exports everything, unless said otherwise, and gives the path. */
export async function exported(
  records: Records,
  { name = 'pilot.tar', ...more }: Partial<Omit<ExportOptions, 'path'>> & { readonly name?: string } = {},
): Promise<string> {
  const path = join(await temporaryFolder(), name);
  const outcome = await exportPilot(records, { ...ALL, ...more, path });
  if (!outcome.ok) throw new Error(outcome.failure.message);
  return path;
}

/** The files of an archive by their names, in their order. */
export async function filesIn(path: string): Promise<Map<string, Buffer>> {
  const bytes = await readFile(path);
  const files = new Map<string, Buffer>();
  const parser = extract();
  parser.on('entry', (header, body, next) => {
    const pieces: Buffer[] = [];
    body.on('data', (piece: Buffer) => pieces.push(piece));
    body.on('end', () => {
      files.set(header.name, Buffer.concat(pieces));
      next();
    });
  });
  const done = new Promise((resolve, reject) => parser.on('finish', resolve).on('error', reject));
  parser.end(path.endsWith('.gz') ? await promisify(gunzip)(bytes) : bytes);
  await done;
  return files;
}

export interface Forged {
  readonly name: string;
  readonly content: Buffer;
  readonly type?: 'symlink' | 'directory' | 'file';
}

/** Writes an archive of any files; `isSigned` corrects the manifest to what they are. */
export async function forge(files: readonly Forged[], isSigned = true): Promise<string> {
  const manifest = JSON.parse(files.find(({ name }) => name === 'manifest.json')?.content.toString() ?? '{}');
  if (isSigned) {
    manifest.parts = manifest.parts.map((part: { readonly name: string }) => {
      const content = files.find(({ name }) => name === part.name)?.content ?? Buffer.alloc(0);
      const lines = content.toString().split('\n').length - 1;
      return { ...part, lines, bytes: content.length, sha256: sha256Of(content) };
    });
    const images = files.filter(({ name }) => name.startsWith('images/'));
    manifest.images = { files: images.length, bytes: images.reduce((sum, { content }) => sum + content.length, 0) };
  }
  const tar = pack();
  for (const { name, content, type } of files) {
    const bytes = name === 'manifest.json' ? Buffer.from(JSON.stringify(manifest)) : content;
    if (type === 'symlink') tar.entry({ name, type, linkname: '/etc/passwd' });
    else tar.entry({ name, type: type ?? 'file' }, bytes);
  }
  tar.finalize();
  const pieces: Buffer[] = [];
  for await (const piece of tar) pieces.push(piece);
  return saved(Buffer.concat(pieces));
}

export async function saved(bytes: Buffer): Promise<string> {
  const path = join(await temporaryFolder(), 'forged.tar');
  await writeFile(path, bytes);
  return path;
}

export const sha256Of = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
