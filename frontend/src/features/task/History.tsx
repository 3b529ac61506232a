import { useState } from "preact/hooks";
import { client } from "../../core/client";
import type { Id, Task } from "../../core/models";
import type { TaskParts } from "../../core/parts";
import { priorityName } from "../../core/priorities";
import { Button } from "../../ui/Button";
import { linesOf, type Line, type Names } from "./historyLines";
import { Section } from "./Section";
import { TimeAgo } from "./TimeAgo";

const SHOWN_AT_FIRST = 5;

function namesHere(): Names {
  const { store } = client();
  const zone = store.member.value.time_zone;
  const text = (value: unknown) => (typeof value === "string" ? value : null);
  return {
    member: (id) => (id && store.peek("member", id)?.name) || "somebody",
    stage: (id) => (id && store.peek("stage", id)?.name) || "a stage that is gone",
    tag: (id) => store.peek("tag", id)?.name ?? "a tag that is gone",
    priority: (level) => priorityName(level).toLowerCase(),
    due: (patch) => dayAndTime(text(patch.due_on), text(patch.due_at), zone),
  };
}

/** In full, for what is written down stays true tomorrow. */
function dayAndTime(day: string | null, at: string | null, zone: string): string {
  const date = { day: "numeric", month: "short", year: "numeric" } as const;
  if (at) return new Intl.DateTimeFormat(undefined, { ...date, hour: "2-digit", minute: "2-digit", timeZone: zone }).format(new Date(at));
  return day ? new Intl.DateTimeFormat(undefined, { ...date, timeZone: "UTC" }).format(new Date(`${day}T00:00Z`)) : "";
}

export function History({ task, parts }: { task: Task; parts: TaskParts }) {
  const [isWhole, setWhole] = useState(false);
  const lines = linesOf(parts.history.value, namesHere());
  if (lines.length === 0) return null;
  const shown = isWhole ? lines : lines.slice(0, SHOWN_AT_FIRST);
  const isMore = parts.hasOlderHistory.value || shown.length < lines.length;
  const showMore = () => {
    if (isWhole) void client().parts.loadOlderHistory(task.id).catch(sayWhy);
    setWhole(true);
  };
  return (
    <Section title="History">
      <ol role="list" class="history">
        {shown.map((line) => (
          <HistoryLine key={line.v} line={line} />
        ))}
      </ol>
      {isMore && (
        <Button size="s" kind="quiet" onClick={showMore}>
          Show older
        </Button>
      )}
    </Section>
  );
}

function sayWhy(error: unknown): void {
  client().notices.say(error instanceof Error ? error.message : "The history could not be read.", { tone: "problem" });
}

function HistoryLine({ line }: { line: Line }) {
  return (
    <li class="history-line">
      <span>
        <strong>{nameOf(line.actor)}</strong> {line.text}
      </span>
      <TimeAgo at={line.at} />
    </li>
  );
}

function nameOf(actor: Id | null): string {
  return (actor && client().store.row("member", actor).value?.name) || "Somebody";
}
