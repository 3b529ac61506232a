const HUES = ["red", "orange", "amber", "green", "teal", "blue", "indigo", "violet", "pink"] as const;

/** The colour that an id always gets. */
export function hueOf(id: string): string {
  let sum = 0;
  for (const letter of id) sum = (sum * 31 + letter.charCodeAt(0)) >>> 0;
  return HUES[sum % HUES.length] ?? "grey";
}

/** One or two letters for a name: "Maria Lopez" is ML, "Ли" is ЛИ. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/[\s._-]+/).filter(Boolean);
  const first = words[0] ?? "";
  const last = words.length > 1 ? words[words.length - 1] : undefined;
  const letters = last ? [[...first][0], [...last][0]] : [...first].slice(0, 2);
  return letters.join("").toLocaleUpperCase();
}
