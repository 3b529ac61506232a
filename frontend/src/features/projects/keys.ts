/** The short name that a project's tasks carry. */

const LONGEST = 5;
const TRANSLITERATED: Record<string, string> = {
  а: "a", б: "b", в: "v", г: "g", д: "d", е: "e", ё: "e", ж: "zh", з: "z", и: "i", й: "y", к: "k", л: "l", м: "m",
  н: "n", о: "o", п: "p", р: "r", с: "s", т: "t", у: "u", ф: "f", х: "h", ц: "ts", ч: "ch", ш: "sh", щ: "sch",
  ъ: "", ы: "y", ь: "", э: "e", ю: "yu", я: "ya",
};

/** Suggests a key for a project's name: the initials of several words, or the beginning of one. Upper case, unique. */
export function suggestKey(name: string, taken: readonly string[]): string {
  const words = latin(name).toUpperCase().match(/[A-Z0-9]+/g) ?? [];
  const letters = words.length > 1 ? words.map((word) => word.charAt(0)).join("") : (words[0] ?? "").slice(0, 3);
  const key = letters.replace(/^[0-9]+/, "").slice(0, LONGEST);
  if (key === "") return "";
  for (let number = 1; ; number += 1) {
    const tried = number === 1 ? key : `${key.slice(0, LONGEST - 1)}${number}`;
    if (tried.length > 1 && !taken.includes(tried)) return tried;
  }
}

/** A sentence on what is wrong with a key; empty when nothing is. */
export function problemOfKey(key: string, taken: readonly string[]): string {
  if (!/^[A-Z][A-Z0-9]{1,9}$/.test(key)) return "Two to ten letters and digits, a letter first.";
  return taken.includes(key) ? "Another project has this key." : "";
}

function latin(text: string): string {
  const plain = text.normalize("NFD").replace(/[\u0300-\u0305\u0307-\u036f]/g, "").normalize("NFC");
  return [...plain.toLowerCase()].map((letter) => TRANSLITERATED[letter] ?? letter).join("");
}
