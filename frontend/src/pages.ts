// The pages that the server renders work without this; it makes them a little quicker to use.
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/pages.css";
import { watchImport } from "./pages/import";
import { sayWhatIsMissing } from "./pages/offline";
import { forgetOnSignOut } from "./pages/signOut";
import { hueOf, initialsOf } from "./ui/palette";

function fillTimeZone(): void {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  for (const input of document.querySelectorAll<HTMLInputElement>("[data-time-zone]")) {
    input.value = zone;
  }
}

function copyOnClick(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>("[data-copy]")) {
    button.addEventListener("click", () => {
      const source = document.querySelector(button.dataset["copy"] ?? "");
      if (!source) return;
      void navigator.clipboard.writeText(source.textContent.trim()).then(() => {
        const label = button.textContent;
        button.textContent = "✓";
        setTimeout(() => (button.textContent = label), 1500);
      });
    });
  }
}

function submitOnChange(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("[data-autosubmit]")) {
    form.classList.add("is-live");
    form.addEventListener("change", () => form.requestSubmit());
  }
}

/** A second press while a large file travels would send it twice. */
function busyOnSubmit(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("[data-busy-on-submit]")) {
    const button = form.querySelector<HTMLButtonElement>("button[type=submit]");
    form.addEventListener("submit", (event) => {
      if (button?.getAttribute("aria-busy")) event.preventDefault();
      button?.setAttribute("aria-busy", "true");
    });
    // The page comes back as it was left when somebody goes back in the history.
    window.addEventListener("pageshow", () => button?.removeAttribute("aria-busy"));
  }
}

/** The same letters and hue as in the application. */
function drawAvatars(): void {
  for (const avatar of document.querySelectorAll<HTMLElement>(".avatar[data-id]")) {
    avatar.classList.add(`palette-${hueOf(avatar.dataset["id"] ?? "")}`);
    avatar.textContent = initialsOf(avatar.dataset["name"] ?? avatar.textContent);
  }
}

/** Somebody whose form came back wants to go on where it is wrong. */
function focusWrongField(): void {
  document.querySelector<HTMLElement>(".field--wrong :is(input, select, textarea)")?.focus();
}

fillTimeZone();
focusWrongField();
copyOnClick();
submitOnChange();
busyOnSubmit();
drawAvatars();
sayWhatIsMissing();
forgetOnSignOut();
watchImport();
