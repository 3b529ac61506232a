import { useRef, useState } from "preact/hooks";
import { matching, nameBefore, type Person } from "./mentions";

export interface Completion {
  people: Person[];
  active: number;
  /** The key was for the list. */
  onKeyDown: (event: KeyboardEvent) => boolean;
  onCaret: (area: HTMLTextAreaElement) => void;
  pick: (person: Person) => void;
  close: () => void;
}

interface Typing {
  people: readonly Person[];
  handleOf: (person: Person) => string;
  /** Replaces a stretch of what is typed, and leaves the caret behind it. */
  replace: (area: HTMLTextAreaElement, from: number, to: number, text: string) => void;
}

/** Offers people while a name is typed behind an at sign. */
export function useCompletion({ people, handleOf, replace }: Typing): Completion {
  const [found, setFound] = useState<{ query: string; from: number } | null>(null);
  const [chosen, setActive] = useState(0);
  const area = useRef<HTMLTextAreaElement | null>(null);
  /** Where a name began whose list was closed: it stays closed while that name is typed. */
  const dismissed = useRef(-1);
  const offered = found ? matching(people, found.query) : [];
  const active = Math.min(chosen, offered.length - 1);
  const close = () => setFound(null);
  const onCaret = (element: HTMLTextAreaElement) => {
    area.current = element;
    const next = element.selectionStart === element.selectionEnd ? nameBefore(element.value, element.selectionStart) : null;
    if (next?.from !== dismissed.current) dismissed.current = -1;
    if (next?.from === found?.from && next?.query === found?.query) return;
    setActive(0);
    setFound(next && dismissed.current < 0 ? next : null);
  };
  const pick = (person: Person) => {
    if (!area.current || !found) return;
    close();
    replace(area.current, found.from, area.current.selectionStart, `@${handleOf(person)} `);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const person = offered[active];
    if (!person || event.isComposing || event.ctrlKey || event.metaKey) return false;
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by !== undefined) setActive((active + by + offered.length) % offered.length);
    else if (event.key === "Enter" || event.key === "Tab") pick(person);
    else if (event.key === "Escape") [dismissed.current] = [found?.from ?? -1, close()];
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  return { people: offered, active, onKeyDown, onCaret, pick, close };
}
