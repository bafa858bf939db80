/**
 * Transmission below which a cargo scanner shows noise only. At 6 MV about 2e-3 comes through 200 mm of steel, and the
 * scatter that a collimated array still sees is about 1e-3 of the open beam: what is darker than this is not a picture.
 */
export const PENETRATION_LIMIT_16_BIT = 2.5e-3;

/**
 * The same for an 8-bit display picture, whose gamma is unknown: the bottom two grey levels. One level of 255 is 4e-3
 * on a linear scale, already above the physical limit, so a finer statement cannot be read from eight bits.
 */
export const PENETRATION_LIMIT_8_BIT = 2 / 255;
