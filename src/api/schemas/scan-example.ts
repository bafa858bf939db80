/** A scan document as the service answers it, for the description of the API; a test holds it to the schema. */
export const SCAN_EXAMPLE = {
  id: '0193a0c0-5f1e-7c3a-9d57-0c6f2f6f3b11',
  receivedAt: '2026-03-01T08:15:03.120Z',
  state: 'screened',
  metadata: { containerNumber: 'CSQU3054383', portCode: 'NLRTM', energiesMeV: { high: 6, low: 4 } },
  views: [
    {
      name: 'side',
      widthPx: 1236,
      heightPx: 359,
      bitDepth: 16,
      energies: ['high', 'low'],
      sha256: '0157821c2e5832c062ff6094bd1deee2730a34ac68a020ad00e25b51e531957f',
      container: { x: 16, y: 12, width: 1204, height: 308 },
      containers: [{ x: 16, y: 12, width: 1204, height: 308 }],
      quality: { darkRatio: 0.02, saturatedRatio: 0, deadLines: 0, flags: [] },
    },
  ],
  screenings: [
    {
      technology: 'local-contrast@onnx-cpu',
      decision: 'alarm',
      reason: null,
      score: 0.81,
      operatingPoint: {
        name: 'default',
        threshold: 0.75,
        pfaLimit: 0.01,
        benignCount: 2000,
        pfaBounds: [0.0061, 0.0154],
      },
      detections: [{ view: 'side', box: { x: 812, y: 210, width: 64, height: 48 }, score: 0.81, category: null }],
      timings: { queueMs: 0.4, decodeMs: 9.2, prepareMs: 3.1, inferMs: 4.8, interpretMs: 2, totalMs: 20.3 },
    },
  ],
} as const;

/** The same scan before it was screened. */
export const QUEUED_EXAMPLE = { ...SCAN_EXAMPLE, state: 'queued', views: [], screenings: [] };
