/** Leaving the application, by this tab or by another. */

import { client } from "../core/client";
import { personOf } from "./doors";
import { forgetPerson, LEFT, TABS, unsentBehind } from "./leaving";

const LOOK_EVERY_MS = 100;
const SIGN_OUT_MS = 15_000;
const LOGOUT = "/accounts/logout/";

/** Deletes this person's copies on the device and signs out. */
export async function signOut(): Promise<void> {
  client().stop();
  leaveUnasked();
  await forgetPerson();
  const token = /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1];
  // Without a token the server asks once more, on a page that brings one.
  if (token) post(LOGOUT, { csrfmiddlewaretoken: token });
  else location.assign(LOGOUT);
}

/** How many changes of this person wait in the other workspaces that were opened here. */
export function unsentElsewhere(): Promise<number> {
  return unsentBehind(client().device?.name);
}

/** Whoever signed out was asked about what is lost by it. */
function leaveUnasked(): void {
  addEventListener("beforeunload", (event) => event.stopImmediatePropagation(), { capture: true });
}

function post(address: string, fields: Record<string, string>): void {
  const form = document.createElement("form");
  form.method = "post";
  form.action = address;
  for (const [name, value] of Object.entries(fields)) {
    const input = document.createElement("input");
    input.type = "hidden";
    input.name = name;
    input.value = value;
    form.append(input);
  }
  document.body.append(form);
  form.submit();
}

/** Another tab signs out. Before the server has done so, its pages would lead right back in. */
async function followOut(): Promise<void> {
  client().stop();
  leaveUnasked();
  document.body.textContent = "Signing out.";
  for (let tries = SIGN_OUT_MS / LOOK_EVERY_MS; personOf() && tries > 0; tries -= 1) {
    await new Promise((resume) => setTimeout(resume, LOOK_EVERY_MS));
  }
  location.replace("/?ask");
}

/** Leaves when another tab signs out, and opens as the other person when somebody else has signed in meanwhile. */
export function watchPerson(): void {
  new BroadcastChannel(TABS).onmessage = ({ data }) => {
    if (data === LEFT) void followOut();
  };
  const person = personOf();
  const look = () => {
    const now = personOf();
    if (!document.hidden && now && now !== person && client().status.peek().unsaved === 0) location.reload();
  };
  document.addEventListener("visibilitychange", look);
  addEventListener("pageshow", look);
}
