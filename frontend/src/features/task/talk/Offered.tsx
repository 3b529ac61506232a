import { useEffect, useRef } from "preact/hooks";
import { Avatar } from "../../../ui/Avatar";
import { classes } from "../../../ui/classes";
import type { Completion } from "./useCompletion";

/** The people who are offered; the focus stays in the text. */
export function Offered({ id, completion }: { id: string; completion: Completion }) {
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => list.current?.scrollIntoView({ block: "nearest" }), []);
  useEffect(() => list.current?.children[completion.active]?.scrollIntoView({ block: "nearest" }), [completion.active]);
  return (
    <ul ref={list} id={id} class="offered" role="listbox" aria-label="People to mention">
      {completion.people.map((person, index) => (
        <li
          key={person.id}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === completion.active}
          class={classes("offered-person", index === completion.active && "is-active")}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => completion.pick(person)}
        >
          <Avatar id={person.id} name={person.name} size={20} decorative />
          <span class="truncate">{person.name}</span>
        </li>
      ))}
    </ul>
  );
}
