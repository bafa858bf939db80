import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FAILURE_CODES } from '../../src/domain/failure.ts';
import { shipped } from '../../src/installation.ts';
import { errorsHtml } from '../../src/pages/errors-html.ts';

const page = (text: string) => errorsHtml(`# Errors\n\nWhat is said.\n\n## gone\n\n${text}\n`);

describe('the page of failure codes', () => {
  it('has each code under its anchor, listed above, in the order of the document', () => {
    const html = errorsHtml(readFileSync(shipped('docs', 'errors.md'), 'utf8'));
    expect([...html.matchAll(/<article class="card error" id="([^"]+)">/g)].map(([, code]) => code)).toEqual(
      FAILURE_CODES,
    );
    for (const code of FAILURE_CODES) expect(html).toContain(`<a href="#${code}">${code}</a>`);
    // No mark is left as it is typed.
    expect(html.replace(/<code>.*?<\/code>/g, '')).not.toMatch(/\*\*|`|\]\(|^#/m);
  });

  it('writes code as it stands, also what looks like HTML or like bold', () => {
    expect(page('**404** · Send `<view>` & `**x**`.')).toContain(
      '<p><strong>404</strong> · Send <code>&lt;view&gt;</code> &amp; <code>**x**</code>.</p>',
    );
  });

  it('leads to what is served, and says where a document lies that is not', () => {
    const html = page(
      'See [the RFC](https://example.org/a), [below](#gone), [the **API**](/docs), [keys](access.md#a).',
    );
    expect(html).toContain('<a href="https://example.org/a">the RFC</a>, <a href="#gone">below</a>');
    expect(html).toContain('<a href="/docs">the <strong>API</strong></a>, keys (<code>docs/access.md</code>)');
  });

  it.each(['- a list', '| a | table |', '### deeper', '> said', '1. first', '```sh'])(
    'does not let the build show %j as a paragraph',
    (block) => {
      expect(() => page(block)).toThrow(/docs\/errors\.md has: /);
    },
  );

  it('takes no heading that is no code', () => {
    expect(() => errorsHtml('# Errors\n\n## Two words\n\nText.')).toThrow(/"Two words", which is no code/);
  });
});
