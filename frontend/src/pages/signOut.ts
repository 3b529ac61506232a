/** Signing out from a page of the server does what it does in the application. */

import { forgetPerson, unsentBehind } from "../offline/leaving";

export function forgetOnSignOut(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-sign-out]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void leave(form);
    });
  }
}

async function leave(form: HTMLFormElement): Promise<void> {
  const question = form.dataset["signOut"] ?? "";
  if ((await unsentBehind()) > 0 && !confirm(question)) return;
  await forgetPerson();
  form.submit();
}
