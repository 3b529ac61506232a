/** Names of files, cleaned as the server cleans them (tests/vectors/file-names.json). */

const NAME_MAX = 300;
const EXTENSION_MAX = 20;
/** Control characters that part words. */
const SPACES = "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85";

export function cleanName(name: string): string {
  const last = name.replaceAll("\\", "/").split("/").at(-1) ?? "";
  const shown = last.replace(/\p{C}/gu, (sign) => (SPACES.includes(sign) ? " " : "")).replace(/\s/g, " ");
  const clean = shown.replace(/ +/g, " ").trim().replace(/[. ]+$/, "");
  if (!clean.replace(/^\.+|\.+$/g, "")) return "file";
  const signs = [...clean];
  if (signs.length <= NAME_MAX) return clean;
  const dot = signs.lastIndexOf(".");
  const extension = signs.slice(dot + 1);
  if (dot < 0 || extension.length > EXTENSION_MAX) return signs.slice(0, NAME_MAX).join("").trimEnd();
  return `${signs.slice(0, Math.min(dot, NAME_MAX - extension.length - 1)).join("").trimEnd()}.${extension.join("")}`;
}
