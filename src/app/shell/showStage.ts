/** To the stage, where something new is to be seen: its top comes under the bar, and the keys go on from there. */
export function showStage(): void {
  const stage = document.getElementById('stage');
  // The focus alone would be content with a part of it, wherever that is.
  stage?.focus({ preventScroll: true });
  stage?.scrollIntoView();
}
