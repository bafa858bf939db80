import { v7 as uuidv7 } from 'uuid';
import { expect } from 'vitest';
import type { TestApp } from '../test-app.ts';

/** The id of no report. */
export const NOWHERE = uuidv7();

/** Asks for a report. */
export function ask({ app }: TestApp, payload: object) {
  return app.inject({ method: 'POST', url: '/v1/reports', payload });
}

/** Where a report stands. */
export async function read({ app }: TestApp, id: string) {
  return (await app.inject(`/v1/reports/${id}`)).json();
}

/** Asks for a report and waits until it is made. */
export async function startReport(test: TestApp, payload: object = {}): Promise<string> {
  const { id } = (await ask(test, payload)).json();
  await expect.poll(() => test.reportRunner.running()?.folder).toContain(id);
  return id;
}
