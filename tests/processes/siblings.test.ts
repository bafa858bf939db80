import { expect, it, vi } from 'vitest';
import { createSiblings } from '../../src/processes/siblings.ts';

it('passes on what has the form of its topic, to those who listen to that', () => {
  const { siblings, receive } = createSiblings(async () => {});
  const heardLineup = vi.fn();
  const heardReport = vi.fn();
  siblings.hear('lineup', heardLineup);
  siblings.hear('report-progress', heardReport);
  receive('lineup', { id: '1', champion: null, challengers: ['pattern-break@onnx-cpu'] });
  receive('report-progress', { id: 'a', progress: { task: 'timing', done: 1, total: 2 } });
  expect(heardLineup.mock.calls).toEqual([[{ id: '1', champion: null, challengers: ['pattern-break@onnx-cpu'] }]]);
  expect(heardReport.mock.calls).toEqual([[{ id: 'a', progress: { task: 'timing', done: 1, total: 2 } }]]);
  expect(() => receive('lineup', { champion: 3 })).toThrow('lineup');
});
