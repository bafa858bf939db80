import { unbroken } from '../domain/language/unbroken.ts';

/** A new HTML element with attributes and children; text children are text, never markup, and no line of them ends before a unit. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children.map((child) => (typeof child === 'string' ? unbroken(child) : child)));
  return node;
}

/** The page's own element with this id. Throws where the page and the code disagree: that is a bug. */
export function pageElement<Kind extends Element>(id: string, kind: new () => Kind): Kind {
  const node = document.getElementById(id);
  if (!(node instanceof kind)) throw new Error(`The page has no ${kind.name} with the id "${id}".`);
  return node;
}

const SVG = 'http://www.w3.org/2000/svg';

/** A symbol of `icons.svg`, in the colour of the text around it; decoration, so hidden from screen readers. */
export function icon(name: string): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', `/icons.svg#${name}`);
  svg.append(use);
  return svg;
}
