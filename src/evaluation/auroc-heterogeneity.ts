import { type Auroc, LEAST_OF_A_KIND, standardErrorAt } from './auroc.ts';
import { type Heterogeneity, valueHeterogeneity } from './heterogeneity.ts';

/**
 * Whether ports have one AUROC. DeLong's standard error comes from the port's own scans: of few it is often far too
 * small, and where all threats lie above all benign scans it is 0. So each is at least the one that the counts have at
 * the common AUROC, and a port with fewer than ten threats or ten benign scans is left out. Four ports of one AUROC with
 * two threats each were called different at 5 % in up to 44 % of 1,000 draws by DeLong's alone; by both, four with ten in
 * at most 8 %, of three shapes of scores (`tests/evaluation/auroc-heterogeneity.test.ts`). Null for fewer than two ports, or
 * where all have an AUROC of 0 or of 1: there is nothing to tell apart.
 */
export function aurocHeterogeneity(ports: readonly Auroc[]): Heterogeneity | null {
  const held = ports.filter(({ threats, benigns }) => Math.min(threats, benigns) >= LEAST_OF_A_KIND);
  const pairsOf = ({ threats, benigns }: Auroc) => threats * benigns;
  const pairs = held.reduce((sum, port) => sum + pairsOf(port), 0);
  const common = held.reduce((sum, port) => sum + port.value * pairsOf(port), 0) / pairs;
  return valueHeterogeneity(
    held.map(({ value, standardError, threats, benigns }) => ({
      value,
      standardError: Math.max(standardError ?? 0, standardErrorAt(common, threats, benigns)),
    })),
  );
}
