import type { Inspection } from '../../domain/comparison/inspection.ts';
import { localMinute } from './local-minute.ts';

/** What the form was filled with. */
interface Offered {
  readonly corrected: Inspection | null;
  readonly offeredMoment: Date;
}

/**
 * What the form says, or null while it is not filled in: the browser then points at the field. What the form has no field
 * for stays as it was: where a threat was found in the version that is corrected, and of a moment that nobody changed its
 * seconds and, where clocks are set back, which of two hours of the same name it lies in.
 */
export function readInspectionForm(form: FormData, { corrected, offeredMoment }: Offered): Inspection | null {
  const text = (name: string) => {
    const value = form.get(name);
    return typeof value === 'string' ? value.trim() : '';
  };
  const [outcome, selectedBy, minute] = [text('outcome'), text('selectedBy'), text('inspectedAt')];
  if (outcome !== 'threat' && outcome !== 'benign') return null;
  if (selectedBy !== 'alarm' && selectedBy !== 'random' && selectedBy !== 'risk-profile' && selectedBy !== 'other') {
    return null;
  }
  const moment = minute === localMinute(offeredMoment) ? offeredMoment : new Date(minute);
  if (Number.isNaN(moment.getTime())) return null;
  const category = outcome === 'benign' || text('category') === '' ? null : text('category');
  const boxes = outcome === 'benign' ? [] : (corrected?.boxes ?? []);
  return { outcome, selectedBy, category, boxes, inspectedAt: moment.toISOString() };
}
