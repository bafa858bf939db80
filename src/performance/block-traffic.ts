import { type Lanes, laneArrivals, poissonArrivals, type Train, trainArrivals } from './arrivals.ts';
import { closedLoop, offline, openLoop, singleStream, type Traffic, type Trial, trialLoop } from './traffic.ts';

/** What one block asks of a target: a scenario with all its numbers. */
export type BlockShape =
  | { readonly scenario: 'single-stream' | 'offline' }
  | { readonly scenario: 'multi-stream'; readonly scansPerQuery: number }
  | { readonly scenario: 'closed-loop'; readonly inFlight: number }
  | ({ readonly scenario: 'server'; readonly perSecond: number } & Trial)
  | ({ readonly scenario: 'lanes' } & Lanes)
  | ({ readonly scenario: 'train' } & Train);

export interface BlockTerms {
  readonly leastMs: number;
  /** How many scans are timed. */
  readonly scans: number;
  /** Queries in flight that keep every worker busy where all are due at once. */
  readonly depth: number;
  /** Of the arrivals: the same for every technology of a round. */
  readonly seed: number;
}

/** How a block is driven. */
export interface BlockTraffic {
  readonly traffic: Traffic;
  readonly scansPerQuery: number;
  /** Arrivals look at no answer: a target that is full may refuse, and the next scan comes all the same. */
  readonly isOpen: boolean;
}

/** A block, but for a trial of `server`, ends after whole passes over the scans: it asks each as often as every other. */
export function blockTraffic(shape: BlockShape, { leastMs, scans, depth, seed }: BlockTerms): BlockTraffic {
  const length = { leastMs, queriesOfPass: scans };
  switch (shape.scenario) {
    case 'single-stream':
      return { traffic: singleStream(length), scansPerQuery: 1, isOpen: false };
    case 'offline':
      return { traffic: offline(length, depth), scansPerQuery: 1, isOpen: false };
    case 'closed-loop':
      return { traffic: closedLoop(length, shape.inFlight), scansPerQuery: 1, isOpen: false };
    case 'multi-stream': {
      const { scansPerQuery } = shape;
      const queriesOfPass = scans / greatestCommonDivisor(scans, scansPerQuery);
      return { traffic: singleStream({ leastMs, queriesOfPass }), scansPerQuery, isOpen: false };
    }
    case 'server':
      return { traffic: trialLoop(poissonArrivals(shape.perSecond, seed), shape), scansPerQuery: 1, isOpen: true };
    case 'lanes':
      return { traffic: openLoop(laneArrivals(shape, seed), length), scansPerQuery: 1, isOpen: true };
    case 'train': {
      // Whole trains and whole passes: a part of a train would be an easier one.
      const queriesOfPass = (shape.boxes * scans) / greatestCommonDivisor(shape.boxes, scans);
      return { traffic: openLoop(trainArrivals(shape), { leastMs, queriesOfPass }), scansPerQuery: 1, isOpen: true };
    }
  }
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
