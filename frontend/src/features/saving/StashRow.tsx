import { client } from "../../core/client";
import type { Stashed } from "../../core/outbox";
import { Button } from "../../ui/Button";
import { textOf } from "./texts";
import { When } from "./When";

/** A change that the server refused: why, and what can be done about it. */
export function StashRow({ stashed }: { stashed: Stashed }) {
  const { outbox, notices } = client();
  const text = textOf(stashed.mutation);
  const copy = () =>
    void navigator.clipboard.writeText(text).then(
      () => notices.say("Copied."),
      () => notices.say("The browser did not allow the copy. Select the text and copy it by hand.", { tone: "problem" }),
    );
  return (
    <li class="saving-card">
      <div class="saving-card-head">
        <span class="saving-what">{stashed.label}</span>
        <When at={stashed.at} />
      </div>
      <p class="saving-why">{stashed.reason.detail}</p>
      {text && <p class="saving-quote">{text}</p>}
      <div class="saving-actions">
        <Button size="s" onClick={() => void outbox.retry(stashed.id)}>
          Try again
        </Button>
        {stashed.canCreateAsNew && (
          <Button size="s" onClick={() => void outbox.createAsNew(stashed.id)}>
            Create as new
          </Button>
        )}
        {text && (
          <Button size="s" kind="quiet" icon="copy" onClick={copy}>
            Copy
          </Button>
        )}
        <Button size="s" kind="quiet" onClick={() => void outbox.forget(stashed.id)}>
          Discard
        </Button>
      </div>
    </li>
  );
}
