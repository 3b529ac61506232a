import { Button } from "../ui/Button";
import { EmptyState } from "../ui/EmptyState";
import type { Closed } from "./door";

/** Stands in the place of a workspace that cannot be opened. */
export function ClosedDoor({ why }: { why: Closed }) {
  if (why === "leaving") return null;
  return <main class="closed-door">{why === "missing" ? <Missing /> : <Unreachable />}</main>;
}

function Missing() {
  return (
    <EmptyState icon="search" title="Not here" hint="There is no such workspace, or it is not yours.">
      <a class="btn btn-primary" href="/?ask">
        Back to your work
      </a>
    </EmptyState>
  );
}

function Unreachable() {
  return (
    <EmptyState
      icon="warning"
      title="This workspace is not on this device yet"
      hint="The first time it needs a connection; after that it opens without one."
    >
      <Button onClick={() => location.reload()}>Try again</Button>
    </EmptyState>
  );
}
