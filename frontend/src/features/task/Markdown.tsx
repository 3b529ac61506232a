import { useEffect, useState } from "preact/hooks";

type Render = (source: string) => string;

let loading: Promise<Render> | null = null;

function loadRenderer(): Promise<Render> {
  loading ??= import("./renderMarkdown").then((module) => module.renderMarkdown);
  return loading;
}

/** A text in Markdown; its source until the renderer has come. */
export function Markdown({ source }: { source: string }) {
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
  return <div class="md" onClick={showPicture} dangerouslySetInnerHTML={{ __html: render(source) }} />;
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
