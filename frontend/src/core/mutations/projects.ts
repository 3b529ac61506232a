/** Mutations of projects, their stages, the columns of boards, and the workspace's tags. */

import type { Id, Project } from "../models";
import { keyBetween } from "../rank";
import { began, drop, edit, patch, placementIn, previous, put, rankAt } from "./changes";
import { stampsAt } from "./tasks";
import { cleaned, longText, oneLine, trimmed } from "./texts";
import type { Change, Definitions, MutationArgs, Reader } from "./types";

type ProjectMutation = Extract<keyof MutationArgs, `${"project" | "stage" | "column" | "tag"}.${string}`>;

function rankOfStage(read: Reader, projectId: Id, id: Id, where: { after?: Id | null; before?: Id | null }): string {
  return rankAt(read.stagesOfProject(projectId), (other) => read.peek("stage", other)?.rank ?? "", id, where);
}

function rankOfColumn(read: Reader, boardId: Id, args: MutationArgs["column.move"]): string {
  return rankAt(read.columnsOfBoard(boardId), (other) => read.peek("column", other)?.rank ?? "", args.id, args);
}

/** The project alone: its stages and board come from the server with the project's scope. */
function newProject(args: MutationArgs["project.create"], read: Reader): Project {
  return {
    id: args.id,
    key: trimmed(args.key ?? "").toUpperCase(),
    name: oneLine(args.name),
    description: longText(args.description ?? ""),
    color: args.color ?? "blue",
    visibility: args.visibility ?? "workspace",
    acceptance: args.acceptance ?? false,
    editing: args.editing ?? "everyone",
    progress: args.progress ?? "count",
    archived_at: null,
    created_at: read.now(),
  };
}

/** The tasks go to the end of the other stage, the columns that showed this one alone go with it. */
function removedStage(args: MutationArgs["stage.remove"], read: Reader): Change[] {
  return [drop("stage", args.id), ...removedColumns(args.id, read), ...(args.to ? relocated(args.id, args.to, read) : [])];
}

function removedColumns(stageId: Id, read: Reader): Change[] {
  const shown = [...read.all("column")].filter((column) => column.stage_ids.includes(stageId));
  return shown.map(({ id, stage_ids }) => {
    const others = stage_ids.filter((one) => one !== stageId);
    return others.length > 0 ? patch("column", id, { stage_ids: others }) : drop("column", id);
  });
}

function relocated(stageId: Id, to: Id, read: Reader): Change[] {
  const last = read.tasksOfStage(to).at(-1);
  let rank = (last && read.peek("task", last)?.rank) ?? null;
  return read.tasksOfStage(stageId).map((id) => {
    const next = keyBetween(rank, null);
    rank = next;
    return edit("task", id, ["stage_id", "rank"], (task) => ({ stage_id: to, rank: next, ...stampsAt(read, task, to) }));
  });
}

/** A column that is called like its stage is renamed with it. */
function changedStage(args: MutationArgs["stage.set"], read: Reader): Change[] {
  const fields = cleaned(args.fields, { name: oneLine });
  const stage = read.peek("stage", args.id);
  const { name } = fields;
  const alike = name === undefined ? [] : [...read.all("column")].filter((one) => one.name === stage?.name && one.stage_ids.includes(args.id));
  return [patch("stage", args.id, fields), ...alike.map(({ id }) => patch("column", id, { name }))];
}

/** A tag leaves every task with it. */
function removedTag({ id }: MutationArgs["tag.remove"], read: Reader): Change[] {
  const tagged = [...read.all("task")].filter((task) => task.tag_ids.includes(id));
  const without = tagged.map((task) => edit("task", task.id, [], ({ tag_ids }) => ({ tag_ids: tag_ids.filter((one) => one !== id) })));
  const parent_id = read.peek("tag", id)?.parent_id ?? null;
  const below = [...read.all("tag")].filter((tag) => tag.parent_id === id);
  return [drop("tag", id), ...below.map((tag) => patch("tag", tag.id, { parent_id })), ...without];
}

const projects: Definitions<Extract<ProjectMutation, `project.${string}`>> = {
  "project.create": {
    label: (args) => `Created ${args.name}`,
    effect: (args, read) => [put("project", newProject(args, read))],
    inverse: (args) => ({ name: "project.archive", args: { id: args.id } }),
  },
  "project.set": {
    label: () => "Changed the project",
    effect: (args) => [patch("project", args.id, cleaned(args.fields, { name: oneLine, description: longText }))],
    inverse: (args, read) => {
      const fields = previous(read, "project", args.id, args.fields);
      return fields && { name: "project.set", args: { id: args.id, fields, ...began(args.fields, "description") } };
    },
  },
  "project.archive": {
    label: (args, read) => `Archived ${read.peek("project", args.id)?.name ?? "the project"}`,
    effect: (args, read) => [patch("project", args.id, { archived_at: read.now() })],
    inverse: (args) => ({ name: "project.restore", args: { id: args.id } }),
  },
  "project.restore": {
    label: () => "Restored the project",
    effect: (args) => [patch("project", args.id, { archived_at: null })],
    inverse: (args) => ({ name: "project.archive", args: { id: args.id } }),
  },
};

const stages: Definitions<Extract<ProjectMutation, `stage.${string}`>> = {
  "stage.create": {
    label: (args) => `Added the stage ${args.name}`,
    effect: (args, read) => [
      put("stage", {
        id: args.id,
        project_id: args.project_id,
        name: oneLine(args.name),
        kind: args.kind,
        rank: rankOfStage(read, args.project_id, args.id, args),
        wip_limit: null,
        wip_hard: false,
      }),
    ],
    inverse: (args) => ({ name: "stage.remove", args: { id: args.id } }),
  },
  "stage.set": {
    label: (args, read) => `Changed ${read.peek("stage", args.id)?.name ?? "the stage"}`,
    effect: changedStage,
    inverse: (args, read) => {
      const fields = previous(read, "stage", args.id, args.fields);
      return fields && { name: "stage.set", args: { id: args.id, fields } };
    },
  },
  "stage.move": {
    label: (args, read) => `Moved ${read.peek("stage", args.id)?.name ?? "the stage"}`,
    effect: (args, read) => {
      const stage = read.peek("stage", args.id);
      return stage ? [patch("stage", args.id, { rank: rankOfStage(read, stage.project_id, args.id, args) })] : [];
    },
    inverse: (args, read) => {
      const stage = read.peek("stage", args.id);
      if (!stage) return null;
      return { name: "stage.move", args: { id: args.id, ...placementIn(read.stagesOfProject(stage.project_id), args.id) } };
    },
  },
  "stage.remove": {
    label: (args, read) => `Removed ${read.peek("stage", args.id)?.name ?? "the stage"}`,
    effect: removedStage,
    inverse: () => null,
  },
};

const columns: Definitions<Extract<ProjectMutation, `column.${string}`>> = {
  "column.set": {
    label: () => "Changed the column",
    effect: (args) => [patch("column", args.id, cleaned(args.fields, { name: oneLine }))],
    inverse: (args, read) => {
      const fields = previous(read, "column", args.id, args.fields);
      return fields && { name: "column.set", args: { id: args.id, fields } };
    },
  },
  "column.move": {
    label: () => "Moved the column",
    effect: (args, read) => {
      const column = read.peek("column", args.id);
      return column ? [patch("column", args.id, { rank: rankOfColumn(read, column.board_id, args) })] : [];
    },
    inverse: (args, read) => {
      const column = read.peek("column", args.id);
      if (!column) return null;
      return { name: "column.move", args: { id: args.id, ...placementIn(read.columnsOfBoard(column.board_id), args.id) } };
    },
  },
};

const tags: Definitions<Extract<ProjectMutation, `tag.${string}`>> = {
  "tag.create": {
    label: (args) => `Added the tag ${args.name}`,
    effect: (args) => [put("tag", { ...args, name: oneLine(args.name), parent_id: args.parent_id ?? null })],
    inverse: (args) => ({ name: "tag.remove", args: { id: args.id } }),
  },
  "tag.set": {
    label: () => "Changed the tag",
    effect: (args) => [patch("tag", args.id, cleaned(args.fields, { name: oneLine }))],
    inverse: (args, read) => {
      const fields = previous(read, "tag", args.id, args.fields);
      return fields && { name: "tag.set", args: { id: args.id, fields } };
    },
  },
  "tag.remove": {
    label: (args, read) => `Removed the tag ${read.peek("tag", args.id)?.name ?? ""}`.trim(),
    effect: removedTag,
    inverse: () => null,
  },
};

export const projectMutations: Definitions<ProjectMutation> = { ...projects, ...stages, ...columns, ...tags };
