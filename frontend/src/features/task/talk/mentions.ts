/**
 * Mentions between what is typed, `@Maria Petrova`, and what is kept, `[@Maria Petrova](member:0190…)`, where the id counts:
 * so a person who is called differently later is still the one who was meant.
 */

import type { Id } from "../../../core/models";

export interface Person {
  id: Id;
  name: string;
}

const KEPT = /\[@([^\]\n]{0,200})\]\(member:([0-9a-fA-F-]{36})\)/g;
/** Code is shown as it is typed: nobody is mentioned in it. */
const CODE = /(```[\s\S]*?(?:```|$)|`[^`\n]*`)/;

export class Handles {
  private readonly idOf = new Map<string, Id>();
  private readonly handleOf = new Map<Id, string>();
  private readonly pattern: RegExp | null;

  /** People who have the same name get numbers, in the order of their ids. */
  constructor(people: readonly Person[]) {
    for (const { id, name } of [...people].sort((a, b) => (a.id < b.id ? -1 : 1))) {
      const plain = name.replace(/[[\]\n]/g, "").trim() || "somebody";
      let handle = plain;
      for (let number = 2; this.idOf.has(handle); number += 1) handle = `${plain} (${number})`;
      this.idOf.set(handle, id);
      this.handleOf.set(id, handle);
    }
    const names = [...this.idOf.keys()].sort((a, b) => b.length - a.length).map(escaped);
    this.pattern = names.length > 0 ? new RegExp(`(?<![\\p{L}\\p{N}_@])@(${names.join("|")})(?![\\p{L}\\p{N}_])`, "gu") : null;
  }

  of(id: Id): string | undefined {
    return this.handleOf.get(id);
  }

  /** As it is kept. */
  encode(typed: string): string {
    const { pattern } = this;
    if (!pattern || !typed.includes("@")) return typed;
    const encode = (text: string) => text.replace(pattern, (_, name: string) => `[@${name}](member:${this.idOf.get(name) ?? ""})`);
    return typed.split(CODE).map((part, index) => (index % 2 === 0 ? encode(part) : part)).join("");
  }

  /** As it is typed; who left is called as then. */
  decode(kept: string): string {
    if (!kept.includes("](member:")) return kept;
    return kept.replace(KEPT, (whole: string, name: string, id: Id) => {
      const handle = this.handleOf.get(id.toLowerCase());
      return handle ? `@${handle}` : name ? whole : "";
    });
  }
}

/** The ids that a kept text mentions. */
export function mentionedIn(kept: string): Id[] {
  return [...new Set([...kept.matchAll(KEPT)].map((found) => (found[2] as Id).toLowerCase()))];
}

/** What is being typed as a name before the caret, and where it begins; null when that is no name. */
export function nameBefore(typed: string, caret: number): { query: string; from: number } | null {
  const found = /(?<![\p{L}\p{N}_@])@([\p{L}\p{N}_.'’-]*(?: [\p{L}\p{N}_.'’-]*)?)$/u.exec(typed.slice(Math.max(0, caret - 80), caret));
  return found ? { query: found[1] as string, from: caret - found[0].length } : null;
}

/** As many as are in sight at once: a list that scrolls wants the focus for itself. More letters find the others. */
const OFFERED = 6;

/** Those whose name, or a word of it, begins so; at most eight. */
export function matching(people: readonly Person[], query: string): Person[] {
  const wanted = query.trim().toLocaleLowerCase();
  if (query.startsWith(" ")) return [];
  const begins = (name: string) => name.toLocaleLowerCase().startsWith(wanted);
  const found = people.filter(({ name }) => begins(name) || name.split(/\s+/).some(begins));
  return found.sort((a, b) => Number(begins(b.name)) - Number(begins(a.name))).slice(0, OFFERED);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}
