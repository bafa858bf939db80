import type { PortReport, TechnologyGroup } from './group-technologies.ts';

/** Ports whose technologies differ, but not their scans: each has them among its own, so sums over ports have them twice. */
export function sharedScanNotes(ports: readonly PortReport[]): readonly string[] {
  return ports.flatMap((second, place) =>
    ports.slice(0, place).flatMap((first) => {
      const common = scansInBoth(first.report, second.report);
      if (common === 0) return [];
      return [
        `${first.port} and ${second.port} have ${scansText(common)} in common, judged by different technologies: no rate counts a ` +
          'scan twice, but each of these ports has it among its own.',
      ];
    }),
  );
}

/**
 * Why two of the reports must not be added up, or null: it is one report twice, or a technology judged the same scans in
 * both, which would count them twice.
 */
export function findDuplicate(ports: readonly PortReport[], groups: readonly TechnologyGroup[]): string | null {
  for (const [place, second] of ports.entries()) {
    for (const first of ports.slice(0, place)) {
      const reason = whyTwice(first, second, groups);
      if (reason !== null) return `${first.port} and ${second.port} ${reason}`;
    }
  }
  return null;
}

function whyTwice(
  { port: firstPort, report: first }: PortReport,
  { port: secondPort, report: second }: PortReport,
  groups: readonly TechnologyGroup[],
): string | null {
  if (first.id === second.id) return `are one and the same report (${first.id}): give it once.`;
  const isAt = ({ members }: TechnologyGroup, port: string) => members.some((member) => member.port === port);
  const shared = groups.find((group) => isAt(group, firstPort) && isAt(group, secondPort));
  if (shared === undefined) return null;
  const common = scansInBoth(first, second);
  if (common > 0) {
    return `have ${scansText(common)} in common, which would count twice: leave one out, or run it on scans of its own.`;
  }
  const isListed = first.scans.length > 0 && second.scans.length > 0;
  const measuresOf = ({ evaluation }: typeof first) =>
    JSON.stringify(evaluation.technologies.find((technology) => technology.id === shared.id)?.measures);
  if (isListed || measuresOf(first) !== measuresOf(second)) return null;
  return 'list no scans and have the very same results to the last digit: they are one set of scans; give it once.';
}

function scansInBoth(first: PortReport['report'], second: PortReport['report']): number {
  const known = new Set(first.scans.map(({ scan }) => scan));
  return second.scans.filter(({ scan }) => known.has(scan)).length;
}

function scansText(count: number): string {
  return count === 1 ? 'one scan' : `${count} scans`;
}
