import { useState } from "preact/hooks";
import { client, mutate } from "../../core/client";
import { newId } from "../../core/ids";
import { standingOf } from "../../core/steps";
import type { Task } from "../../core/models";
import { Button, IconButton } from "../../ui/Button";
import { Menu } from "../../ui/Menu";
import { ReasonDialog } from "../../ui/ReasonDialog";
import { HandOnDialog } from "./HandOnDialog";
import { StateLine } from "./StateLine";
import { useVerbKeys } from "./useVerbKeys";
import { doable, type Doable } from "./doable";

const ASKED = {
  return: { title: "Return the task", action: "Return", hint: "Its performer reads the reason in the comments.", mayBeEmpty: false },
  refuse: { title: "Refuse the task", action: "Refuse", hint: "It goes back to its author without a performer.", mayBeEmpty: false },
  cancel: { title: "Cancel the task", action: "Cancel the task", hint: "A reason helps those who look for it later.", mayBeEmpty: true },
} as const;

/** What the signed-in person can do with the task next: one button, the rest in a menu, and how it stands. */
export function Verbs({ task, onGone }: { task: Task; onGone: () => void }) {
  const [asking, setAsking] = useState<keyof typeof ASKED | "hand_on" | null>(null);
  const { id } = task;
  const { primary, others } = doable(task, standingOf(client().store, task));
  const act = ({ verb }: Doable) => {
    if (verb === "return" || verb === "refuse" || verb === "cancel" || verb === "hand_on") return setAsking(verb);
    if (verb === "archive") onGone();
    return void mutate(`task.${verb}`, { id }, { toast: true });
  };
  const give = (reason: string) => {
    if (asking === null || asking === "hand_on") return;
    const why = reason ? { reason, comment_id: newId() } : {};
    void mutate(`task.${asking}`, { id, ...why } as { id: string; reason: string }, { toast: true });
  };
  useVerbKeys([...(primary ? [primary] : []), ...others], act);
  const items = others.map((one) => ({ label: one.label, keys: one.keys, isDanger: one.verb === "cancel", onSelect: () => act(one) }));
  return (
    <section class="verbs" aria-label="What to do next">
      <StateLine task={task} />
      <span class="verbs-buttons">
        {primary && (
          <Button kind="primary" size="s" title={primary.keys && `${primary.label} (${primary.keys})`} onClick={() => act(primary)}>
            {primary.label}
          </Button>
        )}
        {items.length > 0 && (
          <Menu label="More to do" items={items} trigger={(props) => <IconButton {...props} icon="more" size="s" label="More to do" />} />
        )}
      </span>
      {asking === "hand_on" && <HandOnDialog task={task} onClose={() => setAsking(null)} />}
      {asking !== null && asking !== "hand_on" && <ReasonDialog {...ASKED[asking]} onGive={give} onClose={() => setAsking(null)} />}
    </section>
  );
}
