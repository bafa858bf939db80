import type { Box } from '../../domain/scan/box.ts';
import type { View } from '../../domain/scan/view.ts';
import type { ViewAssessment } from '../assess-view.ts';
import type { SharedTiles } from './shared-tiles.ts';

/** A box whose tiles other threads may take: all that they need lies in shared memory or is small. */
export interface SharedBox {
  readonly view: View;
  readonly assessment: ViewAssessment;
  readonly box: Box;
  readonly tiles: SharedTiles;
}

/** The same with the technology whose model runs on the tiles. */
export interface HelpWanted extends SharedBox {
  readonly technology: string;
}

/** The threads beside this one, and what they must be told to help. */
export interface TileHelpers<Wanted extends SharedBox = HelpWanted> {
  /** Whether one has nothing to do at this moment. Cheap: it is asked before each tile. */
  areFree(): boolean;
  /** Asks those that are free for help. It may come or not: whoever asks takes tiles, too, and does what nobody did. */
  ask(wanted: Wanted): void;
}

/** For work that no other thread takes part in. */
export const noHelpers: TileHelpers = { areFree: () => false, ask: () => {} };
