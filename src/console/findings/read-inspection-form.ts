import type { Inspection } from '../../domain/inspection.ts';

/** What the form says, or null while it is not filled in: the browser then points at the field. */
export function readInspectionForm(form: FormData): Omit<Inspection, 'boxes'> | null {
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
  return { outcome, selectedBy, category, inspectedAt: moment.toISOString() };
}
