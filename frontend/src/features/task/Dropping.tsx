import { useEffect, useRef, useState } from "preact/hooks";
import type { Id } from "../../core/models";
import { Icon } from "../../ui/Icon";
import { attach, pasted } from "./attach";

function hasFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes("Files") ?? false;
}

/** Takes files that are dropped on the panel, or pasted while nothing is written in it. */
export function Dropping({ taskId }: { taskId: Id }) {
  const mark = useRef<HTMLDivElement>(null);
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const panel = mark.current?.closest<HTMLElement>(".task-panel");
    if (!panel) return;
    let depth = 0;
    const step = (by: number) => {
      depth = Math.max(0, depth + by);
      setOver(depth > 0);
    };
    const onEnter = (event: DragEvent) => hasFiles(event) && step(1);
    const onLeave = (event: DragEvent) => hasFiles(event) && step(-1);
    const onOver = (event: DragEvent) => hasFiles(event) && event.preventDefault();
    const onDrop = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      step(-depth);
      void attach(taskId, [...(event.dataTransfer?.files ?? [])]);
    };
    const onPaste = (event: ClipboardEvent) => {
      const files = pasted(event);
      if (event.defaultPrevented || files.length === 0) return;
      event.preventDefault();
      void attach(taskId, files);
    };
    const ends = new AbortController();
    const { signal } = ends;
    panel.addEventListener("dragenter", onEnter, { signal });
    panel.addEventListener("dragleave", onLeave, { signal });
    panel.addEventListener("dragover", onOver, { signal });
    panel.addEventListener("drop", onDrop, { signal });
    document.addEventListener("paste", onPaste, { signal });
    return () => ends.abort();
  }, [taskId]);
  return (
    <div ref={mark} class="dropping" hidden={!isOver} aria-hidden="true">
      <Icon name="upload" size={28} />
      Drop files here to add them
    </div>
  );
}
