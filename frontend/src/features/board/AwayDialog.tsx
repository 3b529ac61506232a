import { useEffect, useState } from "preact/hooks";
import { client, mutate } from "../../core/client";
import type { Id, Project } from "../../core/models";
import type { Away, AwayTask } from "../../core/sync/wire";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";

const WORDS = {
  trashed: { title: "Trash", none: "The trash is empty.", hint: "What is here for 30 days is deleted for good.", verb: "task.restore" },
  archived: { title: "Archive", none: "Nothing is put away.", hint: "Tasks that were put away, or cancelled.", verb: "task.unarchive" },
} as const;

/** The tasks of a project that are on no board, to be brought back; asked of the server each time. */
export function AwayDialog({ project, which, onClose }: { project: Project; which: Away; onClose: () => void }) {
  const { title, none, hint, verb } = WORDS[which];
  const [tasks, setTasks] = useState<readonly AwayTask[] | null>(null);
  const [problem, setProblem] = useState("");
  useEffect(() => {
    let isOpen = true;
    client().away(project.id, which).then(
      (found) => isOpen && setTasks(found),
      (error: unknown) => isOpen && setProblem(error instanceof Error ? error.message : String(error)),
    );
    return () => {
      isOpen = false;
    };
  }, [project.id, which]);
  const bringBack = (id: Id) => {
    void mutate(verb, { id }, { toast: true });
    setTasks((known) => known && known.filter((task) => task.id !== id));
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <p class="muted small">{hint}</p>
      {problem && <p role="alert">{problem}</p>}
      {!tasks && !problem && <p role="status">Asking the server …</p>}
      {tasks?.length === 0 && <p role="status">{none}</p>}
      <ul class="away" role="list">
        {tasks?.map((task) => (
          <li key={task.id} class="away-row">
            <span class="card-key tabular">
              {project.key}-{task.number}
            </span>
            <span class="away-title truncate">{task.title}</span>
            <Button size="s" aria-label={`Bring back: ${task.title}`} onClick={() => bringBack(task.id)}>
              Bring back
            </Button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
