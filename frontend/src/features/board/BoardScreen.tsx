import "./board.css";
import { useEffect, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { client } from "../../core/client";
import { ALL } from "../../core/lists";
import type { Board, Project } from "../../core/models";
import { lazy } from "../../lazy";
import { pathTo } from "../../router";
import { EmptyState } from "../../ui/EmptyState";
import { BoardHead } from "./BoardHead";
import { ColumnView } from "./ColumnView";
import { BoardModel } from "./model";
import { followTouches } from "./touch";
import { onBoardKey, refocus, usePageKeys } from "./useKeys";
import { withDrags } from "./withDrags";

const BulkBar = lazy(() => import("./BulkBar").then((module) => module.BulkBar), "The actions");

interface BoardScreenProps {
  projectKey: string;
  /** Number or id of the task whose panel is open; its card takes the focus back when the panel closes. */
  openTask: string | null;
}

export function BoardScreen({ projectKey, openTask }: BoardScreenProps) {
  const { store } = client();
  const project = store.rows("projects", ALL).find((one) => one.key === projectKey);
  const board = project && store.rows("projectBoards", project.id)[0];
  useEffect(() => {
    document.title = project ? `${project.name} · PM Suite` : "PM Suite";
  }, [project?.name]);
  if (!project) return <NoProject />;
  if (!board) return <p class="board-wait">Preparing the board …</p>;
  return <OpenBoard key={board.id} project={project} board={board} openTask={openTask} />;
}

function NoProject() {
  return (
    <EmptyState
      icon="search"
      title="There is no such project here"
      hint="It may have been archived, or you may not be one of its people."
    >
      <a class="btn btn-primary" href={pathTo()}>
        Go to the projects
      </a>
    </EmptyState>
  );
}

function OpenBoard({ project, board, openTask }: { project: Project; board: Board; openTask: string | null }) {
  const model = useMemo(() => new BoardModel(board.id, project.id), [board.id, project.id]);
  const scroller = useRef<HTMLDivElement>(null);
  const search = useRef<HTMLInputElement>(null);
  usePageKeys(model, () => search.current?.focus());
  useReturnOfFocus(model, openTask);
  useLayoutEffect(() => {
    const columns = scroller.current;
    if (!columns) return undefined;
    const ends = [withDrags((drags) => drags.followDrags(model, columns)), followTouches(model, columns)];
    return () => ends.forEach((end) => end());
  }, [model]);
  return (
    <div class="board">
      <BoardHead project={project} board={model} search={search} />
      <div
        ref={scroller}
        class="board-columns"
        onKeyDown={(event) => onBoardKey(model, event)}
        role="region"
        aria-label={`Board of ${project.name}`}
      >
        {model.columnIds.value.map((id) => (
          <ColumnView key={id} board={model} columnId={id} />
        ))}
      </div>
      {model.selected.value.size > 0 && <BulkBar board={model} />}
      <p class="visually-hidden" id="board-keys">
        Enter opens the card, Space lifts it, X selects it, arrows go to other cards, question mark shows all keys.
      </p>
      <p class="visually-hidden" role="status" aria-live="assertive">
        {model.said}
      </p>
    </div>
  );
}

function useReturnOfFocus(model: BoardModel, openTask: string | null): void {
  const before = useRef(openTask);
  useEffect(() => {
    if (before.current !== null && openTask === null) refocus(model, model.focused.peek());
    before.current = openTask;
  }, [model, openTask]);
}
