import type { Technology } from '../../domain/technology/technology.ts';
import type { Manifest } from '../../inference/model/manifest.ts';

/**
 * A technology that screened, as it describes itself; of one that was loaded here also what its manifest says of how it
 * judges: with other words there it would answer otherwise.
 */
export type ScreenedTechnology = Omit<Technology, 'state' | 'reason'> &
  Partial<Pick<Manifest, 'input' | 'output' | 'operatingPoints'>>;
