/** Colours, type and spacing of the page, of one family with the console. Light first; the dark values stand together. */
export const PAGE_STYLE = `
:root {
  color-scheme: light dark;
  --ground: #eef2f4; --surface: #ffffff; --line: #d5dde1; --line-strong: #aebbc2;
  --ink: #12242c; --ink-quiet: #53666f; --accent: #0b7285;
  --warn: #8f5a00; --warn-wash: #fdf1d9;
  --s0: #0b7285; --s1: #c4501c; --s2: #5b4bb5; --s3: #8a6d00; --s4: #b02a6f; --s5: #3d7a2e;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0c1519; --surface: #142127; --line: #23343c; --line-strong: #45606c;
    --ink: #e4eef2; --ink-quiet: #93a9b3; --accent: #3cc3d4;
    --warn: #f0b44c; --warn-wash: #2e2412;
    --s0: #3cc3d4; --s1: #ff9a66; --s2: #a99bff; --s3: #e3c44f; --s4: #ff86bd; --s5: #86d06f;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; padding: 24px 20px 48px; background: var(--ground); color: var(--ink);
  font: 15px/1.5 "Inter", "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", Arial, sans-serif;
}
header, main, footer { max-width: 1120px; margin: 0 auto; }
.brand { margin: 0; color: var(--accent); font-weight: 650; }
h1 { margin: 2px 0; font-size: 28px; line-height: 1.2; letter-spacing: -0.015em; overflow-wrap: anywhere; }
h2 { margin: 0 0 12px; font-size: 20px; letter-spacing: -0.01em; }
h3 { margin: 20px 0 8px; font-size: 15px; }
h4 { margin: 12px 0 8px; font-size: 13px; }
p { margin: 0 0 12px; max-width: 80ch; overflow-wrap: anywhere; }
.lead { font-size: 17px; }
.quiet, small { color: var(--ink-quiet); }
.quiet, small, figcaption, caption { font-size: 13px; }
section { margin: 18px 0; padding: 20px 24px; border: 1px solid var(--line); border-radius: 8px; background: var(--surface); }
.warnings { border-color: var(--warn); background: var(--warn-wash); }
.warnings h2 { color: var(--warn); }
section > :last-child { margin-bottom: 0; }
ul, ol { margin: 0 0 12px; padding-left: 20px; }
li { margin-bottom: 4px; overflow-wrap: anywhere; }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(290px, 1fr)); gap: 12px; margin-bottom: 12px; }
.card { padding: 14px 16px; border: 1px solid var(--line); border-radius: 8px; }
.card h3 { margin: 0 0 8px; overflow-wrap: anywhere; }
dl { margin: 0; }
.card dl div { padding: 6px 0; border-top: 1px solid var(--line); }
dt { color: var(--ink-quiet); font-size: 13px; }
dd { margin: 0; font-variant-numeric: tabular-nums; }
.card dd b { font-size: 20px; }
.facts div { display: grid; grid-template-columns: 110px 1fr; gap: 12px; padding: 3px 0; }
.facts dd { overflow-wrap: anywhere; }
.legend { display: flex; flex-wrap: wrap; gap: 4px 20px; margin: 12px 0; padding: 0; list-style: none; }
.legend li, .card h3, tbody th { font-weight: 600; }
.keyed { display: inline-flex; gap: 6px; }
.keyed svg { flex: none; height: 1.5em; }
.keyed span { overflow-wrap: anywhere; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(440px, 100%), 1fr)); gap: 16px; }
figure { max-width: 560px; margin: 0 0 16px; break-inside: avoid; }
figure svg { display: block; width: 100%; height: auto; }
.gallery { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(440px, 100%), 1fr)); gap: 4px 16px; }
.gallery img { display: block; width: 100%; height: auto; margin-bottom: 4px; border: 1px solid var(--line); border-radius: 4px; }
figcaption { color: var(--ink-quiet); overflow-wrap: anywhere; }
.grid { stroke: var(--line); fill: none; }
.frame { stroke: var(--line-strong); fill: none; }
svg text { fill: var(--ink-quiet); font-size: 12px; }
svg .axis, svg .part { fill: var(--ink); }
.s0 { --own: var(--s0); } .s1 { --own: var(--s1); } .s2 { --own: var(--s2); }
.s3 { --own: var(--s3); } .s4 { --own: var(--s4); } .s5 { --own: var(--s5); }
.mark { fill: var(--own); stroke: var(--surface); stroke-width: 1; }
.mark.hollow { fill: var(--surface); stroke: var(--own); stroke-width: 2; }
.line { fill: none; stroke: var(--own); stroke-width: 2; stroke-linejoin: round; }
.line.s1, .line.s4 { stroke-dasharray: 8 3; }
.line.s2, .line.s5 { stroke-dasharray: 2 3; }
.line.hollow { stroke-dasharray: 10 3 2 3; }
.band { fill: var(--own); opacity: 0.13; }
.whisker { stroke: var(--own); stroke-width: 2; fill: none; }
.front { stroke: var(--ink-quiet); stroke-dasharray: 5 4; fill: none; }
.scroll { margin: 0 0 18px; overflow-x: auto; }
.scroll:focus-visible, pre:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
table { border-collapse: collapse; font-size: 13px; font-variant-numeric: tabular-nums; }
caption { padding: 6px 0; color: var(--ink-quiet); text-align: left; caption-side: top; }
caption span { position: sticky; left: 0; display: inline-block; max-width: min(80ch, calc(100vw - 90px)); }
th, td { padding: 5px 16px 5px 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
thead th { color: var(--ink-quiet); font-weight: 600; vertical-align: bottom; }
tbody th { white-space: nowrap; }
td small { display: block; }
td, .scroll small { white-space: nowrap; }
table .keyed { width: max-content; max-width: 28em; white-space: normal; }
code, pre { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace; font-size: 12px; }
td code { display: inline-block; max-width: 20em; white-space: normal; word-break: break-all; }
pre { padding: 12px; border: 1px solid var(--line); border-radius: 8px; overflow-x: auto; }
@media screen and (max-width: 560px) {
  /* Whose row it is stays in sight where the figures scroll; however long a name is, there is room beside it for them. */
  tr > :first-child { position: sticky; left: 0; background: var(--surface); }
  tbody th { min-width: 30vw; max-width: 40vw; white-space: normal; overflow-wrap: anywhere; }
  table .keyed { max-width: 40vw; }
}
@media print {
  :root {
    color-scheme: light;
    --ground: #ffffff; --surface: #ffffff; --line: #cccccc; --line-strong: #888888;
    --ink: #000000; --ink-quiet: #444444; --accent: #0b7285; --warn: #6b4300; --warn-wash: #ffffff;
    --s0: #0b7285; --s1: #c4501c; --s2: #5b4bb5; --s3: #8a6d00; --s4: #b02a6f; --s5: #3d7a2e;
  }
  @page { margin: 14mm; }
  body { padding: 0; font-size: 10pt; line-height: 1.35; print-color-adjust: exact; }
  section { padding: 0; border: 0; }
  .warnings { padding: 8px 12px; border: 1px solid var(--warn); }
  .cards { grid-template-columns: repeat(auto-fit, minmax(200px, 1fr)); }
  .scroll, pre { overflow: visible; }
  /* A drawing of many parts stays on one sheet, below its heading: none is cut, none leaves a sheet empty before it. */
  figure svg { max-height: 215mm; }
  caption span { max-width: none; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; }
  table .keyed { width: auto; }
  thead th { max-width: 30mm; }
  table, .quiet, small, figcaption, caption, code, pre { font-size: 8pt; }
  th, td { padding: 3px 8px 3px 0; }
  tbody th, td, .scroll small { white-space: normal; overflow-wrap: break-word; }
  tbody th, #pairs td:first-of-type { overflow-wrap: anywhere; }
  /* Lists that are read across: a line that wrapped would shift all below it. */
  td div { white-space: nowrap; }
  tr, .card, .legend, h2, h3, h4 { break-inside: avoid; }
  h2, h2 + .quiet, h3, h4, caption, .legend { break-after: avoid; }
  tbody tr:first-child { break-before: avoid; }
}
`;
