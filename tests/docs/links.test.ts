import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { shipped } from '../../src/installation.ts';

const docs = [
  ...readdirSync(shipped('.')),
  ...['docs', 'models', 'bench', 'dashboards', 'deploy'].flatMap((folder) =>
    readdirSync(shipped(folder), { recursive: true, encoding: 'utf8' }).map((name) => path.join(folder, name)),
  ),
].filter((name) => name.endsWith('.md'));

describe('the documentation', () => {
  it.each(docs)('%s leads to files and headings that are there', (doc) => {
    const links = [...readFileSync(shipped(doc), 'utf8').matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
    const astray = links.filter((link) => !/^https?:/.test(link) && !leadsSomewhere(doc, link));
    expect(astray).toEqual([]);
  });
});

function leadsSomewhere(doc: string, link: string): boolean {
  const [file = '', anchor] = link.split('#');
  const target = file === '' ? shipped(doc) : path.join(path.dirname(shipped(doc)), file);
  if (!existsSync(target)) return false;
  return anchor === undefined || !target.endsWith('.md') || anchorsOf(target).includes(anchor);
}

/** The names that GitHub gives to headings. */
function anchorsOf(file: string): readonly string[] {
  return [...readFileSync(file, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
