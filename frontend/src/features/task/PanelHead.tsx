import { pathUp } from "../../core/branch";
import { client, mutate } from "../../core/client";
import { newId } from "../../core/ids";
import { type Id, type Task, taskKey } from "../../core/models";
import { standingOf } from "../../core/steps";
import { IconButton } from "../../ui/Button";
import { Menu, type MenuItem } from "../../ui/Menu";
import { Dot } from "../../ui/Tag";

const MOST_CRUMBS = 3;

interface PanelHeadProps {
  task: Task;
  onClose: () => void;
  onOpenTask: (taskId: Id) => void;
}

export function PanelHead({ task, onClose, onOpenTask }: PanelHeadProps) {
  const { store } = client();
  const project = store.row("project", task.project_id).value;
  const above = pathUp({ peek: (_model, id) => store.row("task", id).value }, task.parent_id).reverse();
  const shown = above.length > MOST_CRUMBS ? above.slice(-MOST_CRUMBS) : above;
  const key = taskKey(project, task);
  const isInFocus = store.rows("taskSeen", task.id)[0]?.is_focus === true;
  const focus = () => void mutate("task.focus", { id: task.id, is_focus: !isInFocus, seen_id: newId() }, { toast: true });
  const trash = () => {
    onClose();
    void mutate("task.trash", { id: task.id }, { toast: true });
  };
  const items: MenuItem[] = [
    { label: "Copy link", icon: "link", onSelect: () => void copy(location.href, "The link is copied.") },
    { label: `Copy ${key}`, icon: "copy", onSelect: () => void copy(key, `${key} is copied.`) },
    { label: isInFocus ? "Take out of your focus" : "Put into your focus", icon: "flag", onSelect: focus },
    { label: "Move to trash", icon: "trash", isDanger: true, isDisabled: !standingOf(store, task).may("trash"), startsGroup: true, onSelect: trash },
  ];
  return (
    <header class="task-head">
      <span class="task-crumbs">
        <Dot color={project?.color ?? "grey"} />
        <span class="truncate">{project?.name}</span>
        {shown.length < above.length && <span class="task-crumb-more" title={above.map((one) => one.title).join(" › ")}>…</span>}
        {shown.map((one) => (
          <button key={one.id} type="button" class="task-parent" title={one.title} onClick={() => onOpenTask(one.id)}>
            <span class="truncate">{one.title}</span>
          </button>
        ))}
        <span class="task-key tabular">{key}</span>
      </span>
      <Menu
        label="Task"
        items={items}
        trigger={(props) => <IconButton {...props} icon="more" label="More actions" />}
      />
      <IconButton icon="close" label="Close" onClick={onClose} />
    </header>
  );
}

async function copy(text: string, said: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    client().notices.say(said);
  } catch {
    client().notices.say("The browser does not let this page copy; copy it by hand: " + text, { tone: "problem" });
  }
}
