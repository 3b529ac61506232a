import { useMemo, useState } from "preact/hooks";
import "./activity.css";
import { client } from "../../../core/client";
import { minute } from "../../../core/clock";
import { dayIn, dayWords } from "../../../core/dates";
import type { Id, Task } from "../../../core/models";
import type { TaskParts } from "../../../core/parts";
import { lazy } from "../../../lazy";
import { Button } from "../../../ui/Button";
import { dateFormat } from "../../../core/dates";
import { linesOf, type Line } from "../historyLines";
import { Section } from "../Section";
import { namesHere } from "./names";
import { canTakeBack, takenBack } from "./takeBack";

const DescriptionVersions = lazy(() => import("./DescriptionVersions").then((module) => module.DescriptionVersions), "The list of versions");

const AT_FIRST = 5;
const STEP = 100;
type Filter = "all" | "changes" | "comments";
const FILTERS: readonly (readonly [Filter, string])[] = [
  ["all", "All"],
  ["changes", "Changes"],
  ["comments", "Comments"],
];

interface ActivityProps {
  task: Task;
  parts: TaskParts;
  canEdit: boolean;
}

/** What happened to a task, the newest first, by day. */
export function Activity({ task, parts, canEdit }: ActivityProps) {
  const [filter, setFilter] = useState<Filter>("all");
  const [count, setCount] = useState(AT_FIRST);
  const [isReading, setReading] = useState(false);
  const [isComparing, setComparing] = useState(false);
  const history = parts.history.value;
  const all = useMemo(() => linesOf(history, namesHere()), [history]);
  const lines = all.filter((line) => filter === "all" || line.kind.startsWith("comment.") === (filter === "comments"));
  const shown = lines.slice(0, count);
  const isMore = parts.hasOlderHistory.value || shown.length < lines.length;
  const showMore = () => {
    setCount(count + STEP);
    if (lines.length >= count + STEP || !parts.hasOlderHistory.peek()) return;
    setReading(true);
    void client().parts.loadOlderHistory(task.id).catch(sayWhy).finally(() => setReading(false));
  };
  if (all.length === 0) return null;
  return (
    <Section title="Activity" actions={<Filters filter={filter} onFilter={setFilter} />}>
      {byDay(shown).map(([day, told]) => (
        <Day key={day} day={day} lines={told} task={task} canEdit={canEdit} onVersions={() => setComparing(true)} />
      ))}
      {lines.length === 0 && <p class="muted small">Nothing of this kind.</p>}
      {isMore && (
        <Button size="s" kind="quiet" disabled={isReading} onClick={showMore}>
          {isReading ? "Reading …" : "Show older"}
        </Button>
      )}
      {isComparing && <DescriptionVersions task={task} parts={parts} canEdit={canEdit} onClose={() => setComparing(false)} />}
    </Section>
  );
}

function Filters({ filter, onFilter }: { filter: Filter; onFilter: (filter: Filter) => void }) {
  return (
    <span class="activity-filters" role="group" aria-label="Show">
      {FILTERS.map(([name, label]) => (
        <button key={name} type="button" class="activity-filter" aria-pressed={filter === name} onClick={() => onFilter(name)}>
          {label}
        </button>
      ))}
    </span>
  );
}

/** Days in the viewer's zone, in the order in which the lines come. */
function byDay(lines: readonly Line[]): [string, Line[]][] {
  const zone = client().store.member.value.time_zone;
  const days = new Map<string, Line[]>();
  for (const line of lines) {
    const day = dayIn(zone, Date.parse(line.at));
    const told = days.get(day);
    if (told) told.push(line);
    else days.set(day, [line]);
  }
  return [...days];
}

interface DayProps {
  day: string;
  lines: readonly Line[];
  task: Task;
  canEdit: boolean;
  onVersions: () => void;
}

function Day({ day, lines, task, canEdit, onVersions }: DayProps) {
  const zone = client().store.member.value.time_zone;
  return (
    <section class="activity-day">
      <h4>{dayWords(day, dayIn(zone, minute.value))}</h4>
      <ol role="list" class="history">
        {lines.map((line) => (
          <li key={line.v} class="history-line">
            <span>
              <strong>{nameOf(line.actor)}</strong> {line.text}
            </span>
            {canEdit && canTakeBack(line) && (
              <button type="button" class="comment-action" aria-label={`Undo: ${line.text}`} onClick={() => takeBack(line, task.id)}>
                Undo
              </button>
            )}
            {"description" in line.patch && (
              <button type="button" class="comment-action" onClick={onVersions}>
                Versions
              </button>
            )}
            <time class="ago" dateTime={line.at}>
              {dateFormat(undefined, { timeStyle: "short", timeZone: zone }).format(new Date(line.at))}
            </time>
          </li>
        ))}
      </ol>
    </section>
  );
}

function takeBack(line: Line, taskId: Id): void {
  const task = client().store.peek("task", taskId);
  const mutation = task && takenBack(line, task);
  if (mutation) void client().mutate(mutation, { toast: true });
  else client().notices.say("It has been changed since, so it stays as it is.");
}

function sayWhy(error: unknown): void {
  client().notices.say(error instanceof Error ? error.message : "The history could not be read.", { tone: "problem" });
}

export function nameOf(actor: Id | null): string {
  return (actor && client().store.row("member", actor).value?.name) || "Somebody";
}
