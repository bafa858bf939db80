import { expect, it } from 'vitest';
import { unbrokenHtml } from '../../../../src/commands/bench/html/unbroken-html.ts';

it('no line of a page ends between a number and its unit, and what is copied or drawn is as it was', () => {
  const page = (space: string) =>
    `<style>p { margin: 0 h }</style><p title="5 s">5${space}s, <b>50${space}%</b> of 3 scans</p>` +
    '<pre>{"name": "5 s"}</pre><code>--seconds 5 s</code><path d="M0 0 h 5"/>';
  expect(unbrokenHtml(page(' '))).toBe(page('\u00a0'));
});
