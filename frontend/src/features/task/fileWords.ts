/** What is said of files. */

import { bytesWords } from "../../core/bytes";
import type { PendingFile } from "../../core/files/uploads";
import type { Attachment } from "../../core/models";

const KINDS: Record<string, string> = {
  "application/pdf": "PDF",
  "application/zip": "ZIP",
  "application/x-gzip": "Gzip",
  "application/x-7z-compressed": "7z",
  "application/msword": "Word",
  "application/vnd.ms-excel": "Excel",
  "application/vnd.ms-powerpoint": "PowerPoint",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel",
  "application/vnd.openxmlformats-officedocument.presentationml.presentation": "PowerPoint",
  "application/rtf": "Rich text",
  "text/plain": "Text",
};

export function kindWords(type: string): string {
  const [family = "", name = ""] = type.split("/");
  if (KINDS[type]) return KINDS[type];
  if (family === "image") return name.toUpperCase();
  if (family === "video" || family === "audio") return family === "video" ? "Video" : "Sound";
  return type.includes("opendocument") ? "OpenDocument" : "File";
}

/** "PNG · 1.2 MB · 720 × 1280" */
export function facts({ content_type, size, width, height }: Attachment): string {
  const sides = width && height ? [`${width} × ${height}`] : [];
  return [kindWords(content_type), bytesWords(size ?? 0), ...sides].join(" · ");
}

export function percent({ sent, blob }: PendingFile): number {
  return blob.size === 0 ? 100 : Math.min(100, Math.round((sent / blob.size) * 100));
}
