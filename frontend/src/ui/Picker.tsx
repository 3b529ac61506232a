import type { ComponentChildren } from "preact";
import { useId, useState } from "preact/hooks";
import { classes } from "./classes";
import { Icon } from "./Icon";
import { Popover, type TriggerProps } from "./Popover";

export interface Option {
  id: string;
  label: string;
  leading?: ComponentChildren;
  hint?: string;
}

interface PickerProps {
  label: string;
  options: readonly Option[];
  /** Gives the options for what was typed, where there are too many to be given at once. */
  find?: (query: string) => readonly Option[];
  /** The ids that are chosen now. */
  chosen: readonly string[];
  /** Stays open after a choice. */
  isMany?: boolean;
  onPick: (id: string) => void;
  /** Offers to make what was typed when no option is called so. */
  onCreate?: (name: string) => void;
  trigger: (props: TriggerProps) => ComponentChildren;
}

/** Choosing one or several from a list that narrows as one types. */
export function Picker({ label, trigger, ...list }: PickerProps) {
  return (
    <Popover trigger={trigger} label={label} class="popover-picker">
      {(close) => <PickerList label={label} {...list} close={close} />}
    </Popover>
  );
}

type PickerListProps = Omit<PickerProps, "trigger"> & { close: () => void };

function PickerList({ label, options, find, chosen, isMany, onPick, onCreate, close }: PickerListProps) {
  const [query, setQuery] = useState("");
  const [active, setActive] = useState(0);
  const id = useId();
  const rows: Row[] = find ? [...find(query)] : matching(options, query, onCreate !== undefined);
  const at = Math.max(0, Math.min(active, rows.length - 1));
  const narrow = (text: string) => {
    setQuery(text);
    setActive(0);
  };
  const choose = (row: Row | undefined) => {
    if (!row) return;
    if (row.isNew) onCreate?.(row.label);
    else onPick(row.id);
    narrow("");
    if (!isMany) close();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown") setActive((at + 1) % (rows.length || 1));
    else if (event.key === "ArrowUp") setActive((at - 1 + rows.length) % (rows.length || 1));
    else if (event.key === "Enter") choose(rows[at]);
    else return;
    event.preventDefault();
  };
  return (
    <div class="picker">
      <input
        class="picker-search"
        type="text"
        role="combobox"
        aria-label={label}
        aria-expanded="true" aria-controls={id}
        aria-activedescendant={rows[at] ? `${id}-${at}` : undefined}
        placeholder={onCreate ? "Find or create" : "Find"}
        autoComplete="off"
        data-autofocus
        value={query}
        onInput={(event) => narrow(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <div id={id} role="listbox" aria-label={label} aria-multiselectable={isMany || undefined} class="picker-list">
        {rows.map((row, index) => {
          const state = { isActive: index === at, isChosen: chosen.includes(row.id) };
          return <PickerRow key={row.id} id={`${id}-${index}`} row={row} {...state} onChoose={() => choose(row)} />;
        })}
      </div>
      {rows.length === 0 && <p class="picker-none">Nothing by that name.</p>}
    </div>
  );
}

interface Row extends Option {
  isNew?: boolean;
}

interface PickerRowProps {
  id: string;
  row: Row;
  isActive: boolean;
  isChosen: boolean;
  onChoose: () => void;
}

function PickerRow({ id, row, isActive, isChosen, onChoose }: PickerRowProps) {
  const keepFocus = (event: Event) => event.preventDefault();
  const show = (element: HTMLElement | null) => {
    if (isActive) element?.scrollIntoView?.({ block: "nearest" });
  };
  return (
    <div
      id={id}
      ref={show}
      role="option"
      aria-selected={isChosen}
      class={classes("picker-row", isActive && "is-active")}
      onPointerDown={keepFocus}
      onClick={onChoose}
    >
      {row.isNew ? <Icon name="plus" /> : row.leading}
      <span class="truncate">{row.isNew ? `Create “${row.label}”` : row.label}</span>
      {row.hint && <span class="picker-hint">{row.hint}</span>}
      {isChosen && <Icon name="check" class="picker-check" />}
    </div>
  );
}

/** The options whose name holds what was typed, those that begin with it first; last, making a new one. */
export function matching(options: readonly Option[], query: string, canCreate: boolean): Row[] {
  const wanted = query.trim().toLocaleLowerCase();
  if (!wanted) return [...options];
  const name = (option: Option) => option.label.toLocaleLowerCase();
  const found: Row[] = options.filter((option) => name(option).includes(wanted));
  found.sort((a, b) => Number(name(b).startsWith(wanted)) - Number(name(a).startsWith(wanted)));
  const isTaken = options.some((option) => name(option) === wanted);
  if (canCreate && !isTaken) found.push({ id: "new", label: query.trim(), isNew: true });
  return found;
}
