import { client } from "../../core/client";
import { Button } from "../../ui/Button";
import { EmptyState } from "../../ui/EmptyState";

/** Stands until the first snapshot is there: the outline of a board, or why there is none. */
export function Opening() {
  const { connection, sentence } = client().status.value;
  if (connection === "offline" || connection === "broken") {
    return (
      <EmptyState icon="warning" title="The workspace could not be opened" hint={sentence}>
        <Button onClick={() => client().retry()}>Try now</Button>
      </EmptyState>
    );
  }
  return (
    <div class="opening" aria-busy="true">
      <p class="visually-hidden" role="status">
        {sentence}
      </p>
      {[5, 3, 4, 2].map((cards, column) => (
        <div class="opening-column" key={column} aria-hidden="true">
          {Array.from({ length: cards }, (_, card) => (
            <span class="opening-card" key={card} />
          ))}
        </div>
      ))}
    </div>
  );
}
