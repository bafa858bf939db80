import { expect, it } from 'vitest';
import { screenSource } from '../../../src/commands/sample-screening/screen-source.ts';
import { findScans } from '../../../src/commands/samples/find-scans.ts';
import { shipped } from '../../../src/installation.ts';
import { nullDetector } from '../../fixtures/null-detector.ts';
import { valueFrom } from '../../fixtures/value-from.ts';

/** Screens a threat of known place with technologies that score everything 1. */
it('asks of a technology that gives one score for the whole neither what it touched nor how its map lies', async () => {
  const scans = valueFrom(await findScans({ folders: [shipped('samples/smoke')] }));
  const threat = scans.find(({ sample }) => sample !== null && sample.truth !== 'benign');
  if (threat === undefined) throw new Error('the smoke set has threats');
  const mapper = await nullDetector({ id: 'mapper' }, { score: 1 });
  const scorer = await nullDetector({ id: 'scorer', output: { kind: 'score' } }, { score: 1 });
  const broken = await nullDetector({ id: 'broken', output: { kind: 'score' } }, { fails: true });
  const detectors = new Map([mapper, scorer, broken].map((detector) => [detector.technology.id, detector]));
  const { verdicts } = valueFrom(await screenSource(threat, detectors, true));
  expect(verdicts).toMatchObject([
    { decision: 'alarm', touchesThreat: true, pixels: expect.anything() },
    { decision: 'alarm', touchesThreat: null, pixels: null },
    { decision: 'failed', touchesThreat: null, pixels: null },
  ]);
});
