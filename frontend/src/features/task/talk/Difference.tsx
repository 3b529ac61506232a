import { useMemo, useState } from "preact/hooks";
import { compare, shorten } from "../../../core/diff";
import { Button } from "../../../ui/Button";

/** What was taken out of a text and what was put in, each marked by more than its colour. */
export function Difference({ before, after }: { before: string; after: string }) {
  const [isWhole, setWhole] = useState(false);
  const pieces = useMemo(() => compare(before, after), [before, after]);
  const short = shorten(pieces);
  const isCut = short.some((piece, index) => piece !== pieces[index]);
  return (
    <div class="difference">
      <p class="difference-text">
        {(isWhole ? pieces : short).map(({ text, of }, index) =>
          of === "mine" ? <ins key={index}>{text}</ins> : of === "theirs" ? <del key={index}>{text}</del> : <span key={index}>{text}</span>,
        )}
      </p>
      {isCut && (
        <Button size="s" kind="quiet" onClick={() => setWhole(!isWhole)}>
          {isWhole ? "Show what differs" : "Show the whole text"}
        </Button>
      )}
    </div>
  );
}
