/** Joins the class names that hold: `classes("btn", isSmall && "btn-s")`. */
export function classes(...names: (string | false | null | undefined)[]): string {
  return names.filter(Boolean).join(" ");
}
