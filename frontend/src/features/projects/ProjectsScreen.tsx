import "./projects.css";
import { useEffect } from "preact/hooks";
import { client } from "../../core/client";
import { ALL } from "../../core/lists";
import type { Project } from "../../core/models";
import { boardPath, pathTo } from "../../router";
import { Button } from "../../ui/Button";
import { EmptyState } from "../../ui/EmptyState";
import { countsOf, type ProjectCounts } from "./counts";

export function ProjectsScreen({ onNewProject }: { onNewProject: () => void }) {
  const { store } = client();
  const projects = store.rows("projects", ALL);
  useEffect(() => {
    document.title = "Projects · PM Suite";
  }, []);
  return (
    <div class="projects">
      <header class="projects-head">
        <h1>Projects</h1>
        {projects.length > 0 && (
          <Button kind="primary" icon="plus" onClick={onNewProject}>
            New project
          </Button>
        )}
      </header>
      {projects.length === 0 ? (
        <FirstSteps onNewProject={onNewProject} />
      ) : (
        <ul class="projects-grid" role="list">
          {projects.map((project) => (
            <ProjectCard key={project.id} project={project} />
          ))}
        </ul>
      )}
    </div>
  );
}

function FirstSteps({ onNewProject }: { onNewProject: () => void }) {
  return (
    <EmptyState
      icon="board"
      title="Start with a project"
      hint="A project is a board of tasks that a team moves from idea to done. Make one, or bring one along from Trello."
    >
      <Button kind="primary" icon="plus" onClick={onNewProject}>
        New project
      </Button>
      <a class="btn btn-plain" href={pathTo("import")}>
        Import from Trello
      </a>
    </EmptyState>
  );
}

function ProjectCard({ project }: { project: Project }) {
  const counts = countsOf(client().store, project.id);
  const isCounted = client().isWhole.value;
  const done = counts.total === 0 ? 0 : Math.round((100 * counts.done) / counts.total);
  return (
    <li>
      <a class={`project-card palette-${project.color}`} href={boardPath(project.key)}>
        <span class="project-key">{project.key}</span>
        <h2 class="project-name">{project.name}</h2>
        <p class="project-about">{project.description}</p>
        <Shares {...counts} />
        <p class="project-counts tabular">
          {isCounted ? wordsOf(counts) : "\u00a0"}
          {isCounted && counts.total > 0 && <span class="project-done">{done}%</span>}
        </p>
      </a>
    </li>
  );
}

function wordsOf({ total, waiting, doing, done }: ProjectCounts): string {
  return total === 0 ? "No tasks yet" : `${waiting} waiting · ${doing} in work · ${done} done`;
}

/** The shares of done and in work on one thin line; the words below say the same. */
function Shares({ done, doing, total }: { done: number; doing: number; total: number }) {
  const share = (count: number) => ({ width: `${total === 0 ? 0 : (100 * count) / total}%` });
  return (
    <span class="project-shares" aria-hidden="true">
      <span class="project-share-done" style={share(done)} />
      <span class="project-share-doing" style={share(doing)} />
    </span>
  );
}
