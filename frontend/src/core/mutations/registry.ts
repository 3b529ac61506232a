/** All mutations, each registered once. */

import { checklistMutations } from "./checklists";
import { commentMutations } from "./comments";
import { conflictMutations } from "./conflicts";
import { deadlineMutations } from "./deadlines";
import { partMutations } from "./parts";
import { projectMutations } from "./projects";
import { taskMutations } from "./tasks";
import type { Change, Definition, Definitions, Mutation, MutationArgs, MutationName, Reader } from "./types";
import { verbMutations } from "./verbs";

const definitions: Definitions<MutationName> = {
  ...taskMutations,
  ...verbMutations,
  ...deadlineMutations,
  ...partMutations,
  ...checklistMutations,
  ...commentMutations,
  ...projectMutations,
  ...conflictMutations,
};

function definitionOf<N extends MutationName>(mutation: Mutation<N>): Definition<MutationArgs[N]> {
  return definitions[mutation.name];
}

export function effectOf<N extends MutationName>(mutation: Mutation<N>, read: Reader): Change[] {
  return definitionOf(mutation).effect(mutation.args, read);
}

export function inverseOf<N extends MutationName>(mutation: Mutation<N>, read: Reader): Mutation | null {
  return definitionOf(mutation).inverse(mutation.args, read);
}

export function labelOf<N extends MutationName>(mutation: Mutation<N>, read: Reader): string {
  return definitionOf(mutation).label(mutation.args, read);
}
