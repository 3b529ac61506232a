import "./shell.css";
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { client } from "../../core/client";
import { route } from "../../router";
import { IconButton } from "../../ui/Button";
import { lazy } from "../../lazy";
import { ToastRegion } from "../../ui/ToastRegion";
import { Sidebar } from "./Sidebar";
import { SyncBanner, SyncStatus } from "./SyncStatus";
import { UpdateLine } from "./UpdateLine";

const InstallDialog = lazy(() => import("./InstallDialog").then((module) => module.InstallDialog), "The page");
const SignOutDialog = lazy(() => import("./SignOutDialog").then((module) => module.SignOutDialog), "The question");

interface ShellProps {
  children: ComponentChildren;
  onNewProject: () => void;
  onShowKeys: () => void;
}

/** The frame of every screen: the sidebar on wide screens, a bar with a drawer on phones. */
export function Shell({ children, onNewProject, onShowKeys }: ShellProps) {
  const drawer = useRef<HTMLDialogElement>(null);
  const asked = useSignal<"install" | "sign-out" | null>(null);
  const screen = route.value;
  const { notices } = client();
  useEffect(() => drawer.current?.close?.(), [screen]);
  const fromDrawer = (act: () => void) => () => {
    drawer.current?.close();
    act();
  };
  const sidebar = {
    onNewProject: fromDrawer(onNewProject),
    onShowKeys: fromDrawer(onShowKeys),
    onInstall: fromDrawer(() => (asked.value = "install")),
    onSignOut: fromDrawer(() => (asked.value = "sign-out")),
  };
  const close = () => (asked.value = null);
  return (
    <div class="shell">
      <a class="skip-link" href="#main">
        Skip to the content
      </a>
      <aside class="shell-side" aria-label="Navigation">
        <Sidebar {...sidebar} />
      </aside>
      <header class="shell-bar">
        <IconButton icon="menu" label="Open the menu" onClick={() => drawer.current?.showModal()} />
        <span class="shell-bar-space" />
        <SyncStatus />
      </header>
      <dialog ref={drawer} class="drawer" aria-label="Menu" onClick={(event) => closeIfBeside(event, drawer.current)}>
        <Sidebar {...sidebar} />
      </dialog>
      <main class="shell-main" id="main" tabIndex={-1}>
        <UpdateLine />
        <SyncBanner />
        {children}
      </main>
      {asked.value === "install" && <InstallDialog onClose={close} />}
      {asked.value === "sign-out" && <SignOutDialog onClose={close} />}
      <ToastRegion toasts={notices.list.value} onDismiss={(id) => notices.dismiss(id)} />
    </div>
  );
}

function closeIfBeside(event: MouseEvent, drawer: HTMLDialogElement | null): void {
  if (event.target === drawer) drawer?.close();
}
