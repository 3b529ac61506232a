import { useId, useMemo } from "preact/hooks";
import { client } from "../../../core/client";
import { ALL } from "../../../core/lists";
import type { Id } from "../../../core/models";
import { GrowingText } from "../../../ui/GrowingText";
import { Handles, mentionedIn } from "./mentions";
import { Offered } from "./Offered";
import { readersOf } from "./readers";
import { useCompletion } from "./useCompletion";

interface MentionTextProps {
  projectId: Id;
  label: string;
  /** As it is kept: mentions by id. */
  value: string;
  onValue: (value: string) => void;
  placeholder?: string;
  takesFocus?: boolean;
}

/** A text in which people are mentioned: it shows names and keeps ids. */
export function MentionText({ projectId, value, onValue, ...rest }: MentionTextProps) {
  const id = useId();
  const members = client().store.rows("members", ALL);
  const readers = readersOf(projectId);
  const handles = useMemo(() => new Handles(members), [members.map(({ id: one, name }) => one + name).join()]);
  const typed = handles.decode(value);
  const me = client().store.me;
  const completion = useCompletion({
    people: readers.filter((reader) => reader.id !== me),
    handleOf: (person) => handles.of(person.id) ?? person.name,
    replace: (area, from, to, text) => {
      area.value = area.value.slice(0, from) + text + area.value.slice(to).replace(/^ /, "");
      area.setSelectionRange(from + text.length, from + text.length);
      onValue(handles.encode(area.value));
    },
  });
  const isOpen = completion.people.length > 0;
  return (
    // Above the text: what was typed must have been taken before anything is drawn anew.
    <div class="mention-text" onInput={(event) => completion.onCaret(event.target as HTMLTextAreaElement)}>
      <GrowingText
        {...rest}
        class="editor-text"
        value={typed}
        onValue={(text) => onValue(handles.encode(text))}
        aria-autocomplete="list"
        aria-controls={isOpen ? id : undefined}
        aria-activedescendant={isOpen ? `${id}-${completion.active}` : undefined}
        onKeyDown={(event) => completion.onKeyDown(event)}
        onKeyUp={(event) => completion.onCaret(event.currentTarget)}
        onClick={(event) => completion.onCaret(event.currentTarget)}
        onBlur={completion.close}
      />
      {isOpen && <Offered id={id} completion={completion} />}
      <Untold value={value} readers={readers.map((reader) => reader.id)} />
    </div>
  );
}

/** Says who is mentioned and will not hear of it. */
function Untold({ value, readers }: { value: string; readers: readonly Id[] }) {
  const { store } = client();
  const away = mentionedIn(value).filter((id) => !readers.includes(id));
  if (away.length === 0) return null;
  const names = away.map((id) => store.row("member", id).value?.name ?? "Somebody who is not here").join(", ");
  return (
    <p class="mention-untold" role="status">
      {names} {away.length === 1 ? "does" : "do"} not see this task and will not be told.
    </p>
  );
}
