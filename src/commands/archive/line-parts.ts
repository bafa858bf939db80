import { Type } from 'typebox';

/** What lines of several kinds are made of. */
export const Id = Type.String({ pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$' });
export const Sha256 = Type.String({ pattern: '^[0-9a-f]{64}$' });
export const Moment = Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z$' });
/** Empty where it is of no port. */
export const PortCode = Type.String({ pattern: '^([A-Z]{2}[A-Z2-9]{3})?$' });

export function momentText(moment: number): string {
  return new Date(moment).toISOString();
}
