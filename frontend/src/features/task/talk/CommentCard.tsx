import { useState } from "preact/hooks";
import { client, mutate } from "../../../core/client";
import type { Comment, Id, Task } from "../../../core/models";
import { lazy } from "../../../lazy";
import { Avatar } from "../../../ui/Avatar";
import { IconButton } from "../../../ui/Button";
import { Menu } from "../../../ui/Menu";
import { Markdown } from "../Markdown";
import { rightsOnComment } from "../rights";
import { TimeAgo } from "../TimeAgo";
import { EditForm, ReplyForm } from "./CommentForm";
import { drafts } from "./drafts";
import { quoteOf } from "./quote";
import { ReactButton, Reactions } from "./Reactions";

const CommentVersions = lazy(() => import("./CommentVersions").then((module) => module.CommentVersions), "The list of versions");

const MARKS: Record<Exclude<Comment["mark"], "">, string> = {
  handed_in: "Handed in",
  returned: "Returned",
  refused: "Refused",
  cancelled: "Cancelled",
  proposed: "Asks for another deadline",
  declined: "Declined the deadline",
};

interface CardProps {
  task: Task;
  comment: Comment;
  isLead: boolean;
  /** Told when it answers something else than the comment at the head of its thread. */
  quotes?: Id | null;
}

export function CommentCard({ task, comment, isLead, quotes = null }: CardProps) {
  const author = comment.author_id ? client().store.row("member", comment.author_id).value : undefined;
  const name = author?.name ?? "Somebody who left";
  const draft = drafts().of(`edit:${comment.id}`).value;
  return (
    <article class="comment" id={`comment-${comment.id}`} aria-label={`Comment of ${name}`}>
      <Avatar id={comment.author_id} name={name} size={28} decorative isPlaceholder={author?.is_placeholder} />
      <div class="comment-body">
        <header class="comment-head">
          <strong class="truncate">{name}</strong>
          <TimeAgo at={comment.created_at} />
          {comment.mark && <span class={`comment-mark mark-${comment.mark}`}>{MARKS[comment.mark]}</span>}
          {comment.edited_at && <Edited comment={comment} />}
          {draft === null && <CommentMenu comment={comment} isLead={isLead} />}
        </header>
        {quotes && <Quote id={quotes} />}
        {draft === null ? (
          <Markdown source={comment.body} projectId={task.project_id} />
        ) : (
          <EditForm task={task} comment={comment} text={draft.text} was={draft.was ?? comment.body} />
        )}
        <div class="comment-foot">
          <Reactions comment={comment} />
          <ReactButton comment={comment} name={name} />
          <button type="button" class="comment-action" aria-label={`Answer ${name}`} onClick={() => drafts().set(`reply:${comment.id}`, { text: "" })}>
            Answer
          </button>
        </div>
        <ReplyForm task={task} comment={comment} name={name} />
      </div>
    </article>
  );
}

/** What an answer answers, in a few words. */
function Quote({ id }: { id: Id }) {
  const { store } = client();
  const answered = store.row("comment", id).value;
  if (!answered) return <p class="comment-quote">A comment that was deleted</p>;
  const name = (answered.author_id && store.row("member", answered.author_id).value?.name) || "Somebody";
  return (
    <p class="comment-quote truncate">
      <strong>{name}</strong> {quoteOf(answered.body)}
    </p>
  );
}

function Edited({ comment }: { comment: Comment }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button type="button" class="comment-edited" onClick={() => setOpen(true)}>
        edited
      </button>
      {isOpen && <CommentVersions comment={comment} onClose={() => setOpen(false)} />}
    </>
  );
}

function CommentMenu({ comment, isLead }: { comment: Comment; isLead: boolean }) {
  const { canEdit, canRemove } = rightsOnComment(comment, isLead);
  if (!canEdit && !canRemove) return null;
  const edit = () => drafts().set(`edit:${comment.id}`, { text: comment.body, was: comment.body });
  const remove = () => void mutate("comment.remove", { id: comment.id }, { toast: true });
  const items = [
    ...(canEdit ? [{ label: "Edit", icon: "edit" as const, onSelect: edit }] : []),
    ...(canRemove ? [{ label: "Delete", icon: "trash" as const, isDanger: true, onSelect: remove }] : []),
  ];
  return (
    <Menu
      label="Comment"
      items={items}
      trigger={(props) => <IconButton {...props} icon="more" size="s" label="Change or delete this comment" />}
    />
  );
}
