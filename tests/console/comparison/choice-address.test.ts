import { describe, expect, it } from 'vitest';
import { addressWith } from '../../../src/console/comparison/choice-address.ts';

function choice(fields: Readonly<Record<string, string>>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
}

describe('the address of a comparison', () => {
  it('names what is chosen, and nothing that is not', () => {
    const chosen = choice({
      first: 'a@onnx-cpu',
      second: 'b@onnx-cpu',
      from: '2026-03-01',
      to: '',
      portCode: '',
      by: 'week',
    });
    const address = addressWith('http://port.example/comparison.html?to=2026-02-01&by=lane', chosen);
    const { pathname, searchParams } = new URL(address);
    expect(pathname).toBe('/comparison.html');
    expect(Object.fromEntries(searchParams)).toEqual({
      first: 'a@onnx-cpu',
      second: 'b@onnx-cpu',
      from: '2026-03-01',
      by: 'week',
    });
  });
});
