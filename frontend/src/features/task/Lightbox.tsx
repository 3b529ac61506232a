import { useLayoutEffect, useRef } from "preact/hooks";
import { client } from "../../core/client";
import type { Attachment } from "../../core/models";
import { IconButton } from "../../ui/Button";
import { Icon } from "../../ui/Icon";
import { isShown, lookedAt } from "./attach";
import { facts } from "./fileWords";
import { useFiles, usePicture } from "./usePicture";

/** The pictures of a task, one at a time and large; the arrows go on, Escape closes. */
export function Lightbox() {
  const { store } = client();
  const id = lookedAt.value;
  const row = id ? store.row("attachment", id).value : undefined;
  const pictures = row ? store.rows("taskAttachments", row.task_id).filter((one) => one.kind === "file" && isShown(one)) : [];
  if (!row) return null;
  return <Open row={row} pictures={pictures} />;
}

function Open({ row, pictures }: { row: Attachment; pictures: readonly Attachment[] }) {
  const element = useRef<HTMLDialogElement>(null);
  const files = useFiles();
  const index = pictures.findIndex(({ id }) => id === row.id);
  const close = () => (lookedAt.value = null);
  const go = (by: number) => {
    const next = pictures[(index + by + pictures.length) % pictures.length];
    if (next) lookedAt.value = next.id;
  };
  useLayoutEffect(() => {
    const dialog = element.current;
    dialog?.showModal?.();
    return () => dialog?.close?.();
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === "ArrowLeft") go(-1);
    else if (event.key === "ArrowRight") go(1);
  };
  const onCancel = (event: Event) => {
    event.preventDefault();
    close();
  };
  const onPress = (event: MouseEvent) => {
    if (event.target instanceof Element && !event.target.closest("img, header, button, a")) close();
  };
  return (
    <dialog ref={element} class="lightbox" aria-label={row.name} onKeyDown={onKeyDown} onCancel={onCancel} onClick={onPress}>
      <header class="lightbox-head">
        <span class="lightbox-words">
          <strong class="truncate">{row.name}</strong>
          <span class="muted">{facts(row)}</span>
        </span>
        {pictures.length > 1 && <span class="tabular">{`${index + 1} of ${pictures.length}`}</span>}
        <a class="icon-btn" href={files?.address(row.id)} download={row.name} title={`Save ${row.name}`} aria-label={`Save ${row.name}`}>
          <Icon name="download" size={18} />
        </a>
        <IconButton icon="close" label="Close" onClick={close} />
      </header>
      <Picture key={row.id} row={row} />
      {pictures.length > 1 && (
        <>
          <IconButton icon="arrowLeft" label="Previous picture" class="lightbox-go is-back" onClick={() => go(-1)} />
          <IconButton icon="arrowRight" label="Next picture" class="lightbox-go" onClick={() => go(1)} />
        </>
      )}
    </dialog>
  );
}

function Picture({ row }: { row: Attachment }) {
  const small = usePicture(row.id, "small");
  const large = usePicture(row.id, "large");
  const url = large ?? small;
  if (url) return <img class="lightbox-picture" src={url} alt={row.name} width={row.width ?? undefined} height={row.height ?? undefined} />;
  const isOffline = client().live.connection.value === "offline";
  return <p class="lightbox-picture">{isOffline ? "This picture is not on this device; it comes when there is a connection." : "One moment …"}</p>;
}
