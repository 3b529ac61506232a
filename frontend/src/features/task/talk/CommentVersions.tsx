import { useEffect, useMemo, useState } from "preact/hooks";
import { client } from "../../../core/client";
import { ALL } from "../../../core/lists";
import type { Comment } from "../../../core/models";
import type { CommentVersion } from "../../../core/sync/wire";
import { Dialog } from "../../../ui/Dialog";
import { TimeAgo } from "../TimeAgo";
import { Difference } from "./Difference";
import { Handles } from "./mentions";

/** How a comment read before each time it was rewritten, the newest change first. */
export function CommentVersions({ comment, onClose }: { comment: Comment; onClose: () => void }) {
  const [versions, setVersions] = useState<readonly CommentVersion[] | null>(null);
  const [problem, setProblem] = useState("");
  useEffect(() => {
    let isGone = false;
    client().commentVersions(comment.id).then(
      (found) => isGone || setVersions(found),
      (error: unknown) => isGone || setProblem(error instanceof Error ? error.message : String(error)),
    );
    return () => void (isGone = true);
  }, [comment.id, comment.edited_at]);
  const { store } = client();
  const handles = useMemo(() => new Handles(store.peekRows("members", ALL)), []);
  const texts = versions && [comment.body, ...versions.map(({ body }) => body)].map((text) => handles.decode(text));
  return (
    <Dialog title="Earlier versions of the comment" onClose={onClose}>
      {problem && <p role="alert">{problem} Earlier versions are kept by the server.</p>}
      {!versions && !problem && <p role="status">Reading …</p>}
      {versions?.length === 0 && <p>Nothing of it is kept from before.</p>}
      <ol role="list" class="versions">
        {versions?.map((version, index) => (
          <li key={version.replaced_at}>
            <p class="version-head">
              <strong>{store.row("member", version.replaced_by_id).value?.name ?? "Somebody"}</strong> rewrote it <TimeAgo at={version.replaced_at} />
            </p>
            <Difference before={texts?.[index + 1] ?? ""} after={texts?.[index] ?? ""} />
          </li>
        ))}
      </ol>
    </Dialog>
  );
}
