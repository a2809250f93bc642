import { Bar } from "../ui/states";
import { ProductCard, type Card } from "./ProductCard";

export const gridLook = "sheet grid-cols-2 md:grid-cols-3 lg:grid-cols-4";
const FIRST_ROW = 4;

export function ProductGrid({ cards, headingLevel = 2 }: { cards: Card[]; headingLevel?: 2 | 3 }) {
  return (
    <ul className={gridLook}>
      {cards.map((card, index) => (
        <li key={card.id}>
          <ProductCard card={card} isFirst={index < FIRST_ROW} headingLevel={headingLevel} />
        </li>
      ))}
      <RestOfRow count={cards.length} />
    </ul>
  );
}

/** The empty cells of the last row: the sheet has no holes. */
export function RestOfRow({ count }: { count: number }) {
  const missing = (columns: number) => (columns - (count % columns)) % columns;
  return (
    <>
      {missing(2) > 0 && <li aria-hidden className="md:hidden" style={{ gridColumn: `span ${missing(2)}` }} />}
      {missing(3) > 0 && <li aria-hidden className="max-md:hidden lg:hidden" style={{ gridColumn: `span ${missing(3)}` }} />}
      {missing(4) > 0 && <li aria-hidden className="max-lg:hidden" style={{ gridColumn: `span ${missing(4)}` }} />}
    </>
  );
}

export function GridFrame({ count = 8 }: { count?: number }) {
  return (
    <div className={gridLook}>
      {Array.from({ length: count }, (_, index) => (
        <div key={index}>
          <Bar className="aspect-square w-full" />
          <div className="px-3 pt-4 pb-6 md:px-4">
            <Bar className="h-4 w-3/4" />
            <Bar className="mt-3 h-3 w-1/2" />
            <Bar className="mt-4 h-4 w-1/3" />
          </div>
        </div>
      ))}
    </div>
  );
}
