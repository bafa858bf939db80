import type { Generated } from 'kysely';
import type { EventType } from '../../domain/screening/scan-event.ts';
import type { DeliveryState } from '../../domain/service/delivery.ts';

/** Something that others are told of. It holds no container number: that is read with the scan, by whoever may. */
export interface EventsTable {
  /** The order of the commits. Internal: it counts the events of all ports. */
  seq: Generated<number>;
  /** UUIDv7: what the outside knows an event by. */
  id: string;
  scan_id: string;
  port: string;
  type: EventType;
  at: number;
  /** What is told, as JSON. */
  data: string;
}

/** An address that is told of events. */
export interface WebhooksTable {
  id: string;
  /** Null: of all ports. */
  port: string | null;
  url: string;
  /** `EventType[]` as JSON. */
  types: string;
  /** `whsec_` and base64; while it is being changed two with a space between, the older first. Kept as it is: each delivery is signed with it. */
  secret: string;
  created_at: number;
  /** Deliveries were made of the events up to this one. */
  queued_seq: number;
}

/** An event on its way to a webhook; gone once it has arrived. */
export interface DeliveriesTable {
  webhook_id: string;
  event_seq: number;
  state: DeliveryState;
  attempts: number;
  /** When it is tried next; of a dead one, when it was given up. */
  next_at: number;
  last_error: string | null;
}

export interface EventTables {
  events: EventsTable;
  webhooks: WebhooksTable;
  deliveries: DeliveriesTable;
}
