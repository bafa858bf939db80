import { readFile } from 'node:fs/promises';
import { nullWhereAbsent } from '../../domain/language/null-where-absent.ts';
import { replaceFile } from '../files/replace-file.ts';

/** A line is added in one piece with its end: one without was broken off, as where the disk was full. Makes a file that is not there. */
export async function cutTornLine(file: string): Promise<void> {
  const text = await readFile(file, 'utf8').catch(nullWhereAbsent);
  if (text !== null && (text === '' || text.endsWith('\n'))) return;
  await replaceFile(file, text === null ? '' : text.slice(0, text.lastIndexOf('\n') + 1));
}
