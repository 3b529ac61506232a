/** Texts as the server keeps them (tasks/cleaning.py), so that nothing changes when its answer comes. */

/** What Python takes for space, which is not quite what JavaScript does. */
const SPACE = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const IS_SPACE = new RegExp(`[${SPACE}]`, "u");
const WORDS = new RegExp(`[^${SPACE}]+`, "gu");

/** Without space at the end; a loop, because an expression would look at every long space inside of the text again. */
function withoutEnd(text: string): string {
  let end = text.length;
  while (end > 0 && IS_SPACE.test(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

export function trimmed(text: string): string {
  const start = text.search(WORDS);
  return start < 0 ? "" : withoutEnd(text.slice(start));
}

export function oneLine(text: string): string {
  return (text.replaceAll("\0", "").match(WORDS) ?? []).join(" ");
}

export function longText(text: string): string {
  return withoutEnd(text.replaceAll("\0", "").replaceAll("\r\n", "\n"));
}

/** The fields, those named cleaned where they are given. */
export function cleaned<F extends object>(fields: F, cleaners: { [K in keyof F]?: (text: string) => string }): F {
  const clean = { ...fields } as Record<string, unknown>;
  for (const [name, cleaner] of Object.entries(cleaners) as [string, (text: string) => string][]) {
    if (typeof clean[name] === "string") clean[name] = cleaner(clean[name]);
  }
  return clean as F;
}
