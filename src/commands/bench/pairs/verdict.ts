import { countedAll, countedOf } from '../../../domain/language/counted.ts';
import { LEAST_OF_A_KIND } from '../../../evaluation/auroc.ts';
import type { Comparison } from '../../evaluation/evaluation.ts';
import { limitText, pointsText, signedText } from '../../report-text/number-text.ts';
import type { Agreement, PairReport } from '../report/pair-report.ts';
import { ALPHA, pdFinding, rankingFinding, whyNotShown } from './finding.ts';
import { type SpeedEvidence, speedVerdict } from './speed-verdict.ts';

/** All that is known of a pair; `tests` are the paired tests on all scans. */
export interface PairEvidence extends SpeedEvidence {
  readonly agreement: Agreement;
  readonly pd: PairReport['pd'];
  readonly tests: Comparison | undefined;
  /** Whose threshold is a placeholder. */
  readonly uncalibrated: readonly string[];
}

/**
 * What the first technology is beside the second, in words: never a difference that its interval or its corrected test
 * does not show, and never "no difference" where only none was shown.
 */
export function verdictOn(evidence: PairEvidence): string {
  return [...quality(evidence), speedVerdict(evidence)].join('; ');
}

function quality({ agreement, pd, tests, uncalibrated }: PairEvidence): readonly string[] {
  const { scans, sameScore, sameAnswer } = agreement;
  if (scans > 0 && sameAnswer === scans) return [`gives the very same answers on ${countedAll(scans, 'scan')}`];
  if (scans > 0 && sameScore === scans) {
    return [
      `gives the same ${scans === 1 ? 'score' : 'scores'} on ${countedAll(scans, 'scan')} and differs by its threshold alone`,
      ...alarms(tests, uncalibrated),
    ];
  }
  return [`${scoredByBoth(pd, tests)}${finds(pd, tests)}`, ranks(pd, tests), ...alarms(tests, uncalibrated)];
}

/** Of which scans rankings tell, where not of all: those that one leaves without a score may well be the hard ones. */
function scoredByBoth([compared]: PairReport['pd'], tests: Comparison | undefined): string {
  if (compared?.state !== 'estimated' || tests === undefined) return '';
  const { threats, benigns } = compared;
  if (threats === tests.threats && benigns === tests.benigns) return '';
  return `on what both scored (${countedOf(threats, tests.threats, 'threat')}, ${countedOf(benigns, tests.benigns, 'benign scan')}): `;
}

function finds([compared]: PairReport['pd'], tests: Comparison | undefined): string {
  if (compared === undefined) return 'no threat to be found';
  const limit = `Pfa ${limitText(compared.pfaLimit)}`;
  if (compared.state === 'too-few-benigns') {
    const scored = tests !== undefined && compared.benigns < tests.benigns ? ' that both scored' : '';
    return `too few benign scans${scored} to compare at ${limit} (${compared.benigns} of ${compared.needed})`;
  }
  const { difference, bounds } = compared;
  const range = `[${pointsText(bounds[0])}, ${pointsText(bounds[1])}]`;
  const found = pdFinding(compared);
  if (found === 'none shown') {
    return `no difference shown in what it finds at ${limit} (${pointsText(difference)} points ${range}${whyNotShown(compared, 0)})`;
  }
  const size = Math.abs(100 * difference).toFixed(1);
  return `finds ${size} points ${found === 'better' ? 'more' : 'less'} at ${limit} ${range}`;
}

function ranks([compared]: PairReport['pd'], tests: Comparison | undefined): string {
  if (tests === undefined || tests.auroc === null) return 'too few scans to compare rankings';
  const { difference, bounds, pHolm } = tests.auroc;
  const text = `AUROC ${signedText(difference)} [${signedText(bounds[0])}, ${signedText(bounds[1])}]`;
  const found = rankingFinding(tests);
  if (found !== 'none shown') return `ranks ${found} (${text})`;
  const why = pHolm === null ? whyUntested(compared, tests) : whyNotShown({ bounds, pHolm }, 0);
  return `no difference shown in ranking (${text}${why})`;
}

/** Why rankings differ and there is no test of it. */
function whyUntested(compared: PairReport['pd'][number] | undefined, tests: Comparison): string {
  const threats = compared?.state === 'estimated' ? compared.threats : tests.threats;
  const benigns = compared?.benigns ?? tests.benigns;
  const lacks = [
    ...(threats < LEAST_OF_A_KIND ? [`${threats} of ${LEAST_OF_A_KIND} threats`] : []),
    ...(benigns < LEAST_OF_A_KIND ? [`${benigns} of ${LEAST_OF_A_KIND} benign scans`] : []),
  ];
  return lacks.length === 0 ? ', nothing to test against' : `, too few scans for a test (${lacks.join(', ')})`;
}

/** At the thresholds that the technologies ship with; only what McNemar's test shows. Alarms at a placeholder are nobody's. */
function alarms(tests: Comparison | undefined, uncalibrated: readonly string[]): readonly string[] {
  if (uncalibrated.length > 0) {
    const are = uncalibrated.length === 1 ? 'is' : 'are';
    return [`alarms not compared: ${uncalibrated.join(' and ')} ${are} not calibrated`];
  }
  const { onThreats = null, onBenigns = null } = tests ?? {};
  const shown = (paired: Comparison['onThreats']) => paired !== null && (paired.pHolm ?? 1) < ALPHA;
  const of = (paired: Comparison['onThreats']) => {
    const { onlyFirstRight = 0, onlySecondRight = 0 } = paired?.counts ?? {};
    return { onlyFirstRight, onlySecondRight, isMore: onlyFirstRight > onlySecondRight };
  };
  const [threats, benigns] = [of(onThreats), of(onBenigns)];
  return [
    ...(shown(onThreats)
      ? [
          `at its own threshold alarms on ${threats.isMore ? 'more' : 'fewer'} threats ` +
            `(${threats.onlyFirstRight} it alone, ${threats.onlySecondRight} the other alone)`,
        ]
      : []),
    ...(shown(onBenigns)
      ? [
          `at its own threshold alarms on ${benigns.isMore ? 'fewer' : 'more'} benign scans ` +
            `(${benigns.onlySecondRight} it alone, ${benigns.onlyFirstRight} the other alone)`,
        ]
      : []),
  ];
}
