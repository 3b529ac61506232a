import { effect, untracked, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { client } from "./core/client";
import { isTyping } from "./core/keys";
import { BoardScreen } from "./features/board/BoardScreen";
import { Opening } from "./features/shell/Opening";
import { Shell } from "./features/shell/Shell";
import { ReturnHost } from "./ReturnHost";
import { navigate, pathTo, route } from "./router";
import { TaskHost } from "./TaskHost";
import { EmptyState } from "./ui/EmptyState";
import { lazy } from "./lazy";

const NewProjectDialog = lazy(() => import("./features/projects/NewProjectDialog").then((module) => module.NewProjectDialog), "The form");
const ProjectsScreen = lazy(() => import("./features/projects/ProjectsScreen").then((module) => module.ProjectsScreen), "The page");
const SavingScreen = lazy(() => import("./features/saving/SavingScreen").then((module) => module.SavingScreen), "The page");
const KeysDialog = lazy(() => import("./features/shell/KeysDialog").then((module) => module.KeysDialog), "The list of keys");

/** What is over the screen: one thing at a time. */
type Over = "new-project" | "keys" | null;

export function Application() {
  const over = useSignal<Over>(null);
  const close = () => (over.value = null);
  useGlobalKeys(() => (over.value = "keys"));
  useConflictNotice();
  return (
    <Shell onNewProject={() => (over.value = "new-project")} onShowKeys={() => (over.value = "keys")}>
      {client().live.isOpen.value ? <Screen onNewProject={() => (over.value = "new-project")} /> : <Opening />}
      {over.value === "new-project" && <NewProjectDialog onClose={close} />}
      <ReturnHost />
      {over.value === "keys" && <KeysDialog onClose={close} />}
    </Shell>
  );
}

function Screen({ onNewProject }: { onNewProject: () => void }) {
  const open = route.value;
  if (open.screen === "projects") return <ProjectsScreen onNewProject={onNewProject} />;
  if (open.screen === "saving") return <SavingScreen />;
  if (open.screen === "board") {
    return (
      <>
        <BoardScreen key={open.key} projectKey={open.key} openTask={open.task} />
        {open.task && <TaskHost projectKey={open.key} task={open.task} />}
      </>
    );
  }
  return (
    <EmptyState icon="search" title="There is no such page" hint="The address may have been cut off on its way here.">
      <a class="btn btn-primary" href={pathTo()}>
        Go to the projects
      </a>
    </EmptyState>
  );
}

/** Says once, wherever the person is, that one of their changes met somebody else's. */
function useConflictNotice(): void {
  useEffect(() => {
    let known = Number.MAX_SAFE_INTEGER;
    return effect(() => {
      const { live, status, notices } = client();
      const { conflicts } = status.value;
      if (!live.isOpen.value) return;
      const isMore = conflicts > known;
      known = conflicts;
      if (!isMore || route.peek().screen === "saving") return;
      const action = { label: "Look", run: () => navigate(pathTo("sync")) };
      untracked(() => notices.say("Somebody else has changed the same thing. Both values are kept.", { action }));
    });
  }, []);
}

function useGlobalKeys(showKeys: () => void): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isTyping(event.target)) return;
      const isUndo = (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === "z";
      if (isUndo) client().undo.undoLast();
      else if (event.key === "?") showKeys();
      else return;
      event.preventDefault();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);
}
