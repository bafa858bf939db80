import { existsSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { fail, type Outcome, succeed } from '../../domain/failure.ts';

export interface NamedFile {
  readonly port: string;
  readonly file: string;
}

/**
 * The name of each port: what stands before the file as `NAME=FILE`; else the file's own name, or that of its folder where
 * the file is called `report.json`. Fails with `malformed-request` where two would have the same.
 */
export function portNames(given: readonly string[]): Outcome<readonly NamedFile[]> {
  const named = given.map(nameOf);
  const twice = named.find(({ port }, place) => named.findIndex((other) => other.port === port) !== place);
  if (twice === undefined) return succeed(named);
  return fail(
    'malformed-request',
    `Two reports would be called "${twice.port}": name the ports, e.g. rotterdam=${twice.file}.`,
  );
}

function nameOf(given: string): NamedFile {
  const [, port, file] = /^([^=/\\]+)=(.+)$/.exec(given) ?? [];
  if (port !== undefined && file !== undefined && !existsSync(given)) return { port, file };
  const name = basename(given, '.json');
  return { port: name === 'report' ? basename(dirname(resolve(given))) : name, file: given };
}
