/** The first words of a comment, without the signs of Markdown. */

const LONGEST = 120;

export function quoteOf(body: string): string {
  const plain = body
    .slice(0, 10 * LONGEST)
    .replace(/\[@([^\]\n]*)\]\(member:[^)\n]*\)/g, "@$1")
    .replace(/!?\[([^\]\n]*)\]\([^)\n]*\)/g, "$1")
    .replace(/[`*_#>~]+/g, "")
    .replace(/\s+/g, " ")
    .trim();
  const signs = Array.from(plain);
  return signs.length > LONGEST ? `${signs.slice(0, LONGEST - 1).join("")}…` : plain;
}
