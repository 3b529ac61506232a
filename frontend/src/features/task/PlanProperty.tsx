import { useState } from "preact/hooks";
import { client, mutate } from "../../core/client";
import { dayIn, dueOf } from "../../core/dates";
import { minute } from "../../core/clock";
import { newId } from "../../core/ids";
import type { DeadlineProposal, Task } from "../../core/models";
import { standingOf } from "../../core/steps";
import { Button } from "../../ui/Button";
import { Icon } from "../../ui/Icon";
import { ReasonDialog } from "../../ui/ReasonDialog";
import { ProposeDialog } from "./ProposeDialog";
import { Property } from "./Property";

/** The performer's own date, and another deadline where it passes the author's. */
export function PlanProperty({ task }: { task: Task }) {
  const { store } = client();
  const { may } = standingOf(store, task);
  const [proposal] = store.rows("taskProposals", task.id);
  const canPlan = may("plan");
  if (!canPlan && !task.planned_on && !proposal) return null;
  const set = (day: string) => void mutate("task.plan", { id: task.id, planned_on: day || null });
  return (
    <Property label="Planned">
      <span class="value value-number">
        <Icon name="clock" />
        <input
          type="date"
          aria-label="Planned by the performer for"
          value={task.planned_on ?? ""}
          disabled={!canPlan}
          onChange={(event) => set(event.currentTarget.value)}
        />
      </span>
      {proposal ? <Answer task={task} proposal={proposal} /> : <Passed task={task} canAsk={may("propose")} />}
    </Property>
  );
}

/** The day of the deadline for whoever looks, in whichever way it is set. */
function dueDay(task: Task, zone: string): string | null {
  return task.due_on ?? (task.due_at ? dayIn(zone, Date.parse(task.due_at)) : null);
}

function Passed({ task, canAsk }: { task: Task; canAsk: boolean }) {
  const [isAsking, setAsking] = useState(false);
  const { planned_on: plan } = task;
  const due = dueDay(task, client().store.member.value.time_zone);
  if (!plan || !due || plan <= due) return null;
  return (
    <span class="plan-passed" role="status">
      The plan passes the deadline.
      {canAsk && (
        <Button size="s" onClick={() => setAsking(true)}>
          Ask for another deadline
        </Button>
      )}
      {isAsking && (
        <ProposeDialog task={task} day={plan} onClose={() => setAsking(false)} />
      )}
    </span>
  );
}

function Answer({ task, proposal }: { task: Task; proposal: DeadlineProposal }) {
  const { store } = client();
  const { may } = standingOf(store, task);
  const [isDeclining, setDeclining] = useState(false);
  const asked = dueOf({ ...proposal, done_at: null }, store.member.value.time_zone, minute.value)?.text ?? "";
  const name = store.row("member", proposal.member_id).value?.name ?? "The performer";
  const answer = (is_agreed: boolean, reason = "") =>
    void mutate("deadline.answer", { id: proposal.id, is_agreed, ...(reason ? { reason, comment_id: newId() } : {}) }, { toast: true });
  return (
    <span class="plan-passed" role="status">
      {name} asks for {asked} as deadline.
      {may("answer") && (
        <span class="plan-answers">
          <Button size="s" kind="primary" onClick={() => answer(true)}>
            Agree
          </Button>
          <Button size="s" onClick={() => setDeclining(true)}>
            Decline
          </Button>
        </span>
      )}
      {isDeclining && (
        <ReasonDialog title="Decline the deadline" action="Decline" mayBeEmpty onGive={(reason) => answer(false, reason)} onClose={() => setDeclining(false)} />
      )}
    </span>
  );
}
