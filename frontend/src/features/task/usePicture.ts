/** Pictures of files, as components show them. */

import { useEffect, useMemo, useState } from "preact/hooks";
import { client } from "../../core/client";
import type { Files } from "../../core/files/open";
import type { PendingFile } from "../../core/files/uploads";
import type { Id } from "../../core/models";
import type { PreviewSize } from "../../core/sync/wire";

/** What sends and shows files; null until it has come. */
export function useFiles(): Files | null {
  const [files, setFiles] = useState<Files | null>(null);
  useEffect(() => {
    client().files().then(setFiles, () => undefined);
  }, []);
  return files;
}

/** The address of a file's preview; null while there is none. */
export function usePicture(id: Id | null, size: PreviewSize): string | null {
  const [url, setUrl] = useState<string | null>(null);
  const isLive = client().live.connection.value === "live";
  useEffect(() => {
    let isGone = false;
    if (id) {
      const asked = client().files().then(({ previews }) => previews.url(id, size));
      asked.then((found) => !isGone && setUrl(found), () => undefined);
    } else setUrl(null);
    return () => {
      isGone = true;
    };
  }, [id, size, isLive]);
  return url;
}

/** The address of a picture that waits here. */
export function usePending({ id, blob }: PendingFile): string | null {
  const url = useMemo(() => (/^image\/(png|jpeg|gif|webp)$/.test(blob.type) ? URL.createObjectURL(blob) : null), [id]);
  useEffect(() => () => void (url && URL.revokeObjectURL(url)), [url]);
  return url;
}
