import { useMemo, useState } from "preact/hooks";
import "./talk.css";
import { client } from "../../../core/client";
import type { Comment, Task } from "../../../core/models";
import type { TaskParts } from "../../../core/parts";
import { nameOf } from "../activity/Activity";
import { namesHere } from "../activity/names";
import { linesOf, type Line } from "../historyLines";
import { Section } from "../Section";
import { TimeAgo } from "../TimeAgo";
import { CommentCard } from "./CommentCard";
import { NewComment } from "./CommentForm";
import { newest, talkOf, type Happening, type Thread } from "./thread";

const AT_FIRST = 20;
const STEP = 60;
const LINES_SHOWN = 3;

/** What stands between comments: the steps of a task's life, not every change of a field. */
const TOLD = new Set([
  ..."assigned taken handed_on moved started paused handed_in taken_back accepted finished returned refused cancelled reopened rescheduled"
    .split(" ")
    .map((verb) => `task.${verb}`),
  ..."proposed agreed declined".split(" ").map((verb) => `deadline.${verb}`),
]);

/** What people said about a task, and what happened meanwhile. */
export function Talk({ task, parts, isLead }: { task: Task; parts: TaskParts; isLead: boolean }) {
  const [count, setCount] = useState(AT_FIRST);
  const comments = client().store.rows("taskComments", task.id);
  const history = parts.history.value;
  const lines = useMemo(() => linesOf(history, namesHere()).filter(({ kind }) => TOLD.has(kind)), [history]);
  const { shown, earlier } = newest(talkOf(comments, untold(lines, comments)), count);
  return (
    <Section title="Comments" count={comments.length > 0 ? String(comments.length) : undefined}>
      {earlier > 0 && (
        <button type="button" class="ghost talk-earlier" onClick={() => setCount(count + STEP)}>
          Show {Math.min(earlier, STEP)} earlier{earlier > STEP ? ` of ${earlier}` : ""}
        </button>
      )}
      <ol role="list" class="comments">
        {shown.map((item) => (
          <li key={item.id}>{item.kind === "thread" ? <ThreadCard task={task} thread={item} isLead={isLead} /> : <Happened lines={item.lines} />}</li>
        ))}
      </ol>
      <NewComment task={task} />
    </Section>
  );
}

/** A step that has a reason is told by the comment that is the reason. */
function untold(lines: readonly Line[], comments: readonly Comment[]): Line[] {
  const reasons = new Set(comments.filter(({ mark }) => mark !== "").map(({ created_at }) => Date.parse(created_at)));
  return lines.filter((line) => !reasons.has(Date.parse(line.at)));
}

function ThreadCard({ task, thread, isLead }: { task: Task; thread: Thread; isLead: boolean }) {
  return (
    <div class="thread">
      {thread.root ? <CommentCard task={task} comment={thread.root} isLead={isLead} /> : <p class="comment-gone">This comment was deleted.</p>}
      {thread.replies.length > 0 && (
        <ol role="list" class="thread-replies">
          {thread.replies.map((reply) => (
            <li key={reply.id}>
              <CommentCard task={task} comment={reply} isLead={isLead} quotes={reply.reply_to_id === thread.id ? null : reply.reply_to_id} />
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}

/** Steps in a row; when they are many, the last ones. */
function Happened({ lines }: { lines: readonly Happening[] }) {
  const [isWhole, setWhole] = useState(lines.length <= LINES_SHOWN);
  const shown = isWhole ? lines : lines.slice(1 - LINES_SHOWN);
  return (
    <ol role="list" class="happened">
      {!isWhole && (
        <li>
          <button type="button" class="comment-action" onClick={() => setWhole(true)}>
            Show {lines.length - shown.length} changes before
          </button>
        </li>
      )}
      {shown.map((line) => (
        <li key={line.v} class="happened-line">
          <span>
            <strong>{nameOf(line.actor)}</strong> {line.text}
          </span>
          <TimeAgo at={line.at} />
        </li>
      ))}
    </ol>
  );
}
