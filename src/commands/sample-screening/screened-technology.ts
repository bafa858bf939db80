import type { Technology } from '../../domain/technology.ts';

/** A technology that screened, as it describes itself. */
export type ScreenedTechnology = Omit<Technology, 'state' | 'reason'>;
