/** What can be made of a mutation whose task or comment is gone for good, so that the words in it find a place. */

import type { About } from "./device/schema";
import { newId } from "./ids";
import type { Id } from "./models";
import type { Mutation, MutationArgs, Reader } from "./mutations/types";

/** What the mutation is about, noted while its task can still be seen. */
export function aboutOf({ args }: Mutation, read: Reader): About | null {
  const named = args as { id: Id; task_id?: Id; project_id?: Id; stage_id?: Id; title?: string };
  const taskId = named.task_id ?? read.peek("comment", named.id)?.task_id ?? read.peek("checklist_item", named.id)?.task_id;
  const task = read.peek("task", taskId ?? named.id);
  if (task) return { task_id: task.id, project_id: task.project_id, stage_id: task.stage_id, title: task.title };
  const { project_id, stage_id, title } = named;
  return project_id && stage_id ? { project_id, stage_id, title } : null;
}

/** The mutation that would make something new of it; null when there is nothing to keep, or no place for it. */
export function asNew(mutation: Mutation, about: About | null, read: Reader): Mutation | null {
  switch (mutation.name) {
    case "comment.add":
    case "comment.set": {
      const body = mutation.name === "comment.add" ? mutation.args.body : mutation.args.fields.body;
      const { task_id: taskId } = about ?? {};
      if (taskId && read.peek("task", taskId)) return { name: "comment.add", args: { id: newId(), task_id: taskId, body } };
      return task(about, {}, body, read);
    }
    case "checklist.add":
      return task(about && { ...about, title: mutation.args.text }, {}, undefined, read);
    case "task.set":
      return task(about, without(mutation.args.fields, "parent_id"), mutation.args.fields.description, read);
    case "task.create":
      return task(about, mutation.args.fields ?? {}, mutation.args.fields?.description, read);
    default:
      return null;
  }
}

/** A task in the stage where the old one was, or in the first one of its project. */
function task(about: About | null, fields: MutationArgs["task.set"]["fields"], description: string | undefined, read: Reader): Mutation | null {
  if (!about?.project_id || !read.peek("project", about.project_id)) return null;
  const stages = read.stagesOfProject(about.project_id);
  const stageId = about.stage_id && stages.includes(about.stage_id) ? about.stage_id : stages[0];
  const title = fields.title ?? about.title;
  if (!stageId || !title) return null;
  const others = without(fields, "title");
  const kept = description === undefined ? others : { ...others, description };
  return { name: "task.create", args: { id: newId(), project_id: about.project_id, stage_id: stageId, title, fields: kept } };
}

function without<T extends object>(fields: T, name: keyof T): T {
  return Object.fromEntries(Object.entries(fields).filter(([field]) => field !== name)) as T;
}
