/** Mutations of projects, their stages, the columns of boards, and the workspace's tags. */

import type { Id, Project } from "../models";
import { began, drop, edit, patch, placementIn, previous, put, rankAt } from "./changes";
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
    key: args.key ?? "",
    name: args.name.trim(),
    description: "",
    color: args.color ?? "grey",
    visibility: args.visibility ?? "workspace",
    acceptance: args.acceptance ?? false,
    editing: args.editing ?? "everyone",
    archived_at: null,
    created_at: read.now(),
  };
}

function removedStage(args: MutationArgs["stage.remove"], read: Reader): Change[] {
  const { to } = args;
  const moves = to ? read.tasksOfStage(args.id).map((id) => patch("task", id, { stage_id: to })) : [];
  return [drop("stage", args.id), ...moves];
}

const projects: Definitions<Extract<ProjectMutation, `project.${string}`>> = {
  "project.create": {
    label: (args) => `Created ${args.name}`,
    effect: (args, read) => [put("project", newProject(args, read))],
    inverse: (args) => ({ name: "project.archive", args: { id: args.id } }),
  },
  "project.set": {
    label: () => "Changed the project",
    effect: (args) => [patch("project", args.id, args.fields)],
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
        name: args.name.trim(),
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
    effect: (args) => [patch("stage", args.id, args.fields)],
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
    effect: (args) => [patch("column", args.id, args.fields)],
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
    effect: (args) => [put("tag", { ...args, name: args.name.trim() })],
    inverse: (args) => ({ name: "tag.remove", args: { id: args.id } }),
  },
  "tag.set": {
    label: () => "Changed the tag",
    effect: (args) => [edit("tag", args.id, Object.keys(args.fields), () => args.fields)],
    inverse: (args, read) => {
      const fields = previous(read, "tag", args.id, args.fields);
      return fields && { name: "tag.set", args: { id: args.id, fields } };
    },
  },
  "tag.remove": {
    label: (args, read) => `Removed the tag ${read.peek("tag", args.id)?.name ?? ""}`.trim(),
    effect: (args) => [drop("tag", args.id)],
    inverse: () => null,
  },
};

export const projectMutations: Definitions<ProjectMutation> = { ...projects, ...stages, ...columns, ...tags };
