import { useState } from "preact/hooks";
import { client, mutate } from "../../../core/client";
import { newId } from "../../../core/ids";
import type { Comment, Id } from "../../../core/models";
import type { Reaction } from "../../../core/reactions";
import { classes } from "../../../ui/classes";
import { Popover } from "../../../ui/Popover";
import { FRIENDLY, isEmoji } from "./emoji";

function toggle(comment: Comment, emoji: string): void {
  const { store } = client();
  const mine = store.peekRows("commentReactions", comment.id).some((one) => one.member_id === store.me && one.emoji === emoji);
  void mutate("comment.react", { id: comment.id, emoji, is_on: !mine, reaction_id: newId() });
}

/** The reactions to a comment: how many, whose, and one's own to put on and take off. */
export function Reactions({ comment }: { comment: Comment }) {
  const { store } = client();
  const reactions = store.rows("commentReactions", comment.id);
  if (reactions.length === 0) return null;
  const counts = new Map<string, Reaction[]>();
  for (const reaction of reactions) counts.set(reaction.emoji, [...(counts.get(reaction.emoji) ?? []), reaction]);
  return (
    <ul role="list" class="reactions" aria-label="Reactions">
      {[...counts].map(([emoji, given]) => {
        const isMine = given.some((one) => one.member_id === store.me);
        const names = given.map((one) => nameOf(one.member_id)).join(", ");
        return (
          <li key={emoji}>
            <button
              type="button"
              class={classes("reaction", isMine && "is-mine")}
              aria-pressed={isMine}
              aria-label={`${emoji} ${given.length}, from ${names}`}
              title={names}
              onClick={() => toggle(comment, emoji)}
            >
              <span aria-hidden="true">{emoji}</span> <span class="tabular">{given.length}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

function nameOf(id: Id): string {
  const { store } = client();
  return id === store.me ? "you" : (store.row("member", id).value?.name ?? "somebody");
}

export function ReactButton({ comment, name }: { comment: Comment; name: string }) {
  return (
    <Popover
      label="React"
      class="popover-react"
      trigger={(props) => (
        <button type="button" {...props} class="comment-action" aria-label={`React to the comment of ${name}`}>
          React
        </button>
      )}
    >
      {(close) => <Choice onPick={(emoji) => (toggle(comment, emoji), close())} />}
    </Popover>
  );
}

function Choice({ onPick }: { onPick: (emoji: string) => void }) {
  const [typed, setTyped] = useState("");
  const [isOdd, setOdd] = useState(false);
  const submit = (event: Event) => {
    event.preventDefault();
    if (isEmoji(typed.trim())) onPick(typed.trim());
    else setOdd(true);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 4, ArrowUp: -4 }[event.key];
    const buttons = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>("button")];
    const next = by && buttons[(buttons.indexOf(document.activeElement as HTMLElement) + by + buttons.length) % buttons.length];
    if (!next) return;
    event.preventDefault();
    next.focus();
  };
  return (
    <form class="react-form" onSubmit={submit} noValidate>
      <div class="react-grid" role="group" aria-label="Emoji" onKeyDown={onKeyDown}>
        {FRIENDLY.map(([emoji, name], index) => (
          <button key={emoji} type="button" class="react-emoji" aria-label={name} title={name} data-autofocus={index === 0 || undefined} onClick={() => onPick(emoji)}>
            {emoji}
          </button>
        ))}
      </div>
      <input
        class="input"
        aria-label="Another emoji"
        placeholder="Another emoji"
        value={typed}
        maxLength={32}
        aria-invalid={isOdd}
        onInput={(event) => (setTyped(event.currentTarget.value), setOdd(false))}
      />
      {isOdd && <p class="field-error" role="alert">A reaction is one emoji.</p>}
    </form>
  );
}
