import { standingsOf } from '../pairs/standing.ts';
import { STANDINGS_NOTE, standingCells, standingHead } from '../pairs/standing-text.ts';
import type { Report } from '../report/report.ts';
import { type Html, html } from './html.ts';
import { keyed } from './series.ts';
import { tableHtml } from './table.ts';

/** Each technology among all others, where the pairs are too many to read first; these follow below. */
export function standingsTable(report: Report): Html {
  return tableHtml({
    caption: html`${STANDINGS_NOTE} Each pair in words: “Which differences are shown”.`,
    head: standingHead(report.plan),
    rows: standingsOf(report).map((standing, place) => [keyed(place, standing.technology), ...standingCells(standing)]),
  });
}
