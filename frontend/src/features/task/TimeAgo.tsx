import { client } from "../../core/client";
import { minute } from "../../core/clock";
import { ago, exactly } from "../../core/ago";

export function TimeAgo({ at }: { at: string }) {
  const zone = client().store.member.value.time_zone;
  return (
    <time class="ago" dateTime={at} title={exactly(at, zone)}>
      {ago(at, minute.value)}
    </time>
  );
}
