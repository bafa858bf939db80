/**
 * The body of the page of failure codes, from `docs/errors.md`: one card a code, under the anchor that the `type` of a
 * problem names. It knows what that document is made of (headings, paragraphs, code, bold, links) and throws at anything
 * else, so that the build tells before a page reads badly.
 */
export function errorsHtml(markdown: string): string {
  const [introduction = '', ...codes] = markdown.trim().split(/^## /m);
  const [title, ...paragraphs] = blocksOf(introduction);
  if (title === undefined || !title.startsWith('# ')) throw new Error('docs/errors.md does not begin with its title.');
  const names = codes.map((text) => text.slice(0, text.indexOf('\n')));
  return [
    `<section class="card">${paragraphs.map(paragraph).join('\n')}</section>`,
    '<nav class="card error-codes" aria-label="Codes">',
    ...names.map((name) => `<a href="#${name}">${name}</a>`),
    '</nav>',
    ...codes.map(codeCard),
    '',
  ].join('\n');
}

function codeCard(text: string): string {
  const [name = '', ...paragraphs] = blocksOf(text);
  if (!/^[a-z-]+$/.test(name)) throw new Error(`docs/errors.md has the heading "${name}", which is no code.`);
  return `<article class="card error" id="${name}">\n<h2><a href="#${name}">${name}</a></h2>\n${paragraphs.map(paragraph).join('\n')}\n</article>`;
}

function blocksOf(text: string): readonly string[] {
  return text.trim().split(/\n{2,}/);
}

function paragraph(block: string): string {
  if (/^(#|[-*+>|] |\d+\. |```)/m.test(block)) {
    throw new Error(`The page of errors shows paragraphs alone, and docs/errors.md has: ${block.slice(0, 60)}`);
  }
  return `<p>${inline(block.replaceAll('\n', ' '))}</p>`;
}

const MARKED = /`([^`]+)`|\*\*(.+?)\*\*|\[([^\]]+)\]\(([^)]+)\)/g;

function inline(text: string): string {
  let html = '';
  let end = 0;
  for (const match of text.matchAll(MARKED)) {
    const [whole, code, bold, words, target] = match;
    html += escaped(text.slice(end, match.index));
    if (code !== undefined) html += `<code>${escaped(code)}</code>`;
    else if (bold !== undefined) html += `<strong>${inline(bold)}</strong>`;
    else html += link(words ?? '', target ?? '');
    end = match.index + whole.length;
  }
  return html + escaped(text.slice(end));
}

/** Another document is not served: where it lies is said instead. */
function link(words: string, target: string): string {
  if (isServed(target)) return `<a href="${escaped(target)}">${inline(words)}</a>`;
  return `${inline(words)} (<code>${escaped(unservedPlace(target))}</code>)`;
}

/** Whether a link of `docs/errors.md` leads somewhere from the service, too. */
export function isServed(target: string): boolean {
  return /^(https:\/\/|#|\/)/.test(target);
}

/** Where a document lies that is not served. */
export function unservedPlace(target: string): string {
  return `docs/${target.split('#')[0] ?? ''}`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
