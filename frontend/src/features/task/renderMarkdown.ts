/**
 * Markdown to safe HTML; loaded only when a text is shown.
 *
 * Raw HTML in the source is shown as text. A picture becomes a button: loading it would tell a stranger's server who
 * reads what and when.
 */

import DOMPurify from "dompurify";
import { Marked } from "marked";

const TAGS = (
  "a b blockquote br button code del em h1 h2 h3 h4 h5 h6 hr input li ol p pre strong table tbody td th thead tr ul"
).split(" ");
const ATTRIBUTES = ["href", "title", "type", "checked", "disabled", "class", "data-picture", "align", "start"];

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

const marked = new Marked({
  gfm: true,
  breaks: true,
  renderer: {
    html: ({ text }) => escape(text),
    image: ({ href, text }) => {
      const name = escape(text || "Picture");
      return `<button type="button" class="md-picture" data-picture="${escape(href)}">Show ${name}</button>`;
    },
  },
});

function hardenLinks(root: DocumentFragment): void {
  for (const link of root.querySelectorAll("a[href]")) {
    link.setAttribute("target", "_blank");
    link.setAttribute("rel", "noopener noreferrer nofollow");
  }
}

export function renderMarkdown(source: string): string {
  const dirty = marked.parse(source, { async: false });
  const fragment = DOMPurify.sanitize(dirty, {
    ALLOWED_TAGS: TAGS,
    ALLOWED_ATTR: ATTRIBUTES,
    ALLOW_DATA_ATTR: false,
    ALLOWED_URI_REGEXP: /^(?:https?:|mailto:|#|\/(?!\/))/i,
    RETURN_DOM_FRAGMENT: true,
  });
  hardenLinks(fragment);
  const box = document.createElement("div");
  box.append(fragment);
  return box.innerHTML;
}
