import sharp from 'sharp';

// Workers already use every core: a libvips pool in each would put workers × cores threads on them. No scan comes
// twice, so a cache of operations would only hold memory.
sharp.concurrency(1);
sharp.cache(false);

// Content decides which loader libvips picks. These three are all that may ever run, and only on memory: no SVG, no
// ImageMagick, no file that a scan's content could name.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: ['VipsForeignLoadPngBuffer', 'VipsForeignLoadTiffBuffer', 'VipsForeignLoadJpegBuffer'] });

/** sharp with this process's limits set: the only way in which pixels are read and written. */
export { sharp };
