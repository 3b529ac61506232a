import { useEffect, useMemo, useState } from "preact/hooks";
import { client } from "../../core/client";
import { mergeKeepingBoth } from "../../core/merge";
import type { Conflict } from "../../core/conflicts";
import { Button } from "../../ui/Button";
import { classes } from "../../ui/classes";
import { GrowingText } from "../../ui/GrowingText";
import { compare, join, shorten } from "../../core/diff";

interface TextChoiceProps {
  conflict: Conflict;
  other: string;
}

/** Two versions of a long text: what differs, either of them, or a third one made of both. */
export function TextChoice({ conflict, other }: TextChoiceProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const take = (which: "mine" | "theirs") => () => void client().resolve(conflict.id, which);
  if (draft !== null) return <ByHand conflict={conflict} draft={draft} onDraft={setDraft} />;
  return (
    <>
      <Differences conflict={conflict} other={other} />
      <div class="saving-actions">
        <Button size="s" kind="primary" onClick={() => setDraft(bothOf(conflict))}>
          Merge by hand
        </Button>
        <Button size="s" onClick={take("mine")}>
          Use mine
        </Button>
        <Button size="s" onClick={take("theirs")}>
          Keep theirs
        </Button>
      </div>
    </>
  );
}

function Differences({ conflict, other }: TextChoiceProps) {
  const [isWhole, setWhole] = useState(false);
  const pieces = useMemo(() => compare(String(conflict.theirs), String(conflict.mine)), [conflict.theirs, conflict.mine]);
  const short = shorten(pieces);
  const isCut = short.some((piece, index) => piece !== pieces[index]);
  return (
    <div class="saving-diff">
      <p class="saving-legend">
        <ins>Only yours</ins> <del>Only from {other}</del>
      </p>
      <p class="saving-text">
        {(isWhole ? pieces : short).map((piece, index) => (
          <PieceText key={index} of={piece.of} text={piece.text} />
        ))}
      </p>
      {isCut && (
        <Button size="s" kind="quiet" onClick={() => setWhole(!isWhole)}>
          {isWhole ? "Show what differs" : "Show the whole text"}
        </Button>
      )}
    </div>
  );
}

function PieceText({ of, text }: { of: "both" | "mine" | "theirs"; text: string }) {
  if (of === "mine") return <ins>{text}</ins>;
  return of === "theirs" ? <del>{text}</del> : <span>{text}</span>;
}

/** Both texts in one, to be put in order by hand: all that each changed, and theirs and then mine where they clash. */
function bothOf({ base, mine, theirs }: Conflict): string {
  const merged = base === null ? null : mergeKeepingBoth(base, String(mine), String(theirs));
  return merged ?? join(String(theirs), String(mine));
}

function ByHand({ conflict, draft, onDraft }: { conflict: Conflict; draft: string; onDraft: (draft: string | null) => void }) {
  const save = () => void client().resolve(conflict.id, "value", draft.trimEnd());
  // The two texts are kept; what was made of them here is not, until it is saved.
  const [isTouched, setTouched] = useState(false);
  useEffect(() => {
    if (!isTouched) return undefined;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [isTouched]);
  const change = (text: string) => {
    setTouched(true);
    onDraft(text);
  };
  return (
    <>
      <GrowingText class={classes("editor-text", "saving-draft")} label="The text made of both" value={draft} onValue={change} takesFocus />
      <div class="saving-actions">
        <Button size="s" kind="primary" onClick={save}>
          Save this text
        </Button>
        <Button size="s" kind="quiet" onClick={() => onDraft(null)}>
          Back
        </Button>
      </div>
    </>
  );
}
