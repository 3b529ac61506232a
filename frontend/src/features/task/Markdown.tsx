import { useEffect, useRef, useState } from "preact/hooks";
import { client } from "../../core/client";
import type { Id } from "../../core/models";
import { lookedAt, pictureOf } from "./attach";
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
  const text = useRef<HTMLDivElement>(null);
  const html = render?.(source, mentionedIn(projectId));
  useEffect(() => void (text.current && showFiles(text.current)), [html]);
  if (html === undefined) return <div class="md md-source">{source}</div>;
  return <div ref={text} class="md" onClick={showPicture} dangerouslySetInnerHTML={{ __html: html }} />;
}

/** Puts the pictures of the task into their places: those that wait here, those that were looked at, those of the server. */
function showFiles(text: HTMLElement): void {
  for (const place of text.querySelectorAll<HTMLElement>("[data-file]")) {
    const id = place.dataset["file"] ?? "";
    const picture = document.createElement("img");
    picture.alt = place.textContent ?? "";
    picture.onload = () => place.replaceChildren(picture);
    void pictureOf(id).then((url) => url && (picture.src = url), () => undefined);
  }
}

function showPicture(event: MouseEvent): void {
  const file = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-file]")?.dataset["file"] : undefined;
  if (file) {
    event.stopPropagation();
    lookedAt.value = file;
    return;
  }
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
