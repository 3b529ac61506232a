import { useState } from "preact/hooks";
import { mutate } from "../../core/client";
import { newId } from "../../core/ids";
import type { Project } from "../../core/models";
import { navigate, pathTo } from "../../router";
import type { Away } from "../../core/sync/wire";
import { IconButton } from "../../ui/Button";
import { lazy } from "../../lazy";
import { Menu, type MenuItem } from "../../ui/Menu";
import type { BoardModel } from "./model";

const AwayDialog = lazy(() => import("./AwayDialog").then((module) => module.AwayDialog), "The list");
const TagsDialog = lazy(() => import("../fields/TagsDialog").then((module) => module.TagsDialog), "The list");
const FieldsDialog = lazy(() => import("../fields/FieldsDialog").then((module) => module.FieldsDialog), "The list");
const NameDialog = lazy(() => import("./NameDialog").then((module) => module.NameDialog), "The form");

/** What can be done with the whole project. */
export function ProjectMenu({ project, board }: { project: Project; board: BoardModel }) {
  const [asking, setAsking] = useState<"rename" | "stage" | "fields" | "tags" | Away | null>(null);
  const archive = () => {
    void mutate("project.archive", { id: project.id }, { toast: true });
    navigate(pathTo());
  };
  const acceptance: MenuItem = {
    label: project.acceptance ? "Do without acceptance" : "Ask authors to accept what is done",
    icon: "check",
    onSelect: () => void mutate("project.set", { id: project.id, fields: { acceptance: !project.acceptance } }, { toast: true }),
  };
  const progress: MenuItem = {
    label: project.progress === "count" ? "Count progress by estimates" : "Count progress by tasks",
    icon: "estimate",
    onSelect: () => void mutate("project.set", { id: project.id, fields: { progress: project.progress === "count" ? "estimate" : "count" } }, { toast: true }),
  };
  const fields: MenuItem = { label: "Fields of the tasks", icon: "settings", onSelect: () => setAsking("fields") };
  const items: MenuItem[] = [
    { label: "Rename the project", icon: "edit", onSelect: () => setAsking("rename") },
    { label: "Add a stage", icon: "plus", onSelect: () => setAsking("stage") },
    ...(board.store.roleIn(project.id) === "lead" ? [acceptance, progress, fields] : []),
    { label: "Tags of the workspace", icon: "tag", onSelect: () => setAsking("tags") },
    { label: "Archived tasks", icon: "archive", startsGroup: true, onSelect: () => setAsking("archived") },
    { label: "Trash", icon: "trash", onSelect: () => setAsking("trashed") },
    { label: "Archive the project", icon: "archive", startsGroup: true, onSelect: archive },
  ];
  const addStage = (name: string) => {
    const stages = board.store.peekRows("projectStages", project.id);
    // Before the last stage, which is where tasks end.
    const last = stages.at(-1);
    const where = { after: stages.at(-2)?.id ?? null, before: last?.id ?? null };
    void mutate("stage.create", { id: newId(), project_id: project.id, name, kind: "doing", ...where });
  };
  return (
    <>
      <Menu label="Project" items={items} trigger={(trigger) => <IconButton icon="more" size="s" label="Project menu" {...trigger} />} />
      {asking === "rename" && (
        <NameDialog
          title="Rename the project"
          value={project.name}
          onSave={(name) => void mutate("project.set", { id: project.id, fields: { name } }, { toast: true })}
          onClose={() => setAsking(null)}
        />
      )}
      {(asking === "trashed" || asking === "archived") && <AwayDialog project={project} which={asking} onClose={() => setAsking(null)} />}
      {asking === "tags" && <TagsDialog onClose={() => setAsking(null)} />}
      {asking === "fields" && <FieldsDialog project={project} onClose={() => setAsking(null)} />}
      {asking === "stage" && <NameDialog title="Add a stage" value="" onSave={addStage} onClose={() => setAsking(null)} />}
    </>
  );
}
