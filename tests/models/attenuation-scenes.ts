/** A plane of attenuation, row-major. */
export interface AttenuationScene {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly attenuation: Float32Array;
}

/** A bag of bricks seen from the side, in pixels. */
const BLOB = { widthPx: 96, heightPx: 64, attenuation: 0.5 };

/** Columns of goods as wide as a pallet with gaps between them, in pixels. */
const COLUMN = { pitchPx: 128, gapPx: 16, attenuation: 1.5 };

/** A bare wall with noise. */
export function emptyScene(widthPx: number, heightPx: number, { noise = 0.05 } = {}): AttenuationScene {
  const attenuation = new Float32Array(widthPx * heightPx);
  const random = createRandom();
  for (let i = 0; i < attenuation.length; i++) attenuation[i] = Math.max(0, 0.2 + noise * (random() - 0.5));
  return { widthPx, heightPx, attenuation };
}

/** The wall with columns of goods in front, from top to bottom. */
export function periodicScene(widthPx: number, heightPx: number): AttenuationScene {
  const scene = emptyScene(widthPx, heightPx);
  for (let i = 0; i < scene.attenuation.length; i++) {
    if ((i % widthPx) % COLUMN.pitchPx >= COLUMN.gapPx)
      scene.attenuation[i] = (scene.attenuation[i] ?? 0) + COLUMN.attenuation;
  }
  return scene;
}

/** The scene with a bag in front of whatever is there, around `centre`. */
export function addBlob(scene: AttenuationScene, centre: { readonly x: number; readonly y: number }): AttenuationScene {
  const attenuation = scene.attenuation.slice();
  for (let y = 0; y < scene.heightPx; y++) {
    if (Math.abs(y - centre.y) > BLOB.heightPx / 2) continue;
    for (let x = 0; x < scene.widthPx; x++) {
      if (Math.abs(x - centre.x) > BLOB.widthPx / 2) continue;
      attenuation[y * scene.widthPx + x] = (attenuation[y * scene.widthPx + x] ?? 0) + BLOB.attenuation;
    }
  }
  return { ...scene, attenuation };
}

// A linear congruential generator (Numerical Recipes): the same noise in every run.
function createRandom(): () => number {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
