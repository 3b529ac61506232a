/** A pasted list becomes one card per line. */

const BULLET = /^\s*(?:[-*+•–]\s+(?:\[[ xX]\]\s+)?|\d{1,3}[.)]\s+|\[[ xX]\]\s+)/;
/** Characters that a title may have. */
export const LONGEST = 1000;
const MOST = 200;

/** The titles in a pasted text: a line each, without bullets, numbers and empty lines. At most 200. */
export function titlesIn(text: string): string[] {
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => line.replace(BULLET, "").replace(/\s+/g, " ").trim().slice(0, LONGEST))
    .filter((line) => line !== "")
    .slice(0, MOST);
}

/** A title is one line, however it was typed. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
