import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import { counted, countedOf } from '../../domain/language/counted.ts';
import { failedShare } from '../../evaluation/rates.ts';
import { withheldText } from '../bench/speed/timed-failures.ts';
import { calibrationWarning } from '../evaluation/calibration-warning.ts';
import { measuresOverall } from '../evaluation/overall-measures.ts';
import { overallRates } from '../evaluation/overall-rates.ts';
import type { PortReport, TechnologyGroup } from './group-technologies.ts';
import { groupTechnologies } from './group-technologies.ts';
import { portsDiffer } from './heterogeneity-text.ts';
import { timedFailureNotes, trafficNotes } from './merge-speeds.ts';
import { mergeTechnology } from './merge-technology.ts';
import type { MergedReport, MergedTechnology } from './merged-report.ts';
import { findDuplicate, sharedScanNotes } from './shared-scans.ts';
import { partsDiffer } from './strata-text.ts';

/** What is written beside the results: which report this is, when and by what it was made. */
export type MergeMade = Pick<MergedReport, 'id' | 'madeAt' | 'scanbench'>;

/**
 * One report over several ports, from their counts and histograms: no scan, no picture and no sample is read. Fails with
 * `conflict` where reports must not be added up: one given twice, scans in common, or scores in other bins.
 */
export function mergeReports(ports: readonly PortReport[], made: MergeMade): Outcome<MergedReport> {
  const { groups, notes } = groupTechnologies(ports);
  const duplicate = findDuplicate(ports, groups);
  if (duplicate !== null) return fail('conflict', duplicate);
  const mismatch = groups.find(hasOtherBins);
  if (mismatch !== undefined) {
    return fail(
      'conflict',
      `${mismatch.label}: the ports count scores in bins of different width; make the reports with one Scanbench.`,
    );
  }
  const pfaLimits = [...new Set(ports.flatMap(({ report }) => report.plan.pfaLimits))].toSorted((a, b) => a - b);
  const technologies = groups.map((group) => mergeTechnology(group, { pfaLimits }));
  return succeed({
    kind: 'scanbench-merged-report',
    version: 1,
    ...made,
    pfaLimits,
    ports: ports.map(portOf),
    technologies,
    notes: [
      ...notes,
      ...sharedScanNotes(ports),
      ...missingNotes(technologies, ports),
      ...refusedNotes(groups),
      ...withheldNotes(groups),
      ...failedNotes(groups),
      ...mixedNotes(technologies),
      ...technologies.flatMap(placeholderNotes),
      ...technologies.flatMap(portsDiffer),
      ...technologies.flatMap(partsDiffer),
      ...technologies.flatMap(timedFailureNotes),
      ...technologies.flatMap(trafficNotes),
      ...warnedNotes(ports),
    ],
  });
}

function portOf({ port, report: { id, evaluation } }: PortReport): MergedReport['ports'][number] {
  const { host, sets, madeAt } = evaluation;
  return {
    name: port,
    reportId: id,
    madeAt,
    scanbench: host.scanbench,
    cpu: host.cpu,
    usableCpus: host.usableCpus,
    threats: sets.reduce((sum, set) => sum + set.threats, 0),
    benigns: sets.reduce((sum, set) => sum + set.benigns, 0),
  };
}

function hasOtherBins({ members }: TechnologyGroup): boolean {
  const bins = members.map(({ evaluated }) => measuresOverall(evaluated)?.histogram.threats.length);
  return new Set(bins).size > 1;
}

/** Technologies that not all ports had: their sums are over other scans than those beside them. */
function missingNotes(technologies: readonly MergedTechnology[], ports: readonly PortReport[]): readonly string[] {
  return technologies.flatMap(({ label, byPort }) => {
    const missing = ports.filter(({ port }) => !byPort.some((member) => member.port === port));
    if (missing.length === 0) return [];
    const names = missing.map(({ port }) => port).join(', ');
    return [
      `${label} has no results from ${names}: its rates are over other scans than those of the technologies beside it.`,
    ];
  });
}

/** Technologies that no port showed both kinds of scans: where ports differ, so do the kinds, and the ranking is of both. */
function mixedNotes(technologies: readonly MergedTechnology[]): readonly string[] {
  return technologies.flatMap(({ label, byPort, pooled }) =>
    pooled.auroc === null || byPort.some(({ rates }) => rates.threats !== null && rates.benigns !== null)
      ? []
      : [
          `${label}: no port has both threats and benign scans, so curves and AUROC over all ports may tell one port ` +
            'from another and not threats from benign scans.',
        ],
  );
}

function placeholderNotes({ label, operatingPoints }: MergedTechnology): readonly string[] {
  return [...new Set(operatingPoints.flatMap((point) => calibrationWarning(label, point)))];
}

function refusedNotes(groups: readonly TechnologyGroup[]): readonly string[] {
  return groups.flatMap(({ label, members }) =>
    members.flatMap(({ port, reported }) =>
      reported.speed.state === 'refused'
        ? [`${label} has no speed at ${port}: its report refuses it, and says why.`]
        : [],
    ),
  );
}

/** Scenarios that a port has no figure of, without the cause in words, which may name a server. */
function withheldNotes(groups: readonly TechnologyGroup[]): readonly string[] {
  return groups.flatMap(({ label, members }) =>
    members.flatMap(({ port, reported: { speed } }) =>
      speed.state === 'refused'
        ? []
        : (speed.withheld ?? []).map(
            (withheld) =>
              `${label}, ${withheld.scenario}: ${withheldText(withheld)} at ${port}, which is not in the tables.`,
          ),
    ),
  );
}

/** By code alone: the cause in words, which the report of the port has, may name a server. */
function failedNotes(groups: readonly TechnologyGroup[]): readonly string[] {
  return groups.flatMap(({ label, members }) =>
    members.flatMap(({ port, evaluated }) => {
      const rates = overallRates(evaluated);
      const failed = rates === undefined ? null : failedShare(rates);
      if (failed === null) return [];
      const codes = [...new Set((evaluated.failures ?? []).map(({ code }) => code))].join(', ');
      return [`${label} gave no answer to ${countedOf(failed.count, failed.n, 'scan')} at ${port} (${codes}).`];
    }),
  );
}

/** What the reports warn of themselves names their scans: it is counted, not repeated. */
function warnedNotes(ports: readonly PortReport[]): readonly string[] {
  return ports.flatMap(({ port, report: { warnings } }) =>
    warnings.length === 0
      ? []
      : [`The report of ${port} has ${counted(warnings.length, 'warning')} of its own: read it.`],
  );
}
