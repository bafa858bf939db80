import type { Report } from '../../../src/commands/bench/report/report.ts';

/** Of all pairs of a threat and a benign scan, counted one by one. */
export function exactAuroc(scans: Report['scans']) {
  const of = (truth: string) => scans.flatMap((scan) => (scan.truth === truth ? [scan.answers[0]?.score ?? 0] : []));
  const [threats, benigns] = [of('threat'), of('benign')];
  const outscored = threats.reduce((sum, a) => sum + benigns.filter((b) => a > b).length, 0);
  return { threats: threats.length, benigns: benigns.length, exact: outscored / (threats.length * benigns.length) };
}
