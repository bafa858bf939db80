import { expect, it } from 'vitest';
import { primaryPlane } from '../../src/domain/scan/view.ts';
import { decodeScan } from '../../src/formats/decode-scan.ts';
import { encodeDisplayJpeg } from '../../src/formats/encode-jpeg.ts';

it('shows a 16-bit plane as 8-bit grey, the scale divided by 257, within what JPEG loses', async () => {
  const [widthPx, heightPx] = [64, 32];
  const samples = Uint16Array.from({ length: widthPx * heightPx }, (_, at) => (at % widthPx) * 1000);
  const bytes = await encodeDisplayJpeg({ widthPx, heightPx, bitDepth: 16, samples });
  const decoded = await decodeScan([{ view: 'side', energy: null, declaredType: 'image/jpeg', bytes }]);
  if (!decoded.ok) throw new Error(decoded.failure.message);
  const [view] = decoded.value;
  if (view === undefined) throw new Error('no view');
  const plane = primaryPlane(view.planes);
  expect(plane).toMatchObject({ widthPx, heightPx, bitDepth: 8 });
  const errors = Array.from(plane.samples, (grey, at) => Math.abs(grey - (samples[at] ?? 0) / 257));
  expect(Math.max(...errors)).toBeLessThan(6);
});
