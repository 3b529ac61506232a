/** A mutation in the queue, and its forms on the device. */

import { isElsewhere, type Lost } from "../device/outbox";
import type { AckedRecord, Draft, StashRecord, WaitingRecord } from "../device/schema";
import type { Id } from "../models";
import type { PushedMutation, PushResult } from "./wire";

export interface Queued extends WaitingRecord {
  /** Whether it is written on the device. Until then it has no number, unless there is no device to write on. */
  saved: boolean;
  /** What the server said; null while it has said nothing. */
  result: PushResult | null;
}

/** Refused or failed: it is in nobody's rows. */
export function isLost({ result }: Pick<Queued, "result">): boolean {
  return result?.status === "refused" || result?.status === "failed";
}

/** Written ones by their number, then those that are not, as they were made. */
export function sorted(queued: readonly Queued[]): Queued[] {
  const written = queued.filter(({ saved }) => saved).sort((a, b) => a.seq - b.seq);
  return [...written, ...queued.filter(({ saved }) => !saved)];
}

export function asQueued(record: WaitingRecord): Queued {
  return { ...recordOf(record), saved: true, result: null };
}

export function asAcked(record: AckedRecord): Queued {
  return { ...recordOf(record), saved: true, result: record.result };
}

export function recordOf({ id, mutation, base, madeAt, label, about, seq, client }: WaitingRecord): WaitingRecord {
  return { id, mutation, base, madeAt, label, about, seq, client };
}

export function draftOf({ id, mutation, base, madeAt, label, about }: Queued): Draft {
  return { id, mutation, base, madeAt, label, about };
}

export function reasonOf(result: PushResult): StashRecord["reason"] {
  const { code = "", detail = "The server could not save the change.", field } = result;
  return field ? { code, detail, field } : { code, detail };
}

export function stashOf({ id, mutation, label, about }: WaitingRecord, reason: StashRecord["reason"], at: number): StashRecord {
  return { id, mutation, label, reason, at, about };
}

/** The acknowledged ones that a restored server has lost, in their order. */
export function lostOf(acknowledged: readonly Queued[], client: Id, { after, at }: Lost): Queued[] {
  return acknowledged.filter((queued) =>
    queued.client === client ? queued.seq > after : at !== null && queued.result !== null && isElsewhere(queued.result, at),
  );
}

/** As the server takes them. Nothing is younger than what was made after it, whatever the clock says. */
export function wireOf(batch: readonly Queued[], ageOf: (queued: Queued) => number): PushedMutation[] {
  const wired: PushedMutation[] = [];
  let age = 0;
  for (const queued of [...batch].reverse()) {
    age = Math.max(age, ageOf(queued));
    const { seq, id, mutation, base } = queued;
    wired.unshift({ seq, id, name: mutation.name, args: mutation.args, base, age_ms: age });
  }
  return wired;
}
