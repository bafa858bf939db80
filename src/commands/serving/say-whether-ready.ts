import type { FastifyBaseLogger } from 'fastify';
import type { PrimaryLink } from '../../processes/primary-link.ts';
import type { StartedScreener } from '../../workers/create-screener.ts';

/** Waits for the models; tells the primary, and the log, what screens and what does not. */
export async function sayWhetherReady(
  screener: Pick<StartedScreener, 'ready' | 'provenModels' | 'technologies' | 'isStopping'>,
  link: Pick<PrimaryLink, 'noteModels' | 'reportReady'>,
  logger: FastifyBaseLogger,
): Promise<void> {
  const ready = await screener.ready;
  // Before the primary starts the others: what screens here, they try again where it does not load.
  link.noteModels(screener.provenModels());
  link.reportReady();
  // Of a technology that is missing from the start no thread says that it has gone.
  const missing = screener.technologies().filter(({ state }) => state === 'unavailable');
  if (missing.length > 0 && !screener.isStopping())
    logger.warn({ technologies: missing.map(({ id, reason }) => ({ id, reason })) }, 'technologies not ready');
  if (ready.ok) logger.info({ technologies: ready.value.map(({ id }) => id) }, 'ready');
  // One that is stopped while it starts leaves out what it has not loaded.
  else if (!screener.isStopping()) logger.error(ready.failure, 'not ready');
}
