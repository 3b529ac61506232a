export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

const GAP = 6;
const MARGIN = 8;

/** Where a floating box of `size` goes: under its anchor, above it when there is no room, always inside the window. */
export function placeBeside(anchor: Box, size: { width: number; height: number }, view: { width: number; height: number }) {
  const below = anchor.top + anchor.height + GAP;
  const above = anchor.top - GAP - size.height;
  const fitsBelow = below + size.height + MARGIN <= view.height;
  const top = fitsBelow || above < MARGIN ? Math.min(below, view.height - MARGIN - size.height) : above;
  const left = Math.min(anchor.left, view.width - MARGIN - size.width);
  return { left: Math.max(MARGIN, left), top: Math.max(MARGIN, top) };
}
