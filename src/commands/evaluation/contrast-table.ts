import { aurocText } from '../report-text/number-text.ts';
import type { EvaluatedTechnology } from './evaluation.ts';
import { partsOf } from './parts-of.ts';

/**
 * The technologies beside each other by how far threats change the picture; no line where no threat says. It tells what a
 * technology cannot see from what it does not find.
 */
export function contrastTable(technologies: readonly EvaluatedTechnology[]): readonly string[] {
  // All judged the same scans, so that their parts are the same.
  const [first] = technologies;
  const parts = first === undefined ? [] : partsOf(first, 'contrast');
  if (parts.length === 0) return [];
  const head = ['technology', ...parts.map(({ name, pd }) => `${name} (n ${pd?.n ?? 0})`)];
  return [
    '**AUROC by how far a threat changes the picture**: the mean change over its mask, of the open-beam level; n threats of each kind against all benign scans.',
    '',
    `| ${head.join(' | ')} |`,
    `| ${head.map(() => '---').join(' | ')} |`,
    ...technologies.map((technology) => {
      const own = partsOf(technology, 'contrast').map(({ auroc }) => aurocText(auroc));
      return `| ${[technology.id, ...own].join(' | ')} |`;
    }),
    '',
  ];
}
