import { useMemo, useState } from "preact/hooks";
import { client, mutate } from "../../../core/client";
import { ALL } from "../../../core/lists";
import type { Task } from "../../../core/models";
import type { TaskParts } from "../../../core/parts";
import type { Entry } from "../../../core/sync/wire";
import { Button } from "../../../ui/Button";
import { Dialog } from "../../../ui/Dialog";
import { Difference } from "../talk/Difference";
import { Handles } from "../talk/mentions";
import { TimeAgo } from "../TimeAgo";

/** How the description read after each change that is known here, what each changed, and a way back to any of them. */
export function DescriptionVersions({ task, parts, canEdit, onClose }: { task: Task; parts: TaskParts; canEdit: boolean; onClose: () => void }) {
  const { store } = client();
  const [isReading, setReading] = useState(false);
  const handles = useMemo(() => new Handles(store.peekRows("members", ALL)), []);
  const told = parts.history.value.filter((entry) => entry.model === "task" && typeof entry.patch.description === "string" && !(entry.kind === "task.created" && !entry.patch.description));
  const now = task.description ?? "";
  const restore = (description: string) => {
    void mutate("task.set", { id: task.id, fields: { description }, was: { description: now } }, { toast: true });
    onClose();
  };
  const readOlder = () => {
    setReading(true);
    void client()
      .parts.loadOlderHistory(task.id)
      .catch(() => client().notices.say("Older versions could not be read.", { tone: "problem" }))
      .finally(() => setReading(false));
  };
  return (
    <Dialog title="Versions of the description" onClose={onClose}>
      <ol role="list" class="versions">
        {told.map((entry, index) => {
          const text = String(entry.patch.description);
          const before = told[index + 1]?.patch.description ?? (parts.hasOlderHistory.value ? null : "");
          return (
            <li key={entry.v}>
              <VersionHead entry={entry} isNow={text === now} onRestore={canEdit ? () => restore(text) : null} />
              <Difference before={before === null ? handles.decode(text) : handles.decode(String(before))} after={handles.decode(text)} />
            </li>
          );
        })}
      </ol>
      {told.length === 0 && <p>No version is known here.</p>}
      {parts.hasOlderHistory.value && (
        <Button size="s" kind="quiet" disabled={isReading} onClick={readOlder}>
          Look further back
        </Button>
      )}
    </Dialog>
  );
}

function VersionHead({ entry, isNow, onRestore }: { entry: Entry; isNow: boolean; onRestore: (() => void) | null }) {
  return (
    <p class="version-head">
      <strong>{(entry.actor && client().store.row("member", entry.actor).value?.name) || "Somebody"}</strong> wrote this <TimeAgo at={entry.at} />
      {isNow && <span class="muted small">as it is now</span>}
      {!isNow && onRestore && (
        <Button size="s" onClick={onRestore}>
          Restore this version
        </Button>
      )}
    </p>
  );
}
