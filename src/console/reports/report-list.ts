import { pageElement } from '../element.ts';
import { type CardActions, createReportCard, type ReportCard, STATE_WORDS } from './report-card.ts';
import type { ReportDocument } from './report-document.ts';

export interface ReportList {
  show(reports: readonly ReportDocument[]): void;
}

/** The reports, the newest first. Who cannot see the list hears when one comes into another state. */
export function createReportList(actions: CardActions): ReportList {
  const root = pageElement('reports', HTMLOListElement);
  const announcement = pageElement('announcement', HTMLElement);
  let shown = new Map<string, { readonly card: ReportCard; readonly state: ReportDocument['state'] }>();

  return {
    show(reports) {
      const before = shown;
      shown = new Map();
      for (const report of reports) {
        const known = before.get(report.id);
        const card = known?.card ?? createReportCard(actions);
        card.update(report);
        shown.set(report.id, { card, state: report.state });
        if (known !== undefined && known.state !== report.state) {
          announcement.textContent = `${report.plan}: ${STATE_WORDS[report.state]}.`;
        }
      }
      const cards = [...shown.values()].map(({ card }) => card.root);
      const isSame = cards.length === root.children.length && cards.every((card, i) => card === root.children[i]);
      if (!isSame) root.replaceChildren(...cards);
      root.setAttribute('aria-busy', 'false');
    },
  };
}
