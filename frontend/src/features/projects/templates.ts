/** The stages that a new project begins with. */

import type { StageKind } from "../../core/models";

export interface Template {
  id: string;
  label: string;
  stages: readonly { name: string; kind: StageKind }[];
}

export const TEMPLATES: readonly Template[] = [
  {
    id: "kanban",
    label: "Product team",
    stages: [
      { name: "Backlog", kind: "backlog" },
      { name: "To do", kind: "todo" },
      { name: "In progress", kind: "doing" },
      { name: "Review", kind: "review" },
      { name: "Done", kind: "done" },
    ],
  },
  {
    id: "simple",
    label: "Simple list",
    stages: [
      { name: "To do", kind: "todo" },
      { name: "Doing", kind: "doing" },
      { name: "Done", kind: "done" },
    ],
  },
  {
    id: "discovery",
    label: "Ideas and discovery",
    stages: [
      { name: "Ideas", kind: "backlog" },
      { name: "Exploring", kind: "doing" },
      { name: "Validating", kind: "review" },
      { name: "Decided", kind: "done" },
    ],
  },
];
