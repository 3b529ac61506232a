/** Whether a key belongs to a field that somebody is typing in, and is no shortcut. */

interface MaybeField {
  tagName?: unknown;
  isContentEditable?: unknown;
}

export function isTyping(target: unknown): boolean {
  const { tagName, isContentEditable } = (target ?? {}) as MaybeField;
  return tagName === "INPUT" || tagName === "TEXTAREA" || tagName === "SELECT" || isContentEditable === true;
}
