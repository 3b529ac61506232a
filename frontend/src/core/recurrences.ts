/** How tasks come again. */

import type { Day, Id, Instant } from "./models";

/** What people set: one value, as the server keeps it. */
export interface Repetition {
  /** An RRULE of RFC 5545, of days. */
  rule: string;
  /** The rule's interval is counted from the day on which the latest was done. */
  after_completion: boolean;
  starts_on: Day;
  /** As `09:00`, or empty. */
  at_time: string;
  zone: string;
  /** What becomes of a day on which nobody works. */
  days_off: "keep" | "next" | "previous" | "skip";
  /** Whose holidays are days off, as `DE` or `DE-BY`; without one only weekends are. */
  country: string;
  /** The next one comes only when the latest is closed. */
  waits: boolean;
}

export interface Recurrence extends Repetition {
  id: Id;
  project_id: Id;
  /** The latest of its tasks. */
  task_id: Id;
  /** The number of the latest. */
  occurrence: number;
  /** The day of the rule that the latest stands for. */
  occurs_on: Day;
  /** When the next one is due; null where only the server knows. */
  next_on: Day | null;
  next_at: Instant | null;
  /** The id that the next one will have; null when none comes. */
  next_id: Id | null;
  skipped_on: Day[];
  stopped_at: Instant | null;
  created_at: Instant;
}

/** The first times of a rule, as the server finds them. */
export interface Preview {
  rule: string;
  times: { on: Day; at: Instant | null }[];
}
