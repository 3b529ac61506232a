/** Dragging by mouse is loaded behind the first paint: nobody carries a card that is not drawn yet. */

import { client } from "../../core/client";
import type * as drags from "./drag";

type Drags = typeof drags;

let loaded: Drags | undefined;
let loading: Promise<void> | undefined;

/** Attaches now, or as soon as dragging is there; what it returns detaches, also before that. */
export function withDrags(attach: (drags: Drags) => () => void): () => void {
  if (loaded) return attach(loaded);
  let end: (() => void) | null = () => {};
  loading ??= load();
  void loading.then(() => {
    if (loaded && end) end = attach(loaded);
  });
  return () => {
    end?.();
    end = null;
  };
}

async function load(): Promise<void> {
  await new Promise((drawn) => setTimeout(drawn));
  try {
    loaded = await import("./drag");
  } catch {
    loading = undefined;
    client().notices.say("Cards cannot be dragged now: reload the page, or carry them with the keys.", { tone: "problem" });
  }
}
