import { sharp } from '../../src/formats/sharp.ts';
import type { GreyPicture } from './picture-statistics.ts';

const WIDTH_PX = 480;
const HEIGHT_PX = 220;
const GAP_PX = 8;
/** Between grey pictures: a blue that no radiograph has. */
const GROUND = { r: 120, g: 130, b: 170 };

/** A PNG of columns of pictures, each fitted into a field of the same size. */
export async function drawContactSheet(columns: readonly (readonly GreyPicture[])[]): Promise<Buffer> {
  const fields = await Promise.all(
    columns.flatMap((pictures, column) =>
      pictures.map(async (picture, row) => ({
        input: await thumbnail(picture),
        left: GAP_PX + column * (WIDTH_PX + GAP_PX),
        top: GAP_PX + row * (HEIGHT_PX + GAP_PX),
      })),
    ),
  );
  const rows = Math.max(...columns.map((pictures) => pictures.length));
  return sharp({
    create: {
      width: GAP_PX + columns.length * (WIDTH_PX + GAP_PX),
      height: GAP_PX + rows * (HEIGHT_PX + GAP_PX),
      channels: 3,
      background: GROUND,
    },
  })
    .composite(fields)
    .png()
    .toBuffer();
}

function thumbnail({ widthPx, heightPx, samples }: GreyPicture): Promise<Buffer> {
  const scale = Math.min(WIDTH_PX / widthPx, HEIGHT_PX / heightPx);
  const size = { width: Math.round(widthPx * scale), height: Math.round(heightPx * scale) };
  return sharp(samples, { raw: { width: widthPx, height: heightPx, channels: 1 } })
    .resize(size)
    .toColourspace('srgb')
    .png()
    .toBuffer();
}
