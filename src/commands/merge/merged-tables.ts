import type { Rate } from '../../domain/comparison/rate.ts';
import { failedRate, failedShare } from '../../evaluation/rates.ts';
import type { StratumKind } from '../evaluation/evaluation.ts';
import { aurocText, rateText } from '../report-text/number-text.ts';
import { beforeBinning } from './before-binning.ts';
import { HETEROGENEITY_HEAD, heterogeneityRows } from './heterogeneity-text.ts';
import type { MergedReport, MergedTechnology } from './merged-report.ts';
import { latencyHead, latencyRows, THROUGHPUT_HEAD, throughputRows } from './merged-speed-rows.ts';
import { portRows } from './port-rows.ts';
import { alikeText, byPortTexts, partedKinds } from './strata-text.ts';

/** A table in words, for a terminal and for Markdown. */
export interface WordTable {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Rates port by port and together, how far the ports differ, and latencies as observed. */
export function mergedTables({ technologies }: MergedReport): readonly WordTable[] {
  return [
    {
      title: 'Rates at the thresholds as shipped, exact 95 % bounds; AUROC by DeLong, over all ports from bins.',
      head: ['technology', 'port', 'Pd', 'Pfa', 'AUROC'],
      rows: technologies.flatMap(rateRows),
    },
    {
      title: 'Left undecided: what the technology says cannot be judged.',
      head: ['technology', 'port', 'of the threats', 'of the benign scans'],
      rows: technologies.flatMap(undecidedRows),
    },
    {
      title:
        'Failed: scans to which the technology gave no answer. A failed threat is not found, a failed benign scan is no alarm.',
      head: ['technology', 'port', 'of the threats', 'of the benign scans'],
      rows: technologies.filter(({ pooled }) => failedShare(pooled.rates) !== null).flatMap(failedRows),
    },
    {
      title: 'Whether the ports have one value: Cochran’s Q, and the share of the differences that is not chance.',
      head: HETEROGENEITY_HEAD,
      rows: technologies.flatMap(heterogeneityRows),
    },
    {
      title: 'AUROC over all ports: of scores in bins, and what it may have been before.',
      head: ['technology', 'AUROC of bins', 'before binning'],
      rows: technologies.map(({ label, pooled: { auroc, aurocRange } }) => [
        ...[label, aurocText(auroc), beforeBinning(aurocRange)],
      ]),
    },
    {
      title:
        'By part of the scans, over all ports; p of “the ports have one value”, by Holm over all parts of a technology.',
      head: ['technology', 'part', 'Pd', 'Pd by port', 'alike?', 'Pfa', 'Pfa by port', 'alike?'],
      rows: technologies.flatMap((technology) => partRows(technology, partedKinds(technologies))),
    },
    {
      title:
        'Failed by part of the scans: those without an answer, of all scans of the part, over all ports and at each.',
      head: ['technology', 'part', 'failed', 'failed by port'],
      rows: technologies.flatMap((technology) => partFailedRows(technology, partedKinds(technologies))),
    },
    {
      title: 'AUROC by part of the scans, over all ports from bins; by port with its threats × benign scans.',
      head: ['technology', 'part', 'AUROC of bins', 'before binning', 'AUROC by port', 'alike?'],
      rows: technologies.flatMap((technology) => partAurocRows(technology, partedKinds(technologies))),
    },
    {
      title: 'Latencies as observed, each on the machine of its port: the class in which a percentile lies.',
      head: latencyHead(),
      rows: technologies.flatMap(latencyRows),
    },
    {
      title: 'What the machine of each port gets through; 95 % bounds over its rounds.',
      head: THROUGHPUT_HEAD,
      rows: technologies.flatMap(throughputRows),
    },
  ].filter(({ rows }) => rows.length > 0);
}

function rateRows(technology: MergedTechnology): readonly (readonly string[])[] {
  return portRows(technology).map(({ port, rates: { threats, benigns }, auroc }) => [
    ...[technology.label, port, rateText(threats?.alarm ?? null), rateText(benigns?.alarm ?? null), aurocText(auroc)],
  ]);
}

function undecidedRows(technology: MergedTechnology): readonly (readonly string[])[] {
  return portRows(technology).map(({ port, rates: { threats, benigns } }) => [
    ...[technology.label, port, rateText(threats?.undecided ?? null), rateText(benigns?.undecided ?? null)],
  ]);
}

function failedRows(technology: MergedTechnology): readonly (readonly string[])[] {
  return portRows(technology).map(({ port, rates: { threats, benigns } }) => [
    ...[technology.label, port, rateText(failedRate(threats)), rateText(failedRate(benigns))],
  ]);
}

function partRows({ label, strata }: MergedTechnology, kinds: readonly StratumKind[]): readonly (readonly string[])[] {
  return kinds.flatMap((kind) =>
    strata[kind].map((stratum) => [
      ...[label, `${kind}: ${stratum.name}`],
      ...[rateText(stratum.pooled.pd), byPortTexts(stratum, 'pd').join('; ') || '–', alikeText(stratum, 'pd')],
      ...[rateText(stratum.pooled.pfa), byPortTexts(stratum, 'pfa').join('; ') || '–', alikeText(stratum, 'pfa')],
    ]),
  );
}

function partFailedRows({ label, strata }: MergedTechnology, kinds: readonly StratumKind[]): WordTable['rows'] {
  return kinds.flatMap((kind) =>
    strata[kind].flatMap(({ name, byPort, pooled: { failed } }) => {
      if (failed === undefined) return [];
      const failing = byPort.flatMap((at) => (at.failed === undefined ? [] : [`${at.port} ${countText(at.failed)}`]));
      return [[label, `${kind}: ${name}`, rateText(failed), failing.join('; ')]];
    }),
  );
}

function countText({ count, n }: Rate): string {
  return `${count} of ${n}`;
}

function partAurocRows({ label, strata }: MergedTechnology, kinds: readonly StratumKind[]): WordTable['rows'] {
  return kinds.flatMap((kind) =>
    strata[kind].flatMap((stratum) => {
      const { auroc, aurocRange } = stratum.pooled;
      const byPort = byPortTexts(stratum, 'auroc');
      if (byPort.length === 0) return [];
      return [
        [
          ...[label, `${kind}: ${stratum.name}`, aurocText(auroc), beforeBinning(aurocRange)],
          ...[byPort.join('; '), alikeText(stratum, 'auroc')],
        ],
      ];
    }),
  );
}
