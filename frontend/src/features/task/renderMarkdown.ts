/**
 * Markdown to safe HTML; loaded only when a text is shown.
 *
 * Raw HTML in the source is shown as text. A picture becomes a button: loading it would tell a stranger's server who
 * reads what and when.
 */

import DOMPurify from "dompurify";
import { Marked } from "marked";

const TAGS = (
  "a b blockquote br button code del em h1 h2 h3 h4 h5 h6 hr input li ol p pre span strong table tbody td th thead tr ul"
).split(" ");
const ATTRIBUTES = ["href", "title", "target", "rel", "type", "checked", "disabled", "class", "data-picture", "data-file", "align", "start"];

/** Attributes whose values are no addresses. */
const PLAIN = ["data-file", "target", "rel", "type", "checked", "disabled", "align", "start"];
const SAFE = /^(?:https?:|mailto:)/i;
/** A picture that hangs on a task here. */
const FILE = /^file:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;
const ELSEWHERE = 'target="_blank" rel="noopener noreferrer nofollow"';

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

const marked = new Marked({
  gfm: true,
  breaks: true,
  renderer: {
    html: ({ text }) => escape(text),
    link({ href, title, tokens, text }) {
      const member = text.startsWith("@") ? MEMBER.exec(href)?.[1] : undefined;
      if (member) return mention(member, text);
      const words = this.parser.parseInline(tokens);
      const name = title ? ` title="${escape(title)}"` : "";
      return SAFE.test(href) ? `<a href="${escape(href)}"${name} ${ELSEWHERE}>${words}</a>` : words;
    },
    image: ({ href, text }) => {
      const name = escape(text || "picture");
      const file = FILE.exec(href)?.[1];
      if (file) return `<button type="button" class="md-file" data-file="${file}">${name}</button>`;
      if (!/^https?:/i.test(href)) return name;
      return `<button type="button" class="md-picture" data-picture="${escape(href)}">Show ${name}</button>`;
    },
  },
});

/** How somebody who is mentioned is called, and how the mention looks; undefined when nobody is known of. */
export type Mentioned = (id: string) => { name: string; look: "plain" | "me" | "away" } | undefined;

const MEMBER = /^member:([0-9a-f-]{36})$/i;
let mentioned: Mentioned = () => undefined;

function mention(id: string, written: string): string {
  const found = mentioned(id.toLowerCase());
  const look = found?.look ?? "away";
  const title = look === "away" ? ' title="Does not see this task"' : "";
  return `<span class="mention is-${look}"${title}>${escape(found ? `@${found.name}` : written)}</span>`;
}

/** The renderer makes nothing that acts; DOMPurify is the second lock, should the renderer ever be wrong. */
export function renderMarkdown(source: string, who: Mentioned = () => undefined): string {
  mentioned = who;
  return DOMPurify.sanitize(marked.parse(source, { async: false }), {
    ALLOWED_TAGS: TAGS,
    ALLOWED_ATTR: ATTRIBUTES,
    ALLOWED_URI_REGEXP: SAFE,
    ADD_URI_SAFE_ATTR: PLAIN,
    ALLOW_DATA_ATTR: false,
  });
}
