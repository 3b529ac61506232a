import { useState } from "preact/hooks";
import { client, mutate } from "../../core/client";
import { newId } from "../../core/ids";
import type { Attachment, Task } from "../../core/models";
import { Button, IconButton } from "../../ui/Button";
import { TextField } from "../../ui/fields";
import { Icon } from "../../ui/Icon";
import { addressOf, hostOf } from "./links";
import { Section } from "./Section";

export function Attachments({ task, canEdit }: { task: Task; canEdit: boolean }) {
  const [isAdding, setAdding] = useState(false);
  const links = client().store.rows("taskAttachments", task.id).filter(({ kind }) => kind !== "file");
  if (links.length === 0 && !canEdit) return null;
  return (
    <Section title="Links" count={links.length > 0 ? String(links.length) : undefined}>
      <ul role="list" class="lines">
        {links.map((link) => (
          <Link key={link.id} link={link} canEdit={canEdit} />
        ))}
      </ul>
      {isAdding ? (
        <AddLink task={task} onDone={() => setAdding(false)} />
      ) : (
        canEdit && (
          <button type="button" class="ghost" onClick={() => setAdding(true)}>
            <Icon name="plus" /> Add a link
          </button>
        )
      )}
    </Section>
  );
}

function Link({ link, canEdit }: { link: Attachment; canEdit: boolean }) {
  // Whatever another system put into the address, only the web is followed.
  const address = addressOf(link.url);
  const name = <span class="truncate">{link.name || link.url}</span>;
  return (
    <li class="line">
      <Icon name="link" class="muted" />
      {address ? (
        <a class="line-link" href={address} target="_blank" rel="noopener noreferrer nofollow">
          {name}
          <span class="line-host">{hostOf(address)}</span>
        </a>
      ) : (
        <span class="line-link">{name}</span>
      )}
      {canEdit && (
        <span class="line-tools">
          <IconButton icon="close" size="s" label={`Remove link ${link.name}`} onClick={() => void mutate("attachment.remove", { id: link.id })} />
        </span>
      )}
    </li>
  );
}

function AddLink({ task, onDone }: { task: Task; onDone: () => void }) {
  const [url, setUrl] = useState("");
  const [name, setName] = useState("");
  const [error, setError] = useState("");
  const submit = (event: Event) => {
    event.preventDefault();
    const address = addressOf(url);
    if (!address) return setError("Write a web address, such as https://example.com/page.");
    void mutate("attachment.add", { id: newId(), task_id: task.id, name: name.trim() || hostOf(address), url: address });
    onDone();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    onDone();
  };
  return (
    <form class="add-link" onSubmit={submit} onKeyDown={onKeyDown} noValidate>
      <TextField label="Address" type="url" value={url} onValue={setUrl} error={error || undefined} placeholder="https://" />
      <TextField label="Name, if you like" value={name} onValue={setName} maxLength={200} />
      <div class="row-end">
        <Button size="s" kind="quiet" onClick={onDone}>Cancel</Button>
        <Button size="s" kind="primary" type="submit">Add link</Button>
      </div>
    </form>
  );
}
