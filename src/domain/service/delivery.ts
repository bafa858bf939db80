/** How a try to tell a webhook of an event ended; `dead`: it was the last try, and the event is given up. */
export const DELIVERY_OUTCOMES = ['arrived', 'failed', 'dead'] as const;
export type DeliveryOutcome = (typeof DELIVERY_OUTCOMES)[number];

/** An event that has arrived is delivered, and no longer kept as a delivery. */
export const DELIVERY_STATES = ['pending', 'dead'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];
