import { useEffect, useState } from "preact/hooks";
import { client } from "../../core/client";
import type { Id } from "../../core/models";
import type { Mentioned, renderMarkdown } from "./renderMarkdown";
import { readersOf } from "./talk/readers";

type Render = typeof renderMarkdown;

let loading: Promise<Render> | null = null;

function loadRenderer(): Promise<Render> {
  loading ??= import("./renderMarkdown").then((module) => module.renderMarkdown);
  return loading;
}

/** Who is mentioned in texts of a project: called as now, and marked when it is oneself, or somebody who does not see it. */
function mentionedIn(projectId: Id): Mentioned {
  const { store } = client();
  let readers: Set<Id> | undefined;
  return (id) => {
    const name = store.row("member", id).value?.name;
    if (name === undefined) return undefined;
    readers ??= new Set(readersOf(projectId).map((reader) => reader.id));
    return { name, look: !readers.has(id) ? "away" : id === store.me ? "me" : "plain" };
  };
}

/** A text in Markdown; its source until the renderer has come. */
export function Markdown({ source, projectId }: { source: string; projectId: Id }) {
  const [render, setRender] = useState<Render | null>(null);
  useEffect(() => {
    let isGone = false;
    loadRenderer().then(
      (renderer) => !isGone && setRender(() => renderer),
      () => (loading = null),
    );
    return () => {
      isGone = true;
    };
  }, []);
  if (!render) return <div class="md md-source">{source}</div>;
  return <div class="md" onClick={showPicture} dangerouslySetInnerHTML={{ __html: render(source, mentionedIn(projectId)) }} />;
}

function showPicture(event: MouseEvent): void {
  const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-picture]") : null;
  const address = button?.dataset["picture"];
  if (!button || !address) return;
  event.stopPropagation();
  const picture = document.createElement("img");
  picture.referrerPolicy = "no-referrer";
  picture.alt = button.textContent?.replace(/^Show /, "") ?? "";
  picture.src = address;
  button.replaceWith(picture);
}
