/** What a person typed into a change: what would hurt to lose. */

import type { Mutation } from "../../core/mutations/types";

const TEXTS = ["title", "text", "body", "name", "description", "url"];

/** The texts of a mutation, one a line; empty when it holds none. */
export function textOf({ args }: Mutation): string {
  const fields = "fields" in args ? (args.fields as Record<string, unknown>) : {};
  const values = { ...(args as unknown as Record<string, unknown>), ...fields };
  return TEXTS.map((name) => values[name])
    .filter((value): value is string => typeof value === "string" && value.trim() !== "")
    .join("\n");
}
