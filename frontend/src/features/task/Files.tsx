import { useRef } from "preact/hooks";
import "./files.css";
import { bytesWords } from "../../core/bytes";
import { client, mutate } from "../../core/client";
import type { PendingFile } from "../../core/files/uploads";
import type { Attachment, Task } from "../../core/models";
import { lazy } from "../../lazy";
import { Button, IconButton } from "../../ui/Button";
import { Icon } from "../../ui/Icon";
import { Progress } from "../../ui/Progress";
import { attach, isShown, lookedAt, pendingOf } from "./attach";
import { Dropping } from "./Dropping";
import { facts, percent } from "./fileWords";
import { Section } from "./Section";
import { useFiles, usePending, usePicture } from "./usePicture";

const Lightbox = lazy(() => import("./Lightbox").then((module) => module.Lightbox), "The picture");

/** The files of a task: those that hang on it, and those on their way there. */
export function Files({ task, canEdit }: { task: Task; canEdit: boolean }) {
  const rows = client().store.rows("taskAttachments", task.id).filter(({ kind }) => kind === "file");
  const pending = pendingOf(task.id);
  const count = rows.length + pending.length;
  return (
    <>
      {(count > 0 || canEdit) && (
        <Section title="Files" count={count > 0 ? String(count) : undefined}>
          {count > 0 && (
            <ul role="list" class="lines files">
              {rows.map((row) => (
                <FileLine key={row.id} row={row} canEdit={canEdit} />
              ))}
              {pending.map((item) => (
                <PendingLine key={item.id} item={item} />
              ))}
            </ul>
          )}
          {canEdit && <AddFiles task={task} />}
        </Section>
      )}
      {canEdit && <Dropping taskId={task.id} />}
      {lookedAt.value && <Lightbox />}
    </>
  );
}

function AddFiles({ task }: { task: Task }) {
  const input = useRef<HTMLInputElement>(null);
  const choose = (event: Event) => {
    const field = event.currentTarget as HTMLInputElement;
    void attach(task.id, [...(field.files ?? [])]);
    field.value = "";
  };
  return (
    <>
      <button type="button" class="ghost" onClick={() => input.current?.click()}>
        <Icon name="plus" /> Add files
      </button>
      <input ref={input} type="file" multiple hidden aria-label="Files to add" onChange={choose} />
    </>
  );
}

function FileLine({ row, canEdit }: { row: Attachment; canEdit: boolean }) {
  const files = useFiles();
  const remove = () => void mutate("attachment.remove", { id: row.id }, { toast: true });
  return (
    <li class="line file">
      <Thumb row={row} />
      <span class="file-words">
        <FileName row={row} />
        <span class="file-facts">{facts(row)}</span>
      </span>
      <span class="line-tools">
        <a class="icon-btn icon-btn-s" href={files?.address(row.id)} download={row.name} title={`Save ${row.name}`} aria-label={`Save ${row.name}`}>
          <Icon name="download" size={16} />
        </a>
        {canEdit && <IconButton icon="close" size="s" label={`Remove file ${row.name}`} onClick={remove} />}
      </span>
    </li>
  );
}

function FileName({ row }: { row: Attachment }) {
  const files = useFiles();
  if (isShown(row)) {
    return (
      <button type="button" class="file-name truncate" title={row.name} onClick={() => (lookedAt.value = row.id)}>
        {row.name}
      </button>
    );
  }
  return (
    <a class="file-name truncate" title={row.name} href={files?.address(row.id)} download={row.name}>
      {row.name}
    </a>
  );
}

function Thumb({ row }: { row: Attachment }) {
  const url = usePicture(isShown(row) ? row.id : null, "small");
  if (!url) return <FileMark name={row.name} />;
  return (
    <button type="button" class="file-thumb" aria-label={`Look at ${row.name}`} tabIndex={-1} onClick={() => (lookedAt.value = row.id)}>
      <img src={url} alt="" />
    </button>
  );
}

function FileMark({ name }: { name: string }) {
  const extension = /\.([a-z0-9]{1,4})$/i.exec(name)?.[1] ?? "file";
  return (
    <span class="file-thumb file-mark" aria-hidden="true">
      {extension.toUpperCase()}
    </span>
  );
}

function PendingLine({ item }: { item: PendingFile }) {
  const { id, name, blob, state } = item;
  const url = usePending(item);
  const withUploads = (act: "cancel" | "retry") => void client().uploads.peek()?.[act](id);
  return (
    <li class="line file" data-state={state}>
      {url ? (
        <span class="file-thumb">
          <img src={url} alt="" />
        </span>
      ) : (
        <FileMark name={name} />
      )}
      <span class="file-words">
        <span class="file-name truncate" title={name}>{name}</span>
        <span class="file-facts" role="status">
          {state === "refused" ? item.refusal : `${bytesWords(blob.size)} · ${stateWords(item)}`}
        </span>
        {state === "sending" && <Progress value={percent(item)} label={`Sending ${name}`} />}
      </span>
      {state === "refused" && <Button size="s" onClick={() => withUploads("retry")}>Try again</Button>}
      <IconButton icon="close" size="s" label={state === "refused" ? `Forget ${name}` : `Cancel ${name}`} onClick={() => withUploads("cancel")} />
    </li>
  );
}

function stateWords(item: PendingFile): string {
  if (item.state === "sending") return `sending, ${percent(item)} %`;
  if (item.state === "told") return "sent";
  return item.isKept ? "waits on this device" : "waits in this tab, not saved on this device yet";
}
