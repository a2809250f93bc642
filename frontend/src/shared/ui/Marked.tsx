/** A text in which the part that was searched for is marked; letters stay joined, as nothing is cut but at the marks. */
export function Marked({ text, part }: { text: string; part: string }) {
  const words = part.trim().split(/\s+/).filter(Boolean).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  if (words.length === 0) return <bdi>{text}</bdi>;
  const pieces = text.split(new RegExp(`(${words.join("|")})`, "gi"));
  return <bdi>{pieces.map((piece, index) => (index % 2 === 1 ? <mark key={index}>{piece}</mark> : piece))}</bdi>;
}
