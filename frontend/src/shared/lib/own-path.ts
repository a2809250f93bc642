/** A path of this very site, with its query; anything else is not followed (`?next=` can say what it likes). */
export function ownPath(wanted: string | null, fallback: string, origin: string = location.origin): string {
  if (!wanted?.startsWith("/")) return fallback;
  let url: URL;
  try {
    url = new URL(wanted, origin);
  } catch {
    return fallback;
  }
  // "/.//elsewhere" stays here as an address, but its path alone would be read as another host.
  if (url.origin !== origin || url.pathname.startsWith("//")) return fallback;
  return url.pathname + url.search + url.hash;
}
