import { useState } from "preact/hooks";
import { client, mutate } from "../../core/client";
import { newId } from "../../core/ids";
import type { Comment, Id, Task } from "../../core/models";
import { standingOf } from "../../core/steps";
import { Avatar } from "../../ui/Avatar";
import { Button, IconButton } from "../../ui/Button";
import { Menu } from "../../ui/Menu";
import { Markdown } from "./Markdown";
import { rightsOnComment } from "./rights";
import { Section } from "./Section";
import { TextEditor } from "./TextEditor";
import { TimeAgo } from "./TimeAgo";

/** What was typed and not sent, kept while the page lives. */
const unsent = new Map<Id, string>();

export function Comments({ task, isLead }: { task: Task; isLead: boolean }) {
  const comments = client().store.rows("taskComments", task.id);
  return (
    <Section title="Comments" count={comments.length > 0 ? String(comments.length) : undefined}>
      <ol role="list" class="comments">
        {comments.map((comment) => (
          <CommentCard key={comment.id} comment={comment} isLead={isLead} />
        ))}
      </ol>
      <NewComment task={task} />
    </Section>
  );
}

function NewComment({ task }: { task: Task }) {
  const [body, setBody] = useState(unsent.get(task.id) ?? "");
  const me = client().store.member.value;
  const type = (text: string) => {
    setBody(text);
    unsent.set(task.id, text);
  };
  const send = () => {
    if (!body.trim()) return;
    const sent = mutate("comment.add", { id: newId(), task_id: task.id, body: body.trim() });
    type("");
    // A refused comment stands in the field again, unless another was begun meanwhile.
    void sent.then(({ status }) => status !== "applied" && !unsent.get(task.id)?.trim() && type(body));
  };
  const { kind, relations, may } = standingOf(client().store, task);
  const canReturn = kind === "review" && task.handed_in_at !== null && !relations.includes("performer") && may("return");
  const sendBack = () => {
    void mutate("task.return", { id: task.id, reason: body.trim(), comment_id: newId() }, { toast: true });
    type("");
  };
  return (
    <div class="comment comment-new">
      <Avatar id={me.id} name={me.name} size={28} decorative />
      <TextEditor
        label="Write a comment"
        placeholder="Write a comment"
        value={body}
        onValue={type}
        onSave={send}
        saveLabel="Comment"
        canSave={body.trim() !== ""}
      />
      {canReturn && body.trim() !== "" && (
        <Button size="s" class="comment-return" onClick={sendBack}>
          Return the task with this comment
        </Button>
      )}
    </div>
  );
}

const MARKS: Record<Exclude<Comment["mark"], "">, string> = {
  handed_in: "Handed in",
  returned: "Returned",
  refused: "Refused",
  cancelled: "Cancelled",
  proposed: "Asks for another deadline",
  declined: "Declined the deadline",
};

function CommentCard({ comment, isLead }: { comment: Comment; isLead: boolean }) {
  const [draft, setDraft] = useState<string | null>(null);
  const [was, setWas] = useState("");
  const author = comment.author_id ? client().store.row("member", comment.author_id).value : undefined;
  const name = author?.name ?? "Somebody who left";
  const save = () => {
    const body = draft?.trim();
    if (body && body !== was) void mutate("comment.set", { id: comment.id, fields: { body }, was: { body: was } });
    setDraft(null);
  };
  const edit = () => {
    setWas(comment.body);
    setDraft(comment.body);
  };
  return (
    <li class="comment">
      <Avatar id={comment.author_id} name={name} size={28} decorative isPlaceholder={author?.is_placeholder} />
      <div class="comment-body">
        <header class="comment-head">
          <strong class="truncate">{name}</strong>
          <TimeAgo at={comment.created_at} />
          {comment.mark && <span class={`comment-mark mark-${comment.mark}`}>{MARKS[comment.mark]}</span>}
          {comment.edited_at && <span class="muted small">edited</span>}
          {draft === null && <CommentMenu comment={comment} isLead={isLead} onEdit={edit} />}
        </header>
        {draft === null ? (
          <Markdown source={comment.body} />
        ) : (
          <TextEditor
            label="Change the comment"
            value={draft}
            onValue={setDraft}
            onSave={save}
            onCancel={() => setDraft(null)}
            saveLabel="Save"
            canSave={draft.trim() !== ""}
            takesFocus
          />
        )}
      </div>
    </li>
  );
}

function CommentMenu({ comment, isLead, onEdit }: { comment: Comment; isLead: boolean; onEdit: () => void }) {
  const { canEdit, canRemove } = rightsOnComment(comment, isLead);
  if (!canEdit && !canRemove) return null;
  const remove = () => void mutate("comment.remove", { id: comment.id });
  const items = [
    ...(canEdit ? [{ label: "Edit", icon: "edit" as const, onSelect: onEdit }] : []),
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
