import "./shell.css";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { client } from "../../core/client";
import { route } from "../../router";
import { IconButton } from "../../ui/Button";
import { ToastRegion } from "../../ui/ToastRegion";
import { Sidebar } from "./Sidebar";
import { SyncBanner, SyncStatus } from "./SyncStatus";

interface ShellProps {
  children: ComponentChildren;
  onNewProject: () => void;
  onShowKeys: () => void;
}

/** The frame of every screen: the sidebar on wide screens, a bar with a drawer on phones. */
export function Shell({ children, onNewProject, onShowKeys }: ShellProps) {
  const drawer = useRef<HTMLDialogElement>(null);
  const screen = route.value;
  const { notices } = client();
  useEffect(() => drawer.current?.close?.(), [screen]);
  const fromDrawer = (act: () => void) => () => {
    drawer.current?.close();
    act();
  };
  return (
    <div class="shell">
      <a class="skip-link" href="#main">
        Skip to the content
      </a>
      <aside class="shell-side" aria-label="Navigation">
        <Sidebar onNewProject={onNewProject} onShowKeys={onShowKeys} />
      </aside>
      <header class="shell-bar">
        <IconButton icon="menu" label="Open the menu" onClick={() => drawer.current?.showModal()} />
        <span class="shell-bar-space" />
        <SyncStatus />
      </header>
      <dialog ref={drawer} class="drawer" aria-label="Menu" onClick={(event) => closeIfBeside(event, drawer.current)}>
        <Sidebar onNewProject={fromDrawer(onNewProject)} onShowKeys={fromDrawer(onShowKeys)} />
      </dialog>
      <main class="shell-main" id="main" tabIndex={-1}>
        <SyncBanner />
        {children}
      </main>
      <ToastRegion toasts={notices.list.value} onDismiss={(id) => notices.dismiss(id)} />
    </div>
  );
}

function closeIfBeside(event: MouseEvent, drawer: HTMLDialogElement | null): void {
  if (event.target === drawer) drawer?.close();
}
