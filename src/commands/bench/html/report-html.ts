import type { Gallery } from '../gallery/gallery.ts';
import type { Report } from '../report/report.ts';
import { costSection } from './cost-section.ts';
import { gallerySection } from './gallery-section.ts';
import { pageHtml } from './page.ts';
import { pairsSection } from './pairs-section.ts';
import { paretoSection } from './pareto-section.ts';
import { partsSection } from './parts-section.ts';
import { provenanceSection } from './provenance-section.ts';
import { qualitySection } from './quality-section.ts';
import { remoteSection } from './remote-section.ts';
import { speedSection } from './speed-section.ts';
import { summarySection } from './summary-section.ts';
import { warningsSection } from './warnings-section.ts';

const FIRST_SECTIONS = [summarySection, warningsSection, qualitySection, pairsSection, partsSection] as const;

const LAST_SECTIONS = [speedSection, paretoSection, costSection, remoteSection, provenanceSection] as const;

/** The report of a benchmark as one page, with a gallery where there is one. */
export function reportHtml(report: Report, gallery: Gallery | null = null): string {
  const { plan, evaluation } = report;
  return pageHtml({
    title: `Comparison: ${plan.name}`,
    made: `Made ${evaluation.madeAt.slice(0, 10)} with Scanbench ${evaluation.host.scanbench}`,
    showsPictures: gallery !== null,
    sections: [
      ...FIRST_SECTIONS.map((section) => section(report)),
      gallerySection(gallery),
      ...LAST_SECTIONS.map((section) => section(report)),
    ],
  });
}
