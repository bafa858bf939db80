import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../../config/config.ts';
import type { Records } from '../../records/open-records.ts';
import type { NamedRequest } from '../../records/scans/idempotency.ts';
import type { Screener } from '../../workers/screener.ts';
import type { Challengers } from '../lineup/challengers.ts';
import type { CurrentLineup } from '../lineup/lineup.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { ScanQuery } from '../schemas/scan-query.ts';
import type { Deadline } from './deadline.ts';
import type { Received } from './receive-scan.ts';

/** A received scan on its way to the answer. */
export interface Passage {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly query: ScanQuery;
  readonly received: Received;
  readonly port: string;
  /** Until when its sender waits; for one that is screened later, until it is on record. */
  readonly deadline: Deadline;
  readonly named: NamedRequest | null;
}

/** What it takes to answer a scan. */
export interface ScanServices {
  readonly config: Config;
  readonly screener: Screener;
  readonly metrics: Metrics;
  readonly records: Records;
  readonly lineup: CurrentLineup;
  readonly challengers: Challengers;
}
