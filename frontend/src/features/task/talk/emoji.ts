/** What counts as one emoji, as `tasks/emoji.py` has it; tests/vectors/emoji.json pins both. */

const PICTURE =
  "[\\u{1F000}-\\u{1FAFF}\\u2600-\\u27BF\\u2300-\\u23FF\\u2B00-\\u2BFF\\u2190-\\u21FF\\u25A0-\\u25FF" +
  "\\u2934\\u2935\\u3030\\u303D\\u3297\\u3299\\u00A9\\u00AE\\u203C\\u2049\\u2122\\u2139\\u24C2]";
const ELEMENT = `${PICTURE}\\uFE0F?[\\u{1F3FB}-\\u{1F3FF}]?`;
const LETTER = "[\\u{1F1E6}-\\u{1F1FF}]";
const KEYCAP = "[0-9#*]\\uFE0F?\\u20E3";
const REGION = "\\u{1F3F4}[\\u{E0020}-\\u{E007E}]{2,6}\\u{E007F}";
const ONE = new RegExp(`^(?:${LETTER}{2}|${KEYCAP}|${REGION}|(?!${LETTER})${ELEMENT}(?:\\u200D${ELEMENT}){0,5})$`, "u");

export function isEmoji(text: string): boolean {
  return ONE.test(text);
}

/** Those that are offered, with their names. */
export const FRIENDLY: readonly (readonly [string, string])[] = [
  ["👍", "Thumbs up"],
  ["❤️", "Heart"],
  ["🎉", "Hooray"],
  ["😄", "Smile"],
  ["👀", "Looking"],
  ["🙏", "Thanks"],
  ["✅", "Done"],
  ["🤔", "Thinking"],
];
