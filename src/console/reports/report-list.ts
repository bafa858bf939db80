import { pageElement } from '../element.ts';
import { type CardActions, createReportCard, type ReportCard, STATE_WORDS } from './report-card.ts';
import type { ReportDocument } from './report-document.ts';

export interface ReportList {
  show(reports: readonly ReportDocument[]): void;
  /** Shows none any more: who sees the page now may not. */
  clear(): void;
}

interface Shown {
  readonly card: ReportCard;
  readonly state: ReportDocument['state'];
}

/** The reports, the newest first. Who cannot see the list hears when one comes or changes its state. */
export function createReportList(actions: CardActions): ReportList {
  const root = pageElement('reports', HTMLOListElement);
  const announcement = pageElement('announcement', HTMLElement);
  let shown: ReadonlyMap<string, Shown> | null = null;

  return {
    show(reports) {
      const before = shown;
      const now = new Map<string, Shown>();
      const news: string[] = [];
      for (const report of reports) {
        const known = before?.get(report.id);
        const card = known?.card ?? createReportCard(actions);
        card.update(report);
        now.set(report.id, { card, state: report.state });
        // Of a page just opened, all would be new.
        if (before !== null && known?.state !== report.state) {
          news.push(`${report.plan}: ${STATE_WORDS[report.state]}.`);
        }
      }
      if (news.length > 0) announcement.textContent = news.join(' ');
      shown = now;
      const cards = [...now.values()].map(({ card }) => card.root);
      const isSame = cards.length === root.children.length && cards.every((card, i) => card === root.children[i]);
      if (!isSame) root.replaceChildren(...cards);
      root.setAttribute('aria-busy', 'false');
    },
    clear() {
      shown = null;
      root.replaceChildren();
    },
  };
}
