import { type Bounds, wilsonBounds } from '../../src/evaluation/rate-bounds.ts';
import { BAG_PLACES, type BagPlace, type HiddenBag } from './hide-bag.ts';

/** Lower ends of the classes of dark share; each ends where the next begins. */
const CLASS_STARTS = [0, 0.02, 0.1, 0.2, 0.3, 0.4, 0.5] as const;
/** A bag is hidden when what its median pixel loses is less than one standard deviation of that pixel's noise. */
const LEAST_CONTRAST_TO_NOISE = 1;
/** Rose's criterion: below this signal-to-noise ratio over the whole object, nobody sees it whatever he knows. */
const ROSE = 5;

/** Hidden bags among n, with 95 % bounds after Wilson. */
export interface HiddenRate {
  readonly hidden: number;
  readonly n: number;
  readonly bounds: Bounds | null;
}

/** The loads whose dark share lies in one class. */
export interface DarkClass {
  readonly from: number;
  readonly to: number;
  readonly all: HiddenRate;
  readonly byPlace: Readonly<Record<BagPlace, HiddenRate>>;
  /** Bags of which less than half the pixels are above the penetration limit. */
  readonly mostlyBelowLimit: HiddenRate;
  /** Bags that not even an observer would see who knew load and bag, all but the noise. */
  readonly beyondIdealObserver: HiddenRate;
}

export function classifyByDarkness(bags: readonly HiddenBag[]): readonly DarkClass[] {
  return CLASS_STARTS.map((from, index) => {
    const to = CLASS_STARTS[index + 1] ?? 1;
    const own = bags.filter((bag) => bag.darkRatio >= from && (bag.darkRatio < to || to === 1));
    const at = (place: BagPlace) =>
      rateOf(
        own.filter((bag) => bag.place === place),
        isHidden,
      );
    const [byDoors, amongGoods, anyHeight] = BAG_PLACES;
    return {
      from,
      to,
      all: rateOf(own, isHidden),
      byPlace: { [byDoors]: at(byDoors), [amongGoods]: at(amongGoods), [anyHeight]: at(anyHeight) },
      mostlyBelowLimit: rateOf(own, (bag) => bag.litShare < 0.5),
      beyondIdealObserver: rateOf(own, (bag) => bag.detectability < ROSE),
    };
  });
}

/** The share above which a bag is more often hidden than not, and what was measured on its two sides. */
export interface CalibratedShare {
  readonly share: number;
  readonly below: HiddenRate;
  readonly above: HiddenRate;
}

/** The lowest class from which on every class hides more than half of its bags; null where the darkest does not. */
export function calibrateShare(bags: readonly HiddenBag[]): CalibratedShare | null {
  const classes = classifyByDarkness(bags);
  const last = classes.findLastIndex(({ all }) => all.hidden * 2 <= all.n);
  const share = classes[last + 1]?.from;
  if (share === undefined) return null;
  return {
    share,
    below: rateOf(
      bags.filter((bag) => bag.darkRatio < share),
      isHidden,
    ),
    above: rateOf(
      bags.filter((bag) => bag.darkRatio >= share),
      isHidden,
    ),
  };
}

function isHidden(bag: HiddenBag): boolean {
  return bag.contrastToNoise < LEAST_CONTRAST_TO_NOISE;
}

function rateOf(bags: readonly HiddenBag[], isCounted: (bag: HiddenBag) => boolean): HiddenRate {
  const hidden = bags.filter(isCounted).length;
  return { hidden, n: bags.length, bounds: bags.length > 0 ? wilsonBounds(hidden, bags.length) : null };
}
