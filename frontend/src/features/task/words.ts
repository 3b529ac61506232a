/** What the kinds of stages mean. */

import type { StageKind } from "../../core/models";

export function isClosed(kind: StageKind | undefined): boolean {
  return kind === "done" || kind === "cancelled";
}
