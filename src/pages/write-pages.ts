import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { shipped } from '../installation.ts';
import { composePage } from './compose-page.ts';
import { errorsHtml } from './errors-html.ts';
import { errorsMarkdown } from './errors-markdown.ts';

// The last step of `npm run build`: the pages of the console, beside the modules that they load.
const parts = {
  ...Object.fromEntries(
    htmlIn('src', 'pages', 'parts').map((name) => [basename(name, '.html'), read('src', 'pages', 'parts', name)]),
  ),
  errors: errorsHtml(read('docs', 'errors.md')),
};
for (const name of htmlIn('src', 'pages')) {
  const address = name === 'index.html' ? '/' : `/${name}`;
  writeFileSync(shipped('dist', 'src', 'console', name), composePage(address, read('src', 'pages', name), parts));
}

writeFileSync(shipped('dist', 'src', 'console', 'errors.md'), errorsMarkdown(read('docs', 'errors.md')));

function htmlIn(...folder: readonly string[]): readonly string[] {
  return readdirSync(shipped(...folder)).filter((name) => name.endsWith('.html'));
}

function read(...file: readonly string[]): string {
  return readFileSync(shipped(...file), 'utf8');
}
