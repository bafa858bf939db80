import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { TRAINING_SCANNERS } from '../../models/training/training-scanners.ts';
import { findSharedSeeds, planRecipe, readRecipe, type SampleRecipe } from '../../src/commands/synth/sample-recipe.ts';
import { valueFrom } from '../fixtures/value-from.ts';

const NAMES = [
  'smoke',
  'training',
  'training-in-place',
  'training-in-place-more',
  'training-in-place-many',
  'training-any-scanner',
  'training-left-behind',
  'validation',
  'validation-more',
  'validation-displays',
  'validation-any-scanner',
  'calibration',
  'calibration-displays',
  'test',
  'test-unseen-scanners',
] as const;
type Name = (typeof NAMES)[number];

const recipes = Object.fromEntries(
  await Promise.all(NAMES.map(async (name) => [name, valueFrom(await readRecipe(fileOf(name)))] as const)),
) as Readonly<Record<Name, SampleRecipe>>;

function fileOf(name: Name): string {
  return path.join(import.meta.dirname, '../../samples', name, 'recipe.json');
}

function scannersOf(...names: readonly Name[]): readonly string[] {
  return [...new Set(names.flatMap((name) => recipes[name].parts.map(({ scanner }) => scanner)))].toSorted();
}

describe('the recipes of the shipped sample sets', () => {
  it('share no scene', () => {
    expect(findSharedSeeds(NAMES.flatMap((name) => recipes[name].parts))).toBeNull();
    const seeds = NAMES.flatMap((name) => planRecipe(recipes[name]).map(({ order }) => order.seed));
    expect(new Set(seeds).size).toBe(seeds.length);
    expect(seeds.length).toBeGreaterThan(8000);
  });

  it('keep two scanners from training and calibration, and test on them alone', () => {
    expect(scannersOf('test-unseen-scanners')).toEqual(['mobile-3-display', 'relocatable-7-5']);
    const others = NAMES.filter((name) => name !== 'smoke' && name !== 'test-unseen-scanners');
    expect(scannersOf(...others)).toEqual(TRAINING_SCANNERS.toSorted());
  });

  it('calibrate on benign scans, three thousand of them', () => {
    const orders = [recipes.calibration, recipes['calibration-displays']].flatMap(planRecipe);
    expect(orders.every(({ order }) => order.threat === null)).toBe(true);
    expect(orders.length).toBeGreaterThanOrEqual(3000);
  });

  it.each([
    ['test', 2000, 1000],
    ['test-unseen-scanners', 500, 500],
  ] as const)('hold in %s %d benign scans and %d threats or more', (name, benigns, threats) => {
    const orders = planRecipe(recipes[name]);
    expect(orders.filter(({ order }) => order.threat == null).length).toBeGreaterThanOrEqual(benigns);
    expect(orders.filter(({ order }) => order.threat != null).length).toBeGreaterThanOrEqual(threats);
  });

  it('put every scan into the split that the set is named after', () => {
    const splits = NAMES.map((name) => [...new Set(recipes[name].parts.map(({ split }) => split))]);
    expect(splits).toEqual([
      ['test'],
      ['training'],
      ['training'],
      ['training'],
      ['training'],
      ['training'],
      ['training'],
      ['validation'],
      ['validation'],
      ['validation'],
      ['validation'],
      ['calibration'],
      ['calibration'],
      ['test'],
      ['test'],
    ]);
  });
});
