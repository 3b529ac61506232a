import { fieldWords } from "../../../core/fields";
import { client } from "../../../core/client";
import { dateFormat } from "../../../core/dates";
import { priorityName } from "../../../core/priorities";
import type { Names } from "../historyLines";

export function namesHere(): Names {
  const { store } = client();
  const zone = store.member.value.time_zone;
  const text = (value: unknown) => (typeof value === "string" ? value : null);
  return {
    member: (id) => (id && store.peek("member", id)?.name) || "somebody",
    stage: (id) => (id && store.peek("stage", id)?.name) || "a stage that is gone",
    tag: (id) => store.peek("tag", id)?.name ?? "a tag that is gone",
    value: (id, value) => {
      const field = store.peek("custom_field", id);
      const words = field && fieldWords(field, value, (member) => store.peek("member", member)?.name);
      return words ? `set ${field.name} to ${words}` : `cleared ${field?.name ?? "a field"}`;
    },
    priority: (level) => priorityName(level).toLowerCase(),
    due: (patch) => dayAndTime(text(patch.due_on), text(patch.due_at), zone),
  };
}

/** In full, for what is written down stays true tomorrow. */
function dayAndTime(day: string | null, at: string | null, zone: string): string {
  const date = { day: "numeric", month: "short", year: "numeric" } as const;
  if (at) return dateFormat(undefined, { ...date, hour: "2-digit", minute: "2-digit", timeZone: zone }).format(new Date(at));
  return day ? dateFormat(undefined, { ...date, timeZone: "UTC" }).format(new Date(`${day}T00:00Z`)) : "";
}
