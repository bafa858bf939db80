import type { PilotPlan } from './simulate-pilot.ts';

const USUAL: PilotPlan = {
  scans: 10_000,
  prevalence: 0.01,
  first: { pd: 0.85, pfa: 0.05, undecidedShare: 0.02 },
  second: { pd: 0.75, pfa: 0.03, undecidedShare: 0.02 },
  champion: 'first',
  likeness: 0.5,
  randomShare: 0.05,
  alarmShare: 0.8,
  riskShares: { threats: 0.1, benigns: 0.01 },
};

/** From a port that checks much to one that checks next to nothing, where most cells hold no threat at all. */
export const PILOT_PLANS = {
  usual: USUAL,
  'many random checks': { ...USUAL, randomShare: 0.3 },
  'few random checks': { ...USUAL, randomShare: 0.01 },
  'short, one container in ten a threat': { ...USUAL, scans: 1000, prevalence: 0.1 },
  'threats rare': { ...USUAL, prevalence: 0.001 },
  'two equal technologies': { ...USUAL, second: USUAL.first },
  'two challengers of a third': { ...USUAL, champion: { pd: 0.8, pfa: 0.04, undecidedShare: 0.02 } },
  'all opened': { ...USUAL, scans: 2000, prevalence: 0.1, randomShare: 1 },
} as const satisfies Readonly<Record<string, PilotPlan>>;
