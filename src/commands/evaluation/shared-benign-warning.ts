import { groupBy } from '../../domain/language/group-by.ts';
import type { ScoredScan } from './scored-scan.ts';

/** How many threats were projected into how few benign scans; nothing where each has a scan of its own. */
export function sharedBenignWarning(scans: readonly Pick<ScoredScan, 'projectedInto'>[]): readonly string[] {
  const projected = scans.flatMap(({ projectedInto }) => projectedInto ?? []);
  const benigns = groupBy(projected, (benign) => benign).size;
  if (benigns === projected.length) return [];
  const into = benigns === 1 ? 'one benign scan' : `${benigns} benign scans`;
  return [
    `${projected.length} threats were projected into ${into}: what comes of a scan, dark goods or a false alarm, comes of all threats in it. ` +
      'Each counts as if it had a scan of its own, so bounds of Pd and AUROC are narrower and tests surer than so few scans allow: project into as many as there are threats.',
  ];
}
