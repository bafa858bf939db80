import { createHash } from 'node:crypto';
import type { Report } from '../report.ts';
import { costSection } from './cost-section.ts';
import { Html, html } from './html.ts';
import { PAGE_STYLE } from './page-style.ts';
import { pairsSection } from './pairs-section.ts';
import { paretoSection } from './pareto-section.ts';
import { partsSection } from './parts-section.ts';
import { provenanceSection } from './provenance-section.ts';
import { qualitySection } from './quality-section.ts';
import { remoteSection } from './remote-section.ts';
import { speedSection } from './speed-section.ts';
import { summarySection } from './summary-section.ts';
import { warningsSection } from './warnings-section.ts';

const SECTIONS = [
  summarySection,
  warningsSection,
  qualitySection,
  pairsSection,
  partsSection,
  speedSection,
  paretoSection,
  costSection,
  remoteSection,
  provenanceSection,
] as const;

/** The style is let in by its hash: whatever else got into the page would neither run, nor load, nor colour anything. */
const POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(PAGE_STYLE).digest('base64')}'`;

/** The report as one page: nothing is loaded, nothing runs, so that it opens from a mail, a share or a paper copy alike. */
export function reportHtml(report: Report): string {
  const { plan, evaluation } = report;
  const title = `Comparison: ${plan.name}`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${new Html(PAGE_STYLE)}</style>
</head>
<body>
<header>
<p class="brand">Scanbench</p>
<h1>${title}</h1>
<p class="quiet">Made ${evaluation.madeAt.slice(0, 10)} with Scanbench ${evaluation.host.scanbench}</p>
</header>
<main>
${SECTIONS.map((section) => section(report))}</main>
<footer><p class="quiet">Pd: hits over all threats. Pfa: false alarms over all benign scans. Undecided: the technology says that the scan cannot be judged. Below penetration: too little came through to see anything. AUROC: the chance that a threat outscores a benign scan.</p></footer>
</body>
</html>
`.text;
}
