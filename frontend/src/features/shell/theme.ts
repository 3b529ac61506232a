import { signal } from "@preact/signals";

export type Theme = "system" | "light" | "dark";

const KEY = "theme";

export const theme = signal<Theme>("system");

/** Takes the choice made on this device, else what the server wrote into the page. */
export function startTheme(): void {
  const chosen = localStorage.getItem(KEY) ?? document.documentElement.dataset.theme;
  chooseTheme(chosen === "light" || chosen === "dark" ? chosen : "system");
}

export function chooseTheme(chosen: Theme): void {
  theme.value = chosen;
  colourBar(chosen);
  if (chosen === "system") {
    localStorage.removeItem(KEY);
    delete document.documentElement.dataset.theme;
  } else {
    localStorage.setItem(KEY, chosen);
    document.documentElement.dataset.theme = chosen;
  }
}

/** An installed application's title bar follows the device, unless somebody chose otherwise. */
function colourBar(chosen: Theme): void {
  const bars = [...document.querySelectorAll<HTMLMetaElement>("meta[name=theme-color]")];
  for (const bar of bars) {
    const scheme = bar.dataset.scheme ?? "light";
    const isWanted = chosen === "system" ? `(prefers-color-scheme: ${scheme})` : chosen === scheme ? "all" : "not all";
    bar.media = isWanted;
  }
}
