import { useLayoutEffect, useRef } from "preact/hooks";

type Panel = { current: HTMLElement | null };

const COVERS = "(max-width: 40rem)";

/** Takes the focus when it opens, and gives it back to where it came from. Comes after `useAlone`. */
export function useFocusKept(panel: Panel, taskId: string): void {
  // Looked at while drawing: in an effect the page under the panel may have lost the focus already.
  const before = useRef(document.activeElement);
  useLayoutEffect(
    () => () => {
      const { current } = before;
      if (current instanceof HTMLElement && current.isConnected) current.focus({ preventScroll: true });
    },
    [],
  );
  useLayoutEffect(() => panel.current?.focus({ preventScroll: true }), [panel, taskId]);
}

/** Where the panel covers the page, nothing under it can be reached; messages stay. */
export function useAlone(panel: Panel): void {
  useLayoutEffect(() => {
    const query = window.matchMedia(COVERS);
    let hidden: Element[] = [];
    const follow = () => {
      for (const element of hidden) element.removeAttribute("inert");
      hidden = query.matches && panel.current ? around(panel.current) : [];
      for (const element of hidden) element.setAttribute("inert", "");
    };
    follow();
    query.addEventListener("change", follow);
    return () => {
      query.removeEventListener("change", follow);
      for (const element of hidden) element.removeAttribute("inert");
    };
  }, [panel]);
}

/** All that stands beside the panel and beside what holds it. */
function around(panel: HTMLElement): Element[] {
  const found: Element[] = [];
  for (let at: Element = panel; at.parentElement && at !== document.body; at = at.parentElement) {
    const beside = [...at.parentElement.children].filter((one) => one !== at && !one.matches("[aria-live], dialog, script"));
    found.push(...beside.filter((one) => !one.hasAttribute("inert")));
  }
  return found;
}
