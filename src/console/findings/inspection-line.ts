import { fetchWhoScreens } from '../api-client.ts';
import type { WhoScreensSince } from '../api-document.ts';
import { pageElement } from '../element.ts';
import { describeInspection } from '../plain-words.ts';
import type { ScreenedScan } from '../screened-scan.ts';
import { createInspectionForm } from './inspection-form.ts';
import { createKnownInspections, type KnownInspection } from './known-inspections.ts';
import { mayHaveAlarmed } from './may-have-alarmed.ts';

export interface InspectionLine {
  /** Shows what is on record of a scan, as far as this page may know it, and offers to record more. */
  show(screened: ScreenedScan): void;
}

/** The line under the decision that says what officers found. `onKeyRefused` hears why the service did not take the key. */
export function createInspectionLine(onKeyRefused: (why: string) => void): InspectionLine {
  const text = pageElement('inspection-text', HTMLElement);
  const opener = pageElement('inspection-open', HTMLButtonElement);
  const inspections = createKnownInspections();
  const form = createInspectionForm(inspections, { onKeyRefused, onChange: showLine });
  let current: ScreenedScan | null = null;
  let whoScreens: WhoScreensSince | null = null;

  function showLine(): void {
    if (current === null) return;
    const known = inspections.of(current);
    text.textContent = lineText(known);
    opener.textContent = typeof known === 'string' ? 'Record an inspection' : 'Correct this';
  }

  async function read(screened: ScreenedScan): Promise<void> {
    const [who] = await Promise.all([fetchWhoScreens(), inspections.read(screened)]);
    whoScreens = who.ok ? who.value : null;
    showLine();
  }

  opener.addEventListener('click', () => {
    if (current !== null) form.open(current, { mayBeAlarm: mayHaveAlarmed(current.scan, whoScreens) });
  });
  return {
    show(screened) {
      const isAnother = current?.id !== screened.id;
      current = screened;
      showLine();
      if (isAnother) void read(screened);
    },
  };
}

function lineText(known: KnownInspection): string {
  if (known === 'none') return 'Not inspected yet.';
  return known === 'unknown' ? 'No inspection is known to this page.' : describeInspection(known);
}
