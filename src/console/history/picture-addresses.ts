/** Where a view of a scan on record is read as a picture. */
export function viewAddress(scanId: string, view: string): string {
  return `/v1/scans/${encodeURIComponent(scanId)}/views/${encodeURIComponent(view)}/image.png`;
}

/** Where an anomaly map of a scan on record is read. */
export function anomalyMapAddress(scanId: string, technology: string, view: string): string {
  const [id, by, of] = [scanId, technology, view].map(encodeURIComponent);
  return `/v1/scans/${id}/screenings/${by}/views/${of}/anomaly-map.png`;
}
