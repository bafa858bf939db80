import type { Inspection } from '../../domain/inspection.ts';

/**
 * What the form says, or null while it is not filled in: the browser then points at the field. What the form has no field
 * for stays as it was in the version that is corrected: where a threat was found, and the seconds of when.
 */
export function readInspectionForm(form: FormData, corrected: Inspection | null): Inspection | null {
  const text = (name: string) => {
    const value = form.get(name);
    return typeof value === 'string' ? value.trim() : '';
  };
  const [outcome, selectedBy, moment] = [text('outcome'), text('selectedBy'), new Date(text('inspectedAt'))];
  if (outcome !== 'threat' && outcome !== 'benign') return null;
  if (selectedBy !== 'alarm' && selectedBy !== 'random' && selectedBy !== 'risk-profile' && selectedBy !== 'other') {
    return null;
  }
  if (Number.isNaN(moment.getTime())) return null;
  const category = outcome === 'benign' || text('category') === '' ? null : text('category');
  const boxes = outcome === 'benign' ? [] : (corrected?.boxes ?? []);
  const before = corrected === null ? null : new Date(corrected.inspectedAt);
  const isSameMinute = before !== null && Math.floor(before.getTime() / 60_000) === moment.getTime() / 60_000;
  const inspectedAt = (isSameMinute ? before : moment).toISOString();
  return { outcome, selectedBy, category, boxes, inspectedAt };
}
