import type { Queued } from "../../core/sync/queued";
import { When } from "./When";

export function WaitingRow({ queued }: { queued: Queued }) {
  return (
    <li class="saving-row">
      <span class="saving-what">{queued.label}</span>
      <span class={queued.saved ? "saving-where" : "saving-where is-unsafe"}>
        {queued.saved ? "On this device" : "Not saved on this device yet"}
      </span>
      <When at={queued.madeAt} />
    </li>
  );
}
