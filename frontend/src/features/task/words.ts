/** The words for priorities and stages. */

import type { Priority, StageKind } from "../../core/models";

export const PRIORITIES: readonly { level: Priority; name: string }[] = [
  { level: 0, name: "Urgent" },
  { level: 1, name: "High" },
  { level: 2, name: "Normal" },
  { level: 3, name: "Low" },
  { level: 4, name: "Lowest" },
];

export function priorityName(level: number | null): string {
  return PRIORITIES.find((priority) => priority.level === level)?.name ?? "No priority";
}

export function isClosed(kind: StageKind | undefined): boolean {
  return kind === "done" || kind === "cancelled";
}
