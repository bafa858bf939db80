import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads';
import sharp from 'sharp';

// Workers already use every core: a libvips pool in each would put workers × cores threads on them. No scan comes
// twice, so a cache of operations would only hold memory.
sharp.concurrency(1);
sharp.cache(false);

/** What a thread inherits from the one that started it. */
const ARE_LOADERS_LIMITED = 'scanbench: the loaders of libvips are limited';

// Content decides which loader libvips picks. These three are all that may ever run, and only on memory: no SVG, no
// ImageMagick, no file that a scan's content could name. That holds for the process, and between the two lines no thread
// of it can read a picture: a thread that starts leaves it as it is.
if (getEnvironmentData(ARE_LOADERS_LIMITED) !== true) {
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({ operation: ['VipsForeignLoadPngBuffer', 'VipsForeignLoadTiffBuffer', 'VipsForeignLoadJpegBuffer'] });
  setEnvironmentData(ARE_LOADERS_LIMITED, true);
}

/**
 * sharp with this process's limits set: the only way in which pixels are read and written. Whoever starts threads that read
 * pictures loads this first, so that they find the limits set, and libvips stays in memory whichever of them end.
 */
export { sharp };
