/** The digits as small signs in the colours of their classes, drawn once and then copied a thousand times. */
import { classToken, cssColor, tokenColor } from '../palette';

/** `size`: of the sign in pixels; the sheet has a row for those that are meant, and a paler one for the others. */
export type DigitSigns = {
  readonly size: number;
  draw(context: CanvasRenderingContext2D, digit: number, x: number, y: number, isMeant: boolean): void;
};

const paleness = 0.16;

export function createDigitSigns(size: number): DigitSigns {
  const sheet = document.createElement('canvas');
  sheet.width = 10 * size;
  sheet.height = 2 * size;
  const context = sheet.getContext('2d');
  if (context) {
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.font = `600 ${size * 0.86}px system-ui, sans-serif`;
    for (const [row, alpha] of [1, paleness].entries())
      for (let digit = 0; digit < 10; digit++) {
        context.fillStyle = cssColor(tokenColor(classToken(digit)), alpha);
        context.fillText(String(digit), (digit + 0.5) * size, (row + 0.55) * size);
      }
  }
  return {
    size,
    draw(target, digit, x, y, isMeant) {
      const top = isMeant ? 0 : size;
      target.drawImage(sheet, digit * size, top, size, size, x - size / 2, y - size / 2, size, size);
    },
  };
}
