/** Web addresses that people type or another system left. */

/** The address in full when it leads to the web or to mail, "https://" put before a bare host; else null. */
export function addressOf(typed: string): string | null {
  const text = typed.trim();
  if (!text || /\s/.test(text)) return null;
  const isBare = /^[\w-]+(\.[\w-]+)+([/?#:].*)?$/.test(text);
  try {
    const url = new URL(isBare ? `https://${text}` : text);
    return ["https:", "http:", "mailto:"].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

export function hostOf(address: string): string {
  const url = new URL(address);
  return url.host.replace(/^www\./, "") || url.pathname;
}
