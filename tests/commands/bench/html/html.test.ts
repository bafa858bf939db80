import { describe, expect, it } from 'vitest';
import { html } from '../../../../src/commands/bench/html/html.ts';

describe('html', () => {
  it('escapes what is filled in, in text and in attributes, and leaves its own work as it is', () => {
    const name = `<b onclick="x('y')">&`;
    const inner = html`<i title="${name}">${name}</i>`;
    const escaped = '&lt;b onclick=&quot;x(&#39;y&#39;)&quot;&gt;&amp;';
    expect(inner.text).toBe(`<i title="${escaped}">${escaped}</i>`);
    expect(html`${'port \u202eeman\u2066'} has no speed`.text).toBe('port \ufffdeman\ufffd has no speed');
    expect(html`${[inner, null, 3]}`.text).toBe(`${inner.text}3`);
  });
});
