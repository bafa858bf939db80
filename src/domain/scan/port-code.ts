import { fail, type Outcome, succeed } from '../failure.ts';
import { foreignCharacterIn } from '../language/foreign-character.ts';

/** ISO 3166-1 alpha-2, officially assigned, and XZ, which UN/LOCODE uses for installations in international waters. */
const COUNTRIES = new Set(
  (
    'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC ' +
    'CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD ' +
    'GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH ' +
    'KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW ' +
    'MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC ' +
    'SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY ' +
    'UZ VA VC VE VG VI VN VU WF WS XZ YE YT ZA ZM ZW'
  ).split(' '),
);

/**
 * Reads a port's UN/LOCODE: a country (ISO 3166-1 alpha-2) and three of A–Z and 2–9. A space between and lower case are
 * tolerated; the value is five characters, e.g. `NLRTM`. Whether the place exists is not looked up. Fails with
 * `invalid-metadata`.
 */
export function parsePortCode(text: string): Outcome<string> {
  const typed = text.replace(/\s/g, '');
  const code = typed.toUpperCase();
  const shown = JSON.stringify(text.slice(0, 40));
  const foreign = foreignCharacterIn(typed, 'A–Z and 2–9');
  if (foreign !== null || !/^[A-Z]{2}[A-Z2-9]{3}$/.test(code)) {
    const why = foreign ?? 'give two letters of the country and three of A–Z or 2–9';
    return fail('invalid-metadata', `The port code ${shown} is not of the form of UN/LOCODE: ${why}, e.g. NLRTM.`);
  }
  const country = code.slice(0, 2);
  if (!COUNTRIES.has(country)) {
    return fail(
      'invalid-metadata',
      `The port code ${shown} begins with ${country}, which is no country of ISO 3166-1: give e.g. NLRTM.`,
    );
  }
  return succeed(code);
}
