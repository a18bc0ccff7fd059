/** Gives a canvas as many pixels as its box has on the screen. True if that changed (and cleared) it. */
export function fitCanvas(canvas: HTMLCanvasElement): boolean {
  const scale = window.devicePixelRatio || 1;
  const width = Math.max(1, Math.round(canvas.clientWidth * scale));
  const height = Math.max(1, Math.round(canvas.clientHeight * scale));
  if (canvas.width === width && canvas.height === height) return false;
  canvas.width = width;
  canvas.height = height;
  return true;
}
