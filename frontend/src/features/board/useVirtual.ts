import {
  elementScroll,
  measureElement,
  observeElementOffset,
  observeElementRect,
  Virtualizer,
  type VirtualizerOptions,
} from "@tanstack/virtual-core";
import { useEffect, useLayoutEffect, useReducer, useRef } from "preact/hooks";

interface VirtualList {
  keys: readonly string[];
  scroller: { current: HTMLElement | null };
  /** Pixels of a row that has not been measured yet. */
  estimate: number;
  gap: number;
  padding: number;
  /** The row that stays in the page wherever the list is scrolled: it has the focus. */
  pinned: number;
}

type Options = VirtualizerOptions<HTMLElement, HTMLElement>;

/** Heights come from the browser's own layout: asked at once for each new card, it would lay out the page as often. */
function measureLater(element: HTMLElement, entry: ResizeObserverEntry | undefined, list: Virtualizer<HTMLElement, HTMLElement>): number {
  if (entry) return measureElement(element, entry, list);
  const index = list.indexFromElement(element);
  return list.itemSizeCache.get(list.options.getItemKey(index)) ?? list.options.estimateSize(index);
}

/** Draws of a long list only the rows in sight. */
export function useVirtual({ keys, scroller, estimate, gap, padding, pinned }: VirtualList): Virtualizer<HTMLElement, HTMLElement> {
  const [draws, redraw] = useReducer((count: number) => count + 1, 0);
  const options: Options = {
    count: keys.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => estimate,
    getItemKey: (index) => keys[index] ?? index,
    gap,
    paddingStart: padding,
    paddingEnd: padding,
    scrollPaddingStart: padding,
    scrollPaddingEnd: padding,
    // The first picture needs what is in sight; what may be scrolled to comes after it.
    overscan: draws === 0 ? 1 : 6,
    initialRect: { width: 288, height: window.innerHeight },
    rangeExtractor: ({ startIndex, endIndex, overscan, count }) => {
      const first = Math.max(0, startIndex - overscan);
      const last = Math.min(count - 1, endIndex + overscan);
      const rows = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
      if (pinned >= 0 && pinned < first) rows.unshift(pinned);
      if (pinned > last && pinned < count) rows.push(pinned);
      return rows;
    },
    measureElement: measureLater,
    scrollToFn: elementScroll,
    observeElementRect,
    observeElementOffset,
    onChange: () => redraw(undefined),
  };
  const held = useRef<Virtualizer<HTMLElement, HTMLElement> | null>(null);
  held.current ??= new Virtualizer<HTMLElement, HTMLElement>(options);
  const virtual = held.current;
  virtual.setOptions(options);
  useLayoutEffect(() => virtual._didMount(), [virtual]);
  useEffect(() => redraw(undefined), []);
  useLayoutEffect(() => virtual._willUpdate());
  return virtual;
}
