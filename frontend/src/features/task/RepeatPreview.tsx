import { useEffect, useState } from "preact/hooks";
import { client } from "../../core/client";
import { dateFormat } from "../../core/dates";
import type { Preview, Repetition } from "../../core/recurrences";
import { TransportError } from "../../core/sync/errors";
import { dayText, repeatWords } from "./repeatWords";

const PAUSE_MS = 200;

export interface NextDatesFound {
  words: string;
  zone: string;
  /** Null while they are asked for, and without a connection. */
  times: Preview["times"] | null;
  isOffline: boolean;
  /** The server's sentence, or empty. */
  problem: string;
}

/** The first dates of what is set, asked of the server, which knows the holidays. */
export function useNextDates(fields: Partial<Repetition> & Pick<Repetition, "rule" | "after_completion">, day: string, zone: string): NextDatesFound {
  const asked = JSON.stringify({ ...fields, waits: undefined, after_completion: String(fields.after_completion), starts_on: day, zone });
  const [found, setFound] = useState<Omit<NextDatesFound, "words" | "zone">>({ times: null, isOffline: false, problem: "" });
  useEffect(() => {
    let isWanted = true;
    const told = (one: Omit<NextDatesFound, "words" | "zone">) => isWanted && setFound(one);
    const ask = () =>
      client().repeats(JSON.parse(asked) as Record<string, string>).then(
        ({ times }) => told({ times, isOffline: false, problem: "" }),
        (error: unknown) => told(refused(error)),
      );
    const timer = setTimeout(() => void ask(), PAUSE_MS);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [asked]);
  return { ...found, zone, words: repeatWords(fields) };
}

/** Only what the server says of the rule is a problem; whoever cannot reach it saves as well. */
function refused(error: unknown): Omit<NextDatesFound, "words" | "zone"> {
  const isRefusal = error instanceof TransportError && error.status === 400;
  return { times: null, isOffline: !isRefusal, problem: isRefusal ? error.message : "" };
}

export function NextDates({ next: { words, times, zone, isOffline, problem } }: { next: NextDatesFound }) {
  if (problem) return <p class="field-error" role="alert">{problem}</p>;
  return (
    <div class="repeat-next" role="status" aria-label="The next dates">
      <strong>{words}</strong>
      {isOffline && <p>The dates are found when there is a connection to the server; the rule is kept until then.</p>}
      {times?.length === 0 && <p>No date follows.</p>}
      <ol role="list">
        {times?.map(({ on, at }) => (
          <li key={on}>
            {dayText(on)}
            {at && `, ${dateFormat(undefined, { timeStyle: "short", timeZone: zone }).format(Date.parse(at))}`}
          </li>
        ))}
      </ol>
    </div>
  );
}
