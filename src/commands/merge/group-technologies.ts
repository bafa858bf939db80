import type { OperatingPoint } from '../../domain/technology/operating-point.ts';
import type { Plan } from '../bench/plan/plan.ts';
import type { Report, ReportedTechnology } from '../bench/report/report.ts';
import type { EvaluatedTechnology } from '../evaluation/evaluation.ts';

/** A report under the name of its port. */
export interface PortReport {
  readonly port: string;
  readonly report: Report;
}

/** A technology as one port had it. */
export interface TechnologyAtPort {
  readonly port: string;
  readonly plan: Pick<Plan, 'scenarios' | 'taktSeconds'>;
  readonly reported: ReportedTechnology;
  readonly evaluated: EvaluatedTechnology;
}

/** One technology: the same weights at the same thresholds, at one port or at several. */
export interface TechnologyGroup {
  readonly label: string;
  readonly id: string;
  readonly operatingPoints: readonly OperatingPoint[];
  readonly members: readonly [TechnologyAtPort, ...TechnologyAtPort[]];
}

export interface GroupedTechnologies {
  readonly groups: readonly TechnologyGroup[];
  /** A sentence for each id that stands for several technologies. */
  readonly notes: readonly string[];
}

/**
 * Puts together what is the same technology at several ports: id, weights and thresholds. What has the same id and is
 * another is kept apart, and a sentence says what differs. A port without display scans does not name the threshold for
 * them; that alone is no difference.
 */
export function groupTechnologies(ports: readonly PortReport[]): GroupedTechnologies {
  const groups: {
    id: string;
    points: Map<string, OperatingPoint>;
    members: [TechnologyAtPort, ...TechnologyAtPort[]];
  }[] = [];
  for (const { port, report } of ports) {
    for (const reported of report.technologies) {
      const { id } = reported;
      const evaluated = report.evaluation.technologies.find((technology) => technology.id === id);
      if (evaluated === undefined) continue;
      const points = pointsOf(reported, evaluated);
      const member = { port, plan: report.plan, reported, evaluated };
      const same = groups.find(
        (group) =>
          group.id === id &&
          group.members[0].reported.model.sha256 === reported.model.sha256 &&
          points.every(({ name, threshold }) => (group.points.get(name)?.threshold ?? threshold) === threshold),
      );
      if (same === undefined) groups.push({ id, points: byName(points), members: [member] });
      else {
        same.members.push(member);
        for (const point of points) if (!same.points.has(point.name)) same.points.set(point.name, point);
      }
    }
  }
  const isAlone = (id: string) => groups.filter((group) => group.id === id).length === 1;
  return {
    groups: groups.map(({ id, points, members }) => ({
      label: isAlone(id) ? id : `${id} (${members.map(({ port }) => port).join(', ')})`,
      id,
      operatingPoints: [...points.values()],
      members,
    })),
    notes: [...new Set(groups.map(({ id }) => id))].flatMap((id) => {
      const own = groups.filter((group) => group.id === id);
      if (own.length === 1) return [];
      const each = own.map(({ points, members }) => {
        const { sha256 } = members[0].reported.model;
        const thresholds = [...points.values()].map(({ name, threshold }) => `${name} ${threshold}`).join(', ');
        return `${members.map(({ port }) => port).join(', ')}: weights ${sha256.slice(0, 12)}, threshold ${thresholds}`;
      });
      return [`${id} is not one technology but ${own.length}, and not added up (${each.join('; ')}).`];
    }),
  };
}

/** The technology's own point, and those that its scans were judged at. */
function pointsOf(reported: ReportedTechnology, evaluated: EvaluatedTechnology): readonly OperatingPoint[] {
  return [...byName([reported.operatingPoint, ...evaluated.operatingPoints]).values()];
}

function byName(points: readonly OperatingPoint[]): Map<string, OperatingPoint> {
  return new Map(points.map((point) => [point.name, point]));
}
