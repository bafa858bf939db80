import { describe, expect, it } from 'vitest';
import { planTexts, reportOrder } from '../../../src/console/reports/report-order.ts';

const PLAN = {
  name: 'gate',
  technologies: null,
  technologyLimit: 3,
  samples: ['smoke'],
  scenarios: ['lanes', 'train'],
  timingSeconds: 75,
};

describe('reportOrder', () => {
  it('names what is chosen and leaves the rest to the plan', () => {
    const form = new FormData();
    form.set('plan', 'gate');
    expect(reportOrder(form)).toEqual({ plan: 'gate' });
    form.append('technology', 'a@onnx-cpu');
    form.append('technology', 'b@onnx-cpu');
    form.append('sampleSet', 'port');
    const chosen = { plan: 'gate', technologies: ['a@onnx-cpu', 'b@onnx-cpu'], samples: ['port'] };
    expect(reportOrder(form)).toEqual(chosen);
    form.set('gallery', 'on');
    expect(reportOrder(form)).toEqual({ ...chosen, gallery: true });
  });
});

describe('planTexts', () => {
  it('says what is taken where nothing is chosen, and how long that is timed at least', () => {
    expect(planTexts(PLAN, { plan: 'gate' }, 0)).toEqual({
      technologies: 'None chosen: the first 3 that are ready.',
      samples: 'None chosen: smoke.',
      length:
        'lanes, train. Timing 3 technologies takes at least 3 min 45 s; loading them and screening all scans comes on top.',
    });
    expect(planTexts({ ...PLAN, technologyLimit: 1 }, { plan: 'gate' }, 0).technologies).toContain('the first that is');
    const own = planTexts({ ...PLAN, technologies: ['a', 'b'] }, { plan: 'gate' }, 0);
    expect([own.technologies, own.length]).toEqual(['None chosen: a, b.', expect.stringContaining('2 min 30 s')]);
  });

  it('counts the technologies that are chosen', () => {
    const texts = planTexts(PLAN, { plan: 'gate', technologies: ['a'] }, 5);
    expect(texts.length).toContain('Timing one technology takes at least 1 min 15 s');
  });

  it('counts no more than are ready, and what is named whether it is ready or not', () => {
    expect(planTexts(PLAN, { plan: 'gate' }, 2).length).toContain('Timing 2 technologies takes at least 2 min 30 s');
    const named = planTexts({ ...PLAN, technologies: ['a', 'b', 'c'] }, { plan: 'gate' }, 2);
    expect(named.length).toContain('Timing 3 technologies');
  });
});
