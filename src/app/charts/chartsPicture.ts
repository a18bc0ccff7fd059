/** The charts on the page as one SVG that stands by itself: no styles from outside, colours as they are seen. */

/** What of an element's style is kept. */
const kept = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-opacity',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
];
const margin = 16;
const lineHeight = 16;
/** Names and figures of so many lines fit beside the title. */
const namesBeside = 2;
/** Between two names, and of a letter of them, about. */
const [nameGap, letterWidth] = [12, 6.2];
/** How a line looks, in letters. */
const strokes = new Map([
  ['', '—'],
  ['5 3', '- -'],
  ['2 3', '···'],
  ['8 3 2 3', '—·'],
]);
const namespace = 'http://www.w3.org/2000/svg';

export type Picture = { readonly svg: string; readonly width: number; readonly height: number };

/** One below the other: title, lines with their newest figures, and the chart, of every card with `data-curve`. */
export function chartsPicture(charts: HTMLElement): Picture {
  const picture = element('svg', {});
  let top = margin / 2;
  let right = margin;
  let ground = 'none';
  for (const card of charts.querySelectorAll<HTMLElement>('[data-curve]')) {
    const chart = card.querySelector<SVGSVGElement>('svg.recharts-surface');
    // Unseen is one without a line.
    if (!chart?.checkVisibility({ visibilityProperty: true })) continue;
    const { color, fontFamily, backgroundColor } = getComputedStyle(card);
    const { width, height } = chart.getBoundingClientRect();
    const write = (attributes: Attributes, ...content: readonly (string | SVGElement)[]) => {
      const usual = { y: top, 'font-family': fontFamily, 'font-size': 11, fill: color };
      const text = element('text', { ...usual, ...attributes });
      text.append(...content);
      picture.append(text);
    };
    const atEnd = { x: margin + width, 'text-anchor': 'end' };

    top += lineHeight;
    write({ x: margin, 'font-size': 13, 'font-weight': 600 }, textOf(card.querySelector('h3')));
    const names = lineNames(card);
    const isBeside = names.length <= namesBeside;
    for (const row of isBeside ? [names] : inRows(names, width)) {
      row[0]?.removeAttribute('dx');
      if (!isBeside) top += lineHeight;
      write(isBeside ? atEnd : { x: margin }, ...row);
    }
    const copy = standalone(chart);
    set(copy, { x: margin, y: top + 4, width, height });
    picture.append(copy);
    top += height + lineHeight;
    const [start, end] = [...card.querySelectorAll('[aria-hidden] > span')].map(textOf);
    write({ x: margin + 42 }, start ?? '');
    write(atEnd, end ?? '');
    top += margin / 2;
    right = Math.max(right, margin + width);
    ground = backgroundColor;
  }
  const [width, height] = [Math.ceil(right + margin), Math.ceil(top + margin / 2)];
  set(picture, { width, height, viewBox: `0 0 ${width} ${height}` });
  picture.prepend(element('rect', { width, height, fill: ground }));
  return { svg: new XMLSerializer().serializeToString(picture), width, height };
}

/** Each line of a card: how it looks, its name and its newest figure, in its colour. */
function lineNames(card: HTMLElement): SVGElement[] {
  return [...card.querySelectorAll('dl > div')].map((part) => {
    const line = part.querySelector('path');
    const look = strokes.get(line?.getAttribute('stroke-dasharray') ?? '') ?? '';
    const fill = line ? getComputedStyle(line).stroke : '';
    const name = element('tspan', { fill, dx: nameGap });
    name.textContent = `${look} ${textOf(part.querySelector('dt'))} ${textOf(part.querySelector('dd'))}`;
    return name;
  });
}

/** As many in a row as its width has room for. */
function inRows(names: readonly SVGElement[], width: number): SVGElement[][] {
  const rows: SVGElement[][] = [];
  let left = 0;
  for (const name of names) {
    const needed = nameGap + letterWidth * textOf(name).length;
    if (rows.length === 0 || needed > left) {
      rows.push([]);
      left = width;
    }
    rows.at(-1)?.push(name);
    left -= needed;
  }
  return rows;
}

/** A copy in which every element has of its own what it is seen with. */
function standalone(chart: SVGSVGElement): SVGElement {
  const copy = element('svg', {});
  copy.append(...chart.cloneNode(true).childNodes);
  const originals = chart.querySelectorAll('*');
  copy.querySelectorAll('*').forEach((part, i) => {
    const style = getComputedStyle(originals[i]);
    part.removeAttribute('style');
    for (const property of kept) part.setAttribute(property, style.getPropertyValue(property));
  });
  // Where the pointer or the keys are is no part of the picture.
  for (const mark of copy.querySelectorAll('.recharts-tooltip-cursor, .recharts-active-dot')) mark.remove();
  for (const part of copy.querySelectorAll('[class]')) part.removeAttribute('class');
  return copy;
}

const textOf = (part: Element | null) => part?.textContent?.replace(/\s+/g, ' ').trim() ?? '';

type Attributes = Readonly<Record<string, string | number>>;

function element(name: string, attributes: Attributes): SVGElement {
  const made = document.createElementNS(namespace, name);
  set(made, attributes);
  return made;
}

function set(to: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) to.setAttribute(name, String(value));
}
