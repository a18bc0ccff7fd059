/** Gives a canvas as many pixels as its box has on the screen, or `side` each way; that clears it, if they are others. */
export function fitCanvas(canvas: HTMLCanvasElement, side: number | null): void {
  const scale = window.devicePixelRatio || 1;
  const width = side ?? Math.max(1, Math.round(canvas.clientWidth * scale));
  const height = side ?? Math.max(1, Math.round(canvas.clientHeight * scale));
  if (canvas.width === width && canvas.height === height) return;
  canvas.width = width;
  canvas.height = height;
}
