import { useEffect, useId, useState } from "preact/hooks";
import { client } from "../../core/client";
import { Select } from "../../ui/fields";
import type { DraftProps } from "./RepeatDialog";
import type { Draft } from "./repeatDraft";

const CHOICES = [
  { value: "keep", label: "Like any other day" },
  { value: "skip", label: "Leave them out" },
  { value: "next", label: "Move to the next working day" },
  { value: "previous", label: "Move to the working day before" },
];

/** What becomes of weekends and holidays, and whose holidays they are. */
export function DaysOff({ draft, change }: DraftProps) {
  const id = useId();
  const countries = useCountries();
  return (
    <>
      <Select label="Days off" value={draft.days_off} options={CHOICES} onValue={(value) => change({ days_off: value as Draft["days_off"] })} />
      {draft.days_off !== "keep" && (
        <div class="field">
          <label for={id}>Holidays of</label>
          <input
            id={id}
            class="input"
            list={`${id}-known`}
            value={draft.country}
            placeholder="Only weekends"
            maxLength={16}
            autoComplete="off"
            aria-describedby={`${id}-hint`}
            onInput={(event) => change({ country: event.currentTarget.value })}
          />
          <datalist id={`${id}-known`}>
            {countries.map((code) => (
              <option key={code} value={code}>
                {nameOf(code)}
              </option>
            ))}
          </datalist>
          <p class="field-hint" id={`${id}-hint`}>
            A country as DE, or a region as DE-BY; empty for weekends only.
          </p>
        </div>
      )}
    </>
  );
}

const names = new Intl.DisplayNames(undefined, { type: "region" });

/** Intl refuses what is no region of its own, as the codes of markets are. */
function nameOf(code: string): string {
  const [country = "", region] = code.split("-");
  const name = /^[A-Z]{2}$/.test(country) ? (names.of(country) ?? country) : country;
  return region ? `${name}, ${region}` : name;
}

/** What the server knows; none without a connection, where a code is typed. */
function useCountries(): readonly string[] {
  const [known, setKnown] = useState<readonly string[]>([]);
  useEffect(() => {
    client().countries().then(setKnown, () => setKnown([]));
  }, []);
  return known;
}
