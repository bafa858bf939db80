import { createHash } from 'node:crypto';
import { type Content, Html, html } from './html.ts';
import { PAGE_STYLE } from './page-style.ts';
import { unbrokenHtml } from './unbroken-html.ts';

/** The style is let in by its hash: whatever else got into the page would neither run, nor load, nor colour anything. */
const POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(PAGE_STYLE).digest('base64')}'`;

export interface Page {
  readonly title: string;
  /** When and by what it was made. */
  readonly made: string;
  readonly sections: Content;
  /** Whether it may show pictures that it holds itself; without it, none at all. */
  readonly showsPictures?: boolean;
}

/** A page that loads nothing and runs nothing, so that it opens from a mail, a share or a paper copy alike. */
export function pageHtml({ title, made, sections, showsPictures = false }: Page): string {
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}${showsPictures ? '; img-src data:' : null}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${new Html(PAGE_STYLE)}</style>
</head>
<body>
<header>
<p class="brand">Scanbench</p>
<h1>${title}</h1>
<p class="quiet">${made}</p>
</header>
<main>
${sections}</main>
<footer><p class="quiet">Pd: hits over all threats. Pfa: false alarms over all benign scans. Undecided: the technology says that the scan cannot be judged. Below penetration: too little came through to see anything. AUROC: the chance that a threat outscores a benign scan.</p></footer>
</body>
</html>
`;
  return unbrokenHtml(page.text);
}
