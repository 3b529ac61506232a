/** All mutations, each registered once. */

import { checklistMutations } from "./checklists";
import { commentMutations } from "./comments";
import { conflictMutations } from "./conflicts";
import { deadlineMutations } from "./deadlines";
import { withFollowing } from "./following";
import { linkMutations } from "./links";
import { partMutations } from "./parts";
import { projectMutations } from "./projects";
import { recurrenceMutations } from "./recurrences";
import { taskMutations } from "./tasks";
import type { Change, Definition, Definitions, Mutation, MutationArgs, MutationName, Reader } from "./types";
import { verbMutations } from "./verbs";

const definitions: Partial<Definitions<MutationName>> = {
  ...taskMutations,
  ...verbMutations,
  ...deadlineMutations,
  ...recurrenceMutations,
  ...partMutations,
  ...checklistMutations,
  ...commentMutations,
  ...linkMutations,
  ...projectMutations,
  ...conflictMutations,
};

/** Adds what is loaded later (`late.ts`). */
export function learn(more: Partial<Definitions<MutationName>>): void {
  Object.assign(definitions, more);
}

/** Loads what is not needed at the first paint; without it a mutation is sent all the same, and shown by the answer. */
export async function learnAll(): Promise<void> {
  await import("./late").catch(() => undefined);
}

/** Whether the effect of a mutation is here already. */
export function isKnown(name: MutationName): boolean {
  return name in definitions;
}

function definitionOf<N extends MutationName>(mutation: Mutation<N>): Definition<MutationArgs[N]> {
  const definition = definitions[mutation.name] as Definition<MutationArgs[N]> | undefined;
  if (!definition) throw new Error(`${mutation.name} is not loaded.`);
  return definition;
}

export function effectOf<N extends MutationName>(mutation: Mutation<N>, read: Reader): Change[] {
  return withFollowing(definitionOf(mutation).effect(mutation.args, read), read);
}

export function inverseOf<N extends MutationName>(mutation: Mutation<N>, read: Reader): Mutation | null {
  return definitionOf(mutation).inverse(mutation.args, read);
}

export function labelOf<N extends MutationName>(mutation: Mutation<N>, read: Reader): string {
  return definitionOf(mutation).label(mutation.args, read);
}
