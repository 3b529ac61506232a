import { describe, expect, test } from "vitest";
import vectors from "../../../tests/vectors/verbs.json";
import type { StageKind } from "./models";
import { mayDo, VERBS, verbOf, type Relation, type Verb } from "./verbs";

const RIGHTS = vectors.rights as Record<string, string>;
const RELATIONS = vectors.relations as Relation[];
const POLICIES = [true, false].flatMap((acceptance) => (["everyone", "related"] as const).map((editing) => ({ acceptance, editing })));

function row(verb: string, { acceptance, editing }: (typeof POLICIES)[number]): string {
  const marks = [...(acceptance ? [] : ["-a"]), ...(editing === "everyone" ? ["+e"] : [])];
  const names = [[verb, ...marks].join(" "), ...marks.map((mark) => `${verb} ${mark}`), verb];
  return names.map((name) => RIGHTS[name]).find((found) => found !== undefined) ?? "";
}

describe("who may, as on the server", () => {
  test("every verb is in the table", () => {
    expect(Object.keys(VERBS).sort()).toEqual([...new Set(Object.keys(RIGHTS).map((name) => name.split(" ")[0]))].sort());
  });

  test.each(Object.keys(VERBS) as Verb[])("%s", (verb) => {
    for (const policy of POLICIES) {
      const found = RELATIONS.map((relation) => (mayDo(verb, [relation], policy) ? "yes" : "no")).join(" ");
      expect(found, JSON.stringify(policy)).toBe(row(verb, policy));
    }
  });
});

describe("what a drop in another stage is", () => {
  test.each(vectors.steps)("from $from to $to by $relations is $verb", (step) => {
    expect(verbOf(step.from as StageKind, step.to as StageKind, step.relations as Relation[], step.is_handed_in)).toBe(step.verb);
  });
});
