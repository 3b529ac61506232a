import { exactly, timeWords } from "../../core/ago";
import { client } from "../../core/client";

/** When something was done, in this person's zone; the tooltip says it in full. */
export function When({ at }: { at: number | string }) {
  const zone = client().store.member.value.time_zone;
  const iso = new Date(at).toISOString();
  return (
    <time class="saving-when tabular" dateTime={iso} title={exactly(iso, zone)}>
      {timeWords(iso, zone)}
    </time>
  );
}
