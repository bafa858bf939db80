import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readInspectionForm } from '../../../src/console/findings/read-inspection-form.ts';

const BOXES = [{ view: 'side', box: { x: 1, y: 2, width: 3, height: 4 } }];
const MOMENT = '2026-03-01T10:40:25.123Z';
const SEEN = {
  outcome: 'threat',
  selectedBy: 'random',
  category: 'weapons',
  boxes: BOXES,
  inspectedAt: MOMENT,
} as const;
const OFFERED = { corrected: SEEN, offeredMoment: new Date(MOMENT) };

function filledIn(fields: Readonly<Record<string, string>>): FormData {
  const form = new FormData();
  const whole = { outcome: 'threat', selectedBy: 'random', category: 'weapons', inspectedAt: '2026-03-01T10:40' };
  for (const [name, value] of Object.entries({ ...whole, ...fields })) form.set(name, value);
  return form;
}

describe('the form of an inspection', () => {
  beforeEach(() => void vi.stubEnv('TZ', 'UTC'));
  afterEach(() => void vi.unstubAllEnvs());

  it('keeps what it has no field for as it was: boxes and the seconds', () => {
    expect(readInspectionForm(filledIn({}), OFFERED)).toEqual(SEEN);
    const corrected = readInspectionForm(filledIn({ category: '', inspectedAt: '2026-03-01T10:41' }), OFFERED);
    expect(corrected).toEqual({ ...SEEN, category: null, inspectedAt: '2026-03-01T10:41:00.000Z' });
  });

  it('has neither boxes nor a category where nothing was found', () => {
    const benign = readInspectionForm(filledIn({ outcome: 'benign' }), OFFERED);
    expect(benign).toEqual({ ...SEEN, outcome: 'benign', category: null, boxes: [] });
  });

  it('says nothing until it is said why the container was opened', () => {
    expect(readInspectionForm(filledIn({ selectedBy: '' }), { ...OFFERED, corrected: null })).toBeNull();
  });

  it.each(['2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000Z'])('keeps %s, which clocks show twice', (moment) => {
    vi.stubEnv('TZ', 'Europe/Berlin');
    const offered = { corrected: null, offeredMoment: new Date(moment) };
    const read = readInspectionForm(filledIn({ inspectedAt: '2026-10-25T02:30' }), offered);
    expect(read?.inspectedAt).toBe(moment);
  });
});
