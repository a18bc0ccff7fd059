/** Misses as a picture: what the network got, where the pen went, and how sure it was of each digit. */
import { digitImageSteps, type Stroke } from '../datasets/digitImage';
import { type Miss, sureness } from './misses';

export type MissesOf = { readonly title: string; readonly misses: readonly Miss[] };

const columns = 5;
const margin = 24;
const heading = 44;
const tile = { width: 276, height: 214 };
/** The image's side on the picture, and in its own pixels. */
const side = 140;
const pixels = 28;
const bar = { left: side + 28, length: 84, step: side / 10 };

/** As the page's: ink, what is meant, what was answered, and the pen's strokes in their order. */
const colors = {
  paper: '#ffffff',
  background: '#f2f4f8',
  text: '#1b2330',
  muted: '#566173',
  meant: '#0b62c4',
  answered: '#b8441f',
  other: '#a9b3c2',
  strokes: ['#ff9d3c', '#4cc3ff', '#7ddc6c', '#ff7ad0'],
};

/** A self-contained SVG: for each network a heading, then its misses numbered in rows of five. */
export function missesPicture(parts: readonly MissesOf[]): string {
  const width = 2 * margin + columns * tile.width;
  let top = margin;
  const drawn = parts.map(({ title, misses }) => {
    const rows = Math.ceil(misses.length / columns);
    const tiles = misses.map((miss, index) => {
      const [x, y] = [(index % columns) * tile.width, heading + Math.floor(index / columns) * tile.height];
      return group(x, y, missTile(miss, index + 1));
    });
    const part = group(margin, top, text(0, 18, title, 'font-size="18" font-weight="600"') + tiles.join(''));
    top += heading + rows * tile.height + margin;
    return part;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${top}" viewBox="0 0 ${width} ${top}"`,
    ` font-family="system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif" font-size="12" fill="${colors.text}">`,
    `<rect width="100%" height="100%" fill="${colors.background}"/>`,
    ...drawn,
    '</svg>',
  ].join('');
}

function missTile(miss: Miss, number: number): string {
  const { of, row, label, answered, probabilities, image, drawing } = miss;
  const sure = `${(100 * sureness(miss)).toFixed(1)} %`;
  const said =
    `${number}. a <tspan fill="${colors.meant}">${label}</tspan>, read as ` +
    `<tspan fill="${colors.answered}">${answered}</tspan>, ${sure}`;
  return [
    `<text y="14" font-size="15" font-weight="600">${said}</text>`,
    text(0, 31, `${of}, ${row}`, `fill="${colors.muted}"`),
    group(0, 40, imagePicture(image) + (drawing ? strokesPicture(drawing) : '')),
    group(bar.left, 40, bars(probabilities, label, answered)),
  ].join('');
}

function imagePicture(image: Float32Array): string {
  const ink = Array.from(image, (level, pixel) => {
    const place = `x="${pixel % pixels}" y="${Math.floor(pixel / pixels)}"`;
    return level > 0 ? `<rect ${place} width="1" height="1" fill-opacity="${level.toFixed(2)}"/>` : '';
  });
  const paper = `<rect width="${pixels}" height="${pixels}" fill="${colors.paper}"/>`;
  return `<g transform="scale(${side / pixels})" shape-rendering="crispEdges">${paper}${ink.join('')}</g>`;
}

/** Over the image, where the pen went: each stroke in another colour, with a dot where it begins. */
function strokesPicture(drawing: readonly Stroke[]): string {
  const steps = digitImageSteps(drawing);
  if (!steps) return '';
  const { scale, origin } = steps;
  const inTile = (position: number) => ((position * side) / pixels).toFixed(1);
  return drawing
    .map((stroke, index) => {
      const color = colors.strokes[index % colors.strokes.length];
      const [first, ...rest] = stroke.map(
        ({ x, y }) => [inTile(origin.x + x * scale), inTile(origin.y + y * scale)] as const,
      );
      const points = [first, ...rest].map((point) => point.join()).join(' ');
      return (
        `<polyline points="${points}" fill="none" stroke="${color}" stroke-width="2" stroke-linejoin="round"/>` +
        `<circle cx="${first[0]}" cy="${first[1]}" r="3.5" fill="${color}"/>`
      );
    })
    .join('');
}

function bars(probabilities: Float32Array, label: number, answered: number): string {
  return Array.from(probabilities, (share, digit) => {
    const color = digit === label ? colors.meant : digit === answered ? colors.answered : colors.other;
    const top = digit * bar.step;
    const length = Math.max(0.5, share * bar.length).toFixed(1);
    return (
      text(-12, top + 11, String(digit), `fill="${color}"`) +
      `<rect y="${top + 3}" width="${length}" height="${bar.step - 5}" fill="${color}"/>`
    );
  }).join('');
}

const group = (x: number, y: number, content: string): string =>
  `<g transform="translate(${x} ${y})">${content}</g>`;

function text(x: number, y: number, content: string, attributes: string): string {
  const escaped = content.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<text x="${x}" y="${y}" ${attributes}>${escaped}</text>`;
}
