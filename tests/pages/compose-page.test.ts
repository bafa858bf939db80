import { describe, expect, it } from 'vitest';
import { composePage } from '../../src/pages/compose-page.ts';

const PARTS = {
  head: '<meta charset="utf-8" />\n<link rel="icon" href="/logo.svg" />\n',
  links: '<a class="button" href="/">Scans</a>\n<a class="button" href="/reports.html">Reports</a>\n',
};

describe('a page of the console', () => {
  it('holds each part where it names it, as far in', () => {
    const page = '<head>\n  <!-- part: head -->\n  <title>Here</title>\n</head>\n';
    expect(composePage('/comparison.html', page, PARTS)).toBe(
      '<head>\n  <meta charset="utf-8" />\n  <link rel="icon" href="/logo.svg" />\n  <title>Here</title>\n</head>\n',
    );
  });

  it('leads to the others and not to itself', () => {
    const page = '<!-- part: links -->\n';
    expect(composePage('/', page, PARTS)).toBe('<a class="button" href="/reports.html">Reports</a>\n');
    expect(composePage('/reports.html', page, PARTS)).toBe('<a class="button" href="/">Scans</a>\n');
  });

  it('that asks for a part that is not there breaks the build', () => {
    expect(() => composePage('/', '  <!-- part: heda -->\n', PARTS)).toThrow('the part "heda"');
  });
});
