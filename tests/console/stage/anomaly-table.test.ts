import { describe, expect, it } from 'vitest';
import { anomalyTable } from '../../../src/console/stage/anomaly-table.ts';
import { anomalyColour } from '../../../src/domain/screening/anomaly-colour.ts';

describe('anomalyTable', () => {
  const table = anomalyTable(0.6);
  const rgba = (level: number) => [...table.subarray(level * 4, level * 4 + 4)];

  it('paints a score from the threshold on in its colour, opaque', () => {
    expect(rgba(200)).toEqual([...anomalyColour(200 / 255), 255]);
  });

  it('leaves a score under half the threshold transparent, and lets one above it shine through', () => {
    expect(rgba(76)[3]).toBe(0);
    expect(rgba(115)[3]).toBe(129);
  });
});
