const NAME = 'scan';

/** The id of the scan that the page's address names, or null. */
export function scanInAddress(): string | null {
  return new URLSearchParams(location.search).get(NAME);
}

/**
 * Names the scan that is shown in the page's address, so that it can be reloaded, passed on and come back to. `isStep`: the
 * one before can be gone back to.
 */
export function showInAddress(scanId: string, isStep: boolean): void {
  const shown = scanInAddress();
  if (shown === scanId) return;
  const address = new URL(location.href);
  address.searchParams.set(NAME, scanId);
  if (isStep && shown !== null) history.pushState(null, '', address);
  else history.replaceState(null, '', address);
}
