import { fail, succeed } from '../../../domain/failure.ts';
import { loadTechnologies } from '../../models/load-technologies.ts';
import { serveOrders } from '../../own-process/serve-orders.ts';
import { findScans } from '../../samples/find-scans.ts';
import { drawScan } from './draw-scan.ts';
import type { DrawingOrder, DrawingReply, DrawingSetup } from './drawing-messages.ts';

// The entry of a process that draws scans with one technology: native code that crashes ends it, and not the benchmark,
// which has measured everything by then. It does not start where a folder or the technology can no longer be had.
await serveOrders<DrawingSetup, null, DrawingOrder, DrawingReply>(async ({ modelsDir, technology, scans }) => {
  const sources = await findScans(scans);
  if (!sources.ok) return sources;
  const found = await loadTechnologies(modelsDir, [technology]);
  if (!found.ok) return found;
  const [loaded] = found.value;
  if (loaded === undefined) return fail('unknown-technology', `There is no technology ${technology} any more.`);
  if (!loaded.outcome.ok) return loaded.outcome;
  const detector = loaded.outcome.value;
  const byName = new Map(sources.value.map((source) => [source.name, source]));
  return succeed({
    ready: null,
    answer: async ({ scan }) => {
      const source = byName.get(scan);
      if (source === undefined) return fail('not-found', `${scan} left its folder while the benchmark ran.`);
      return drawScan(source, detector);
    },
    close: () => detector.close(),
  });
});
