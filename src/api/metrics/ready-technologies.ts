import type { Technology } from '../../domain/technology/technology.ts';
import type { Screener } from '../../workers/screener.ts';

/** The technologies that are ready now: whose series are there. */
export type ReadyTechnologies = () => readonly Technology[];

export function readyTechnologies(screener: Screener): ReadyTechnologies {
  return () => screener.technologies().filter(({ state }) => state === 'ready');
}
