import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import type { Manifest, PartName } from './manifest.ts';

export type ManifestPart = Manifest['parts'][number];

/** A file of lines that is written as they come, with what the manifest says of it. */
export interface PartFile {
  readonly path: string;
  write(lines: readonly string[]): Promise<void>;
  /** To be called once, after the last line. */
  end(): Promise<ManifestPart>;
}

export function createPartFile(name: PartName, path: string): PartFile {
  const sink = createWriteStream(path, { flags: 'wx', mode: 0o600 });
  const done = finished(sink);
  // Awaited at the end; until then an error must not count as unhandled.
  done.catch(() => {});
  const hash = createHash('sha256');
  let lineCount = 0;
  let bytes = 0;
  return {
    path,
    async write(lines) {
      if (lines.length === 0) return;
      const text = Buffer.from(`${lines.join('\n')}\n`);
      hash.update(text);
      lineCount += lines.length;
      bytes += text.length;
      if (!sink.write(text)) await Promise.race([once(sink, 'drain'), done]);
    },
    async end() {
      sink.end();
      await done;
      return { name, lines: lineCount, bytes, sha256: hash.digest('hex') };
    },
  };
}
