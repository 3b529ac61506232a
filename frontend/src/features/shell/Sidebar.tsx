import { client } from "../../core/client";
import { ALL } from "../../core/lists";
import type { Project } from "../../core/models";
import { install, installing } from "../../offline/install";
import { boardPath, pathTo, route } from "../../router";
import { Avatar } from "../../ui/Avatar";
import { IconButton } from "../../ui/Button";
import { Icon } from "../../ui/Icon";
import type { IconName } from "../../ui/icons";
import { Menu, type MenuItem } from "../../ui/Menu";
import { Dot } from "../../ui/Tag";
import { SyncStatus } from "./SyncStatus";
import { chooseTheme, theme, type Theme } from "./theme";

const MAY_CHANGE: ReadonlySet<string> = new Set(["owner", "admin"]);
const MAY_IMPORT: ReadonlySet<string> = new Set([...MAY_CHANGE, "manager"]);

interface SidebarProps {
  onNewProject: () => void;
  onShowKeys: () => void;
  /** Says how the person can do it, where the browser does not ask. */
  onInstall: () => void;
  onSignOut: () => void;
}

export function Sidebar({ onNewProject, ...person }: SidebarProps) {
  const { store } = client();
  const projects = store.rows("projects", ALL);
  const workspace = store.row("workspace", workspaceId(store.scopes.value)).value;
  const { role } = store.member.value;
  const isHome = route.value.screen === "projects";
  return (
    <div class="sidebar">
      <div class="sidebar-head">
        <a class="sidebar-name truncate" href={pathTo()}>
          {workspace?.name ?? "PM Suite"}
        </a>
        <SyncStatus />
      </div>
      <nav class="sidebar-nav" aria-label="Workspace">
        <Entry href={pathTo()} icon="home" label="Projects" isCurrent={isHome} />
        <Entry href={pathTo("people")} icon="people" label="People" />
        {MAY_IMPORT.has(role) && <Entry href={pathTo("import")} icon="upload" label="Import" />}
        {MAY_CHANGE.has(role) && <Entry href={pathTo("settings")} icon="settings" label="Settings" />}
      </nav>
      <div class="sidebar-section">
        <h2 class="sidebar-title">Projects</h2>
        <IconButton icon="plus" size="s" label="New project" onClick={onNewProject} />
      </div>
      <nav class="sidebar-nav sidebar-projects" aria-label="Projects">
        {projects.map((project) => (
          <ProjectEntry key={project.id} project={project} />
        ))}
      </nav>
      <PersonBar {...person} />
    </div>
  );
}

function workspaceId(scopes: ReadonlyMap<string, { kind: string; subject: string }>): string {
  return [...scopes.values()].find((scope) => scope.kind === "workspace")?.subject ?? "";
}

function Entry({ href, icon, label, isCurrent }: { href: string; icon: IconName; label: string; isCurrent?: boolean }) {
  return (
    <a class="sidebar-entry" href={href} aria-current={isCurrent ? "page" : undefined}>
      <Icon name={icon} size={17} />
      <span class="truncate">{label}</span>
    </a>
  );
}

function ProjectEntry({ project }: { project: Project }) {
  const open = route.value;
  const isCurrent = open.screen === "board" && open.key === project.key;
  return (
    <a class="sidebar-entry" href={boardPath(project.key)} aria-current={isCurrent ? "page" : undefined}>
      <Dot color={project.color} />
      <span class="truncate">{project.name}</span>
    </a>
  );
}

const THEMES: readonly { value: Theme; label: string }[] = [
  { value: "system", label: "Theme of the device" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
];

function PersonBar({ onShowKeys, onInstall, onSignOut }: Omit<SidebarProps, "onNewProject">) {
  const member = client().store.member.value;
  const themes = THEMES.map(
    ({ value, label }, index): MenuItem => ({
      label,
      isChecked: theme.value === value,
      startsGroup: index === 0,
      onSelect: () => chooseTheme(value),
    }),
  );
  const how = installing.value;
  const installs: MenuItem[] = [
    { label: "Install PM Suite", icon: "download", onSelect: how === "asks" ? () => void install() : onInstall },
  ];
  const items: MenuItem[] = [
    { label: "Your account", icon: "person", onSelect: () => location.assign("/me/") },
    { label: "Keys", icon: "settings", keys: "?", onSelect: onShowKeys },
    ...(how === "no" ? [] : installs),
    ...themes,
    { label: "Sign out", icon: "arrowLeft", startsGroup: true, onSelect: onSignOut },
  ];
  return (
    <div class="sidebar-person">
      <Menu
        label="You"
        items={items}
        trigger={(trigger) => (
          <button type="button" class="person-button" {...trigger}>
            <Avatar id={member.id || null} name={member.name} size={28} decorative />
            <span class="truncate">{member.name}</span>
            <Icon name="more" />
          </button>
        )}
      />
    </div>
  );
}
