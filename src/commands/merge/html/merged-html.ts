import { pageHtml } from '../../bench/html/page.ts';
import type { MergedReport } from '../merged-report.ts';
import { latencySection } from './latency-section.ts';
import { notesSection } from './notes-section.ts';
import { originSection } from './origin-section.ts';
import { partsSection } from './parts-section.ts';
import { portsSection } from './ports-section.ts';
import { rankingSection } from './ranking-section.ts';
import { wordsSection } from './words-section.ts';

const SECTIONS = [
  wordsSection,
  notesSection,
  portsSection,
  rankingSection,
  partsSection,
  latencySection,
  originSection,
] as const;

/** The merged report as one page of the family of the benchmark's. */
export function mergedHtml(report: MergedReport): string {
  const { ports, madeAt, scanbench } = report;
  return pageHtml({
    title: `Several ports together: ${ports.map(({ name }) => name).join(', ')}`,
    made: `Made ${madeAt.slice(0, 10)} with Scanbench ${scanbench}, from counts and histograms of ${ports.length} reports`,
    sections: SECTIONS.map((section) => section(report)),
  });
}
