import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { client, mutate } from "../../../core/client";
import { newId } from "../../../core/ids";
import type { Comment, Id, Task } from "../../../core/models";
import { standingOf } from "../../../core/steps";
import { Avatar } from "../../../ui/Avatar";
import { Button } from "../../../ui/Button";
import { attachInText } from "../attach";
import { rightsOn } from "../rights";
import { TextEditor } from "../TextEditor";
import { drafts } from "./drafts";

/** Takes pasted pictures where the person may hang files on the task. */
function filesFor(task: Task): ((files: File[]) => Promise<string>) | undefined {
  return rightsOn(task).canEdit ? (files) => attachInText(task.id, files) : undefined;
}

/** Sends a comment. What the server refuses stands in its form again, below what was begun meanwhile, and not in the stash. */
function send(task: Task, key: string, body: string, replyTo: Id | null): void {
  const id = newId();
  const sent = mutate("comment.add", { id, task_id: task.id, body, ...(replyTo && { reply_to_id: replyTo }) });
  void sent.then(({ status, code }) => {
    // What it hangs on is gone: there is no form to stand in, and the stash can make something new of it.
    if ((status !== "refused" && status !== "failed") || code === "gone") return;
    const begun = drafts().of(key).peek()?.text.trim();
    drafts().set(key, { text: begun ? `${body}\n\n${begun}` : body });
    const { outbox } = client();
    const kept = outbox.stash.peek().find(({ mutation }) => mutation.name === "comment.add" && mutation.args.id === id);
    if (kept) void outbox.forget(kept.id);
  });
}

export function NewComment({ task }: { task: Task }) {
  const key = `comment:${task.id}`;
  const draft = drafts().of(key).value;
  const me = client().store.member.value;
  const body = draft?.text ?? "";
  const type = (text: string) => drafts().set(key, text ? { text } : null);
  const save = () => {
    type("");
    send(task, key, body.trim(), null);
  };
  return (
    <div class="comment comment-new">
      <Avatar id={me.id} name={me.name} size={28} decorative />
      <TextEditor
        label="Write a comment"
        projectId={task.project_id}
        placeholder="Write a comment, @ names people"
        value={body}
        onValue={type}
        onSave={save}
        saveLabel="Comment"
        onFiles={filesFor(task)}
        canSave={body.trim() !== ""}
      />
      <ReturnOffer task={task} body={body} onDone={() => type("")} />
    </div>
  );
}

/** An author's comment on what is handed in may be the reason to send it back. */
function ReturnOffer({ task, body, onDone }: { task: Task; body: string; onDone: () => void }) {
  const { kind, relations, may } = standingOf(client().store, task);
  const canReturn = kind === "review" && task.handed_in_at !== null && !relations.includes("performer") && may("return");
  if (!canReturn || body.trim() === "") return null;
  const sendBack = () => {
    void mutate("task.return", { id: task.id, reason: body.trim(), comment_id: newId() }, { toast: true });
    onDone();
  };
  return (
    <Button size="s" class="comment-return" onClick={sendBack}>
      Return the task with this comment
    </Button>
  );
}

/** The form below a comment while an answer to it is being written. */
export function ReplyForm({ task, comment, name, children }: { task: Task; comment: Comment; name: string; children?: ComponentChildren }) {
  const key = `reply:${comment.id}`;
  const draft = drafts().of(key).value;
  if (!draft) return null;
  const save = () => {
    drafts().set(key, null);
    send(task, key, draft.text.trim(), comment.id);
  };
  return (
    <div class="comment-reply">
      {children}
      <TextEditor
        label={`Answer ${name}`}
        projectId={task.project_id}
        placeholder={`Answer ${name}`}
        value={draft.text}
        onValue={(text) => drafts().set(key, { text })}
        onSave={save}
        onCancel={() => drafts().set(key, null)}
        saveLabel="Answer"
        onFiles={filesFor(task)}
        canSave={draft.text.trim() !== ""}
        takesFocus={draft.text === ""}
      />
    </div>
  );
}

/** The comment as text while it is being rewritten. */
export function EditForm({ task, comment, text, was }: { task: Task; comment: Comment; text: string; was: string }) {
  const key = `edit:${comment.id}`;
  const [isBegun] = useState(text === was);
  const save = () => {
    const body = text.trim();
    drafts().set(key, null);
    if (body && body !== was) void mutate("comment.set", { id: comment.id, fields: { body }, was: { body: was } });
  };
  return (
    <TextEditor
      label="Change the comment"
      projectId={task.project_id}
      value={text}
      onValue={(typed) => drafts().set(key, { text: typed, was })}
      onSave={save}
      onCancel={() => drafts().set(key, null)}
      saveLabel="Save"
      onFiles={filesFor(task)}
      canSave={text.trim() !== ""}
      takesFocus={isBegun}
    />
  );
}
